"""The directions that ARCHITECTURE.md draws, held by reading the imports."""

import subprocess
import sys
from graphlib import TopologicalSorter

from imports import ROOT, imports, is_within, modules

import model

# Lowest first. A module may import from its own row and from the rows above it on this page.
ROWS = {
    "model": (
        "errors signals",
        "folders",
        "folding text_file reader ranges library packed kept_gates",
        "tokenizer foreign_tokenizer network config recurrence",
        "checkpoint card film trace module_input modules",
        "clustering compare explain gradients ledger order spans stepwise predictions score measures ordering count",
        "holds",
        "ablation generation",
        "knowledge training",
        "foreign",
        "similar",
        "train search evaluate corpus counter",
    ),
    "app": (
        "journal rates places allocator extras",
        "glossary joined",
        "settings assets limit logs handles counters metrics film registry reading answers selection numbers",
        "schemas serialize export figures",
        "held recipes claim terminal",
        "explore",
        "effects knowledge memory",
        "lesson",
        "problem stopping validation errors security rate_limit doorkeeper connection stream stream_limit deps",
        "api pages",
        "main",
        "alone supervisor",
        "server indexing training importing",
        "worker cluster",
        "commands console",
        "__main__",
    ),
}
SCIENCE = {"torch", "numpy", "tokenizers", "safetensors", "rich", "h5py", "lazy_loader"}
WEB = {"fastapi", "starlette", "uvicorn", "jinja2"}

OURS = sorted(modules())
INSIDE_MODEL = [name for name in OURS if is_within(name, "model")]
INSIDE_APP = [name for name in OURS if is_within(name, "app")]


def test_arrows_point_downward() -> None:
    for name in OURS:
        package = name.split(".")[0]
        higher = {other for other in imports(name) if is_within(other, package) and row(other) > row(name)}
        assert not higher, f"{name} stands below {higher}"


def test_nothing_goes_round_in_a_circle() -> None:
    graph = {name: imports(name, on_import_only=True) & set(OURS) - {name} for name in OURS}
    TopologicalSorter(graph).prepare()


def test_the_science_stands_on_few_libraries() -> None:
    for name in INSIDE_MODEL:
        foreign = {other for other in imports(name) if not is_within(other, "model")} - sys.stdlib_module_names
        assert foreign <= SCIENCE, name


def test_the_web_side_enters_the_science_by_its_door() -> None:
    for name in INSIDE_APP:
        inner = {other for other in imports(name) if other.startswith("model.")}
        assert not inner, f"{name} goes past model/__init__.py"


def test_figures_know_nothing_of_the_web() -> None:
    for name in INSIDE_APP:
        assert not (is_within(name, "app.figures") and imports(name) & WEB), name


def test_pages_and_api_do_not_know_each_other() -> None:
    for one, other in (("app.api", "app.pages"), ("app.pages", "app.api")):
        for name in filter(lambda name, one=one: is_within(name, one), INSIDE_APP):
            assert not {target for target in imports(name) if is_within(target, other)}


def test_imports_inside_functions_are_told_apart() -> None:
    assert "app.server" in imports("app.commands.serve")
    assert "app.server" not in imports("app.commands.serve", on_import_only=True)


def test_help_settings_and_errors_do_not_wait_for_pytorch() -> None:
    code = "import sys, app.__main__, app.server; print({'torch', 'numpy', 'fastapi'} & {*sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_door_opens_all_that_it_names() -> None:
    assert len(model.__all__) > 100
    assert all(hasattr(model, name) for name in model.__all__)


def row(name: str) -> int:
    """The row of a module, counted from the lowest; the public door of a package stands above all."""
    package, _, rest = name.partition(".")
    top = rest.split(".")[0]
    for number, members in enumerate(ROWS[package]):
        if top in members.split():
            return number
    assert not top, f"{name} has no row: say in ROWS where it stands"
    return len(ROWS[package])
