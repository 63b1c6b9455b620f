"""The packages that Gatescope stands on: what is imported is declared and locked, and anyone may use it."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, metadata, packages_distributions
from pathlib import Path

import pytest
from imports import PACKAGES, ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PROJECT = SETTINGS["project"]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
ENTRY = re.compile(r"(?P<requirement>[^\\#\n]+?) \\\n(?P<hashes>(?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)")
# Their builds for CPU and for graphics cards share a version, not their hashes: the Makefile names it.
UNLOCKED = {"torch"}
PACKAGES_OF = packages_distributions()
# uvicorn takes its class by name; the page is drawn with the files that two others carry.
NOT_IMPORTED = {"fastapi-offline", "plotly"}
# As SPDX names them. MPL-2.0 (orjson, tqdm) binds who changes their files, which nobody here does.
FREE = {
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "ISC", "LLVM-exception", "MIT",
    "MPL-2.0", "PSF-2.0", "Zlib",
}  # fmt: skip
# What packages wrote before there were names.
SPDX = {
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
}


def requirements(lines: Iterable[str]) -> list[Requirement]:
    return [Requirement(line) for line in lines]


NEEDED = requirements(PROJECT["dependencies"])
EXTRAS = {name: requirements(lines) for name, lines in PROJECT["optional-dependencies"].items()}
FOR_CHECKS = EXTRAS.pop("dev")
FOR_MORE = [each for extra in EXTRAS.values() for each in extra]
WITH_GRADIO, WITH_HOOKS = (requirements(SETTINGS["dependency-groups"][name]) for name in ("gradio", "hooks"))
MEASURED_AGAINST = WITH_GRADIO + WITH_HOOKS
FOR_FUZZING = requirements(SETTINGS["dependency-groups"]["fuzz"])
FOR_BUILDING = requirements(SETTINGS["build-system"]["requires"])


def names(found: Iterable[Requirement]) -> set[str]:
    return {canonicalize_name(each.name) for each in found}


def locked(lock: str) -> dict[str, Requirement]:
    """What a lock installs, by name. Every line of the file belongs to such an entry, with its hashes."""
    text = (ROOT / lock).read_text("utf-8")
    assert all(line.startswith("#") for line in ENTRY.sub("", text).splitlines() if line)
    found = requirements(entry["requirement"] for entry in ENTRY.finditer(text))
    return {canonicalize_name(each.name): each for each in found}


@pytest.mark.parametrize(
    ("lock", "declared"),
    [
        ("requirements.lock", NEEDED),
        ("requirements-dev.lock", NEEDED + FOR_CHECKS),
        ("requirements-build.lock", FOR_BUILDING),
        ("requirements-fuzz.lock", FOR_FUZZING),
        ("requirements-gradio.lock", WITH_GRADIO),
        ("requirements-hooks.lock", WITH_HOOKS),
        ("requirements-cluster.lock", NEEDED + EXTRAS["cluster"]),
        ("requirements-foreign.lock", requirements(SETTINGS["dependency-groups"]["foreign"])),
    ],
)
def test_a_lock_has_a_version_in_range_of_everything_declared(lock: str, declared: list[Requirement]) -> None:
    versions = {name: next(iter(each.specifier)).version for name, each in locked(lock).items()}
    for requirement in declared:
        if requirement.name not in UNLOCKED:
            assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), requirement


def test_locks_agree() -> None:
    whole = locked("requirements-dev.lock")
    for lock in ("requirements.lock", "requirements-build.lock"):
        assert {name: str(each) for name, each in locked(lock).items()}.items() <= {
            name: str(each) for name, each in whole.items()
        }.items()


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_place(lock: Path) -> None:
    """Where packages come from is a matter of whoever installs them."""
    assert not re.search(r"://|--(?:extra-)?index|--find-links", lock.read_text("utf-8"))


@pytest.mark.parametrize(
    ("folders", "declared"),
    [(PACKAGES, NEEDED + FOR_MORE), (("tests", "benchmarks"), NEEDED + FOR_CHECKS + MEASURED_AGAINST + FOR_FUZZING)],
)
def test_what_is_imported_is_declared(folders: tuple[str, ...], declared: list[Requirement]) -> None:
    ours = {*PACKAGES, "benchmarks", *(path.stem for path in (ROOT / "tests").glob("*.py"))}
    foreign = imported_in(folders) - ours - set(sys.stdlib_module_names)
    assert not {name for name in foreign if not names(declared) & packages_of(name)}


def test_what_is_declared_is_used() -> None:
    used = NOT_IMPORTED.union(*map(packages_of, imported_in(PACKAGES)))
    assert names(NEEDED + FOR_MORE) <= used


@pytest.mark.parametrize("name", sorted({*locked("requirements.lock"), *UNLOCKED}))
def test_anyone_may_use_what_it_stands_on(name: str) -> None:
    try:
        licence = licence_of(name)
    except PackageNotFoundError:  # the lock is for other systems too
        assert locked("requirements.lock")[name].marker, f"{name} is not installed"
        return
    assert licence, f"{name} does not say its licence"
    assert licence <= FREE


def packages_of(name: str) -> set[str]:
    """The packages that an import may come from; one that is not installed is thought to bear its name."""
    return {canonicalize_name(each) for each in PACKAGES_OF.get(name, [name])}


def licence_of(name: str) -> set[str]:
    """The SPDX names in a package's licence; in older metadata its words for them, the classifiers' before its own."""
    about = metadata(name)
    if expression := about.get("License-Expression"):
        return set(re.findall(r"[\w.-]+", expression)) - {"AND", "OR", "WITH"}
    classified = [each.split(" :: ")[-1] for each in about.get_all("Classifier") or [] if each.startswith("License")]
    said = classified or re.split(r" (?:AND|OR) ", (about.get("License") or "").split("\n")[0])
    return {SPDX.get(each, each) for each in said if each}


def imported_in(folders: Iterable[str]) -> set[str]:
    """Top-level names that the files of some folders import."""
    return {name for folder in folders for path in (ROOT / folder).rglob("*.py") for name in imported_by(path)}


def imported_by(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found
