# Every door of the project. `make` alone lists them.

PYTHON      ?= python3
TORCH       ?= torch==2.13.0
# An index of CPU builds of PyTorch, where the default one would give a build for graphics cards (PyTorch's own
# installation page names it): make install TORCH_INDEX=…
TORCH_INDEX ?=
# Options of `gatescope serve` or `python -m benchmarks`: make serve ARGS="--port 9000", make bench ARGS="--write trace"
ARGS        ?=
# The training text: a prepared archive or a folder of .txt files (CONTRIBUTING.md, "Training").
CORPUS      ?= corpus

# Tools that stand apart, each in an environment of its own: they hold pip to nothing, and nothing holds them.
UV        := uv==0.13.9
PIP_AUDIT := pip-audit==2.10.1

BIN  := .venv/bin
# Nothing but the files whose hashes the lock names.
LOCKED  := $(BIN)/pip install --quiet --require-hashes --no-deps
COMPILE := .venv/lock/bin/uv pip compile --quiet $(ARGS)
NODE := PATH="$(CURDIR)/$(BIN):$$PATH"

.DEFAULT_GOAL := help
.PHONY: help install serve test lint types js bench bench-cluster fuzz figures train lock audit image tools system wrk

help:  ## list the doors
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

install: .venv/installed  ## make .venv with the gatescope command

serve: install  ## start Gatescope and print its address
	$(BIN)/gatescope serve $(ARGS)

test: system tools  ## every check there is: lint, types, JavaScript, pytest
	@$(MAKE) --no-print-directory --jobs 2 --output-sync lint types js
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

lint: tools  ## ruff: format and rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: tools  ## mypy --strict; tsc over the JavaScript
	$(BIN)/mypy
	$(NODE) npx --no-install tsc --project tsconfig.json

js: tools  ## unit tests of static/js
	$(NODE) node --test "tests/js/**/*.test.js"

bench: system tools wrk .venv/fuzz .venv/gradio/installed .venv/hooks/installed  ## measure speed and memory against their bounds
	$(BIN)/python -m benchmarks $(ARGS)

bench-cluster: tools .venv/cluster/installed  ## measure Gatescope on two Ray nodes of this machine
	.venv/cluster/bin/python -m benchmarks.cluster $(ARGS)

fuzz: tools .venv/fuzz  ## feed what reads bytes of others with bytes that nobody thought of (ARGS="--seconds 3600 weights")
	$(BIN)/python -m benchmarks.fuzz $(ARGS)

figures: system tools  ## remake every number and picture of README.md
	$(BIN)/python -m benchmarks.readme

train: install  ## train and measure the shipped networks (hours; CONTRIBUTING.md, "Training")
	$(BIN)/python -m model.train english-lstm --corpus $(CORPUS)
	$(BIN)/python -m model.train english-rnn --corpus $(CORPUS)
	$(BIN)/python -m model.evaluate english-lstm english-rnn --corpus $(CORPUS)

lock: .venv/lock/bin/uv  ## write the locks: versions and hashes of every package (ARGS=--upgrade renews them)
	$(COMPILE) pyproject.toml --extra dev --output-file requirements-dev.lock
	$(COMPILE) pyproject.toml --constraint requirements-dev.lock --output-file requirements.lock
	$(COMPILE) --group build --constraint requirements-dev.lock --output-file requirements-build.lock
	$(COMPILE) --group fuzz --output-file requirements-fuzz.lock
	$(COMPILE) --group gradio --output-file requirements-gradio.lock
	$(COMPILE) --group hooks --output-file requirements-hooks.lock
	$(COMPILE) pyproject.toml --extra cluster --constraint requirements-dev.lock --output-file requirements-cluster.lock
	$(COMPILE) --group foreign --no-deps --python-version 3.12 --output-file requirements-foreign.lock

audit: tools .venv/audit/bin/pip-audit  ## the packages: locks, imports, licences; known vulnerabilities (asks an advisory service)
	$(BIN)/python -m pytest tests/test_dependencies.py
	printf '%s\n' '$(TORCH)' > .venv/audit/torch.txt
	.venv/audit/bin/pip-audit --strict --require-hashes --disable-pip --progress-spinner off --requirement requirements-dev.lock
	.venv/audit/bin/pip-audit --strict --no-deps --disable-pip --progress-spinner off --requirement .venv/audit/torch.txt

image:  ## build the container image
	docker build --build-arg TORCH_INDEX=$(TORCH_INDEX) --tag gatescope .

tools: .venv/tools

# The two stamps below make a second `make serve` quick, and possible without a network.
.venv/installed: pyproject.toml requirements.lock requirements-build.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Gatescope needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another: make $(MAKECMDGOALS) PYTHON=…"; exit 1; }
	$(PYTHON) -m venv .venv
	$(LOCKED) --requirement requirements.lock --requirement requirements-build.lock
	$(BIN)/pip install --quiet $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) $(TORCH)
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

.venv/tools: .venv/installed requirements-dev.lock requirements-foreign.lock package.json package-lock.json
	$(LOCKED) --requirement requirements-dev.lock
	$(LOCKED) --ignore-requires-python --no-build-isolation --use-pep517 --requirement requirements-foreign.lock
	$(NODE) npm ci --silent --no-audit --no-fund
	@touch $@

.venv/fuzz: .venv/tools requirements-fuzz.lock
	$(LOCKED) --requirement requirements-fuzz.lock
	@touch $@

# Environments whose packages come before ours, of which they take PyTorch: Gradio's versions are not those of our tools,
# the tracer's rival replaces PyTorch's functions by its own, Ray is large.
BESIDE := .venv/gradio/installed .venv/hooks/installed .venv/cluster/installed
$(BESIDE): .venv/%/installed: .venv/installed requirements-%.lock
	$(BIN)/python -m venv .venv/$*
	.venv/$*/bin/pip install --quiet --require-hashes --no-deps --requirement requirements-$*.lock
	@packages='import sysconfig; print(sysconfig.get_path("purelib"))'; \
	$(BIN)/python -c "$$packages" > "$$(.venv/$*/bin/python -c "$$packages")/of-gatescope.pth"
	@touch $@

.venv/lock/bin/uv:
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/pip install --quiet $(UV)

.venv/audit/bin/pip-audit:
	$(PYTHON) -m venv .venv/audit
	.venv/audit/bin/pip install --quiet $(PIP_AUDIT)

# What the tests need beyond Python packages: a browser, and curl for README's examples. Of the browsers Debian's headless
# shell of Chromium is the quickest by a quarter; any Chromium will do.
system:
	@has() { command -v "$$1" >/dev/null; }; \
	get() { [ "$$(id -u)" = 0 ] && has apt-get && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "$$1"; }; \
	lacks() { echo "The tests need $$1, which is not on the PATH. Install it (Debian, as root: apt-get install $$1)."; exit 1; }; \
	if [ -n "$$CHROMIUM" ]; then has "$$CHROMIUM" || lacks "$$CHROMIUM"; \
	else has chromium-headless-shell || get chromium-headless-shell || has chromium || get chromium || lacks chromium; fi; \
	has curl || get curl || lacks curl

# The load of `make bench`.
wrk:
	@command -v wrk >/dev/null || { [ "$$(id -u)" = 0 ] && apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq wrk; } || { \
	  echo "make bench needs wrk, which is not on the PATH. Install it (Debian, as root: apt-get install wrk)."; exit 1; }
