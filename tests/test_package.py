"""What is installed works without the checkout: the wheel, and what the project says it needs."""

import ast
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from imports import PACKAGES, ROOT
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from benchmarks.server import running_server

MOST_BYTES = 12_000_000
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
NEEDED = [Requirement(line) for line in PROJECT["dependencies"]]
FOR_MORE = [Requirement(line) for line in PROJECT["optional-dependencies"]["parquet"]]
FOR_CHECKS = [Requirement(line) for line in PROJECT["optional-dependencies"]["dev"]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_holds_code_pages_and_networks(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    checkout = {path for folder in ("static", "templates") for path in (ROOT / folder).rglob("*") if path.is_file()}
    assert {f"app/{path.relative_to(ROOT)}" for path in checkout} <= names
    assert {path.relative_to(ROOT).as_posix() for path in (ROOT / "model" / "checkpoints").glob("*/*")} <= names
    assert "model/checkpoints/english-lstm/weights.safetensors" in names


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert tops == {*PACKAGES, f"gatescope-{PROJECT['version']}.dist-info"}


def test_no_file_of_the_wheel_is_large(wheel: Path) -> None:
    sizes = {entry.filename: entry.file_size for entry in zipfile.ZipFile(wheel).infolist()}
    assert max(sizes.values()) < MOST_BYTES, max(sizes, key=lambda name: sizes[name])


def test_the_wheel_runs_from_an_empty_folder(wheel: Path, tmp_path: Path) -> None:
    site, empty = tmp_path / "site", tmp_path / "empty"
    empty.mkdir()
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--target",
        str(site),
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    command = ("env", f"PYTHONPATH={site}", str(site / "bin" / "gatescope"))
    with running_server(command, folder=empty) as server:
        page = urlopen(server.address).read().decode()
        styles = re.findall(r'href="([^"]+\.css)"', page)
        statuses = [urlopen(urljoin(server.address, style)).status for style in styles]
        trace = urlopen(f"{server.address}/api/v1/trace?text=The%20queen%20slept.").read()
    assert "<textarea" in page
    assert styles
    assert set(statuses) == {200}
    assert b'"forget"' in trace


@pytest.mark.parametrize(
    ("folders", "declared"), [(PACKAGES, NEEDED + FOR_MORE), (("tests", "benchmarks"), NEEDED + FOR_CHECKS)]
)
def test_what_is_imported_is_declared(folders: tuple[str, ...], declared: list[Requirement]) -> None:
    ours = {*PACKAGES, "benchmarks", *(path.stem for path in (ROOT / "tests").glob("*.py"))}
    imported = {name for folder in folders for path in (ROOT / folder).rglob("*.py") for name in imported_by(path)}
    foreign = imported - ours - set(sys.stdlib_module_names)
    distributions = packages_distributions()
    names = {canonicalize_name(requirement.name) for requirement in declared}
    undeclared = {name for name in foreign if not names & {canonicalize_name(each) for each in distributions[name]}}
    assert not undeclared


def test_the_lock_holds_a_version_in_range_of_everything_declared() -> None:
    lines = [line for line in (ROOT / "requirements.lock").read_text().splitlines() if not line.startswith("#")]
    locked = {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)}
    for requirement in NEEDED + FOR_MORE + FOR_CHECKS:
        if requirement.name != "torch":  # the Makefile names it
            assert requirement.specifier.contains(locked[canonicalize_name(requirement.name)]), requirement


def imported_by(path: Path) -> set[str]:
    """Top-level names that a file imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.split(".")[0])
    return found
