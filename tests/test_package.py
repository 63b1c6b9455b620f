"""What is installed works without the checkout: the wheel."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from urllib.parse import urljoin
from urllib.request import urlopen

import pytest
from imports import PACKAGES, ROOT

from benchmarks.server import running_server

MOST_BYTES = 12_000_000
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


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
