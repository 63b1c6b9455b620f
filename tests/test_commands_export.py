"""`gatescope export`: the files of `/export`, and that none is written over, cut off or poured into a terminal."""

import io
import shutil
from pathlib import Path
from typing import get_args

import numpy as np
import pytest
from serving import API, TEXT, serve
from starlette.testclient import TestClient
from terminal import gatescope, refused

from app.commands.export import FORMATS
from app.schemas.requests import Format


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_folder: Path) -> Path:
    shutil.copytree(tiny_folder, tmp_path / "models")
    monkeypatch.setenv("GATESCOPE_HOME", str(tmp_path))
    monkeypatch.setenv("GATESCOPE_MODEL", "tiny-lstm")
    return tmp_path


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> TestClient:
    return serve(tiny_folder)


def test_formats_are_those_of_the_api() -> None:
    assert sorted(FORMATS) == sorted(get_args(Format))


@pytest.mark.parametrize("name", ["csv", "parquet", "npz"])
def test_the_file_is_the_apis(name: str, client: TestClient, tmp_path: Path) -> None:
    output = tmp_path / f"trace.{name.upper()}"
    done = gatescope("export", TEXT, "--output", str(output), "--units", "5,1", "--layer", "1")
    assert done.exit_code == 0, done.stderr
    assert done.stderr == f"{output}: {output.stat().st_size:,} bytes\n"
    expected = client.get(f"{API}/export", params={"text": TEXT, "format": name, "units": "5,1", "layer": 1}).content
    assert output.read_bytes() == expected or name == "npz"  # whose zip has the time of day
    if name == "npz":
        ours, theirs = (np.load(io.BytesIO(content)) for content in (output.read_bytes(), expected))
        assert set(ours) == set(theirs)
        assert all(np.array_equal(ours[key], theirs[key]) for key in ours)
    assert list(tmp_path.glob("*.partial")) == []


def test_a_page_and_json_go_to_standard_output() -> None:
    assert TEXT in gatescope("export", TEXT, "--format", "html").stdout
    assert f'"text":"{TEXT}"' in gatescope("export", "--format", "json", given=TEXT).stdout


def test_nothing_is_written_over_unless_told(tmp_path: Path) -> None:
    output = tmp_path / "trace.csv"
    output.write_text("mine", "utf-8")
    wrong = refused(gatescope("export", TEXT, "--output", str(output)), 1)
    assert wrong == f"{output} is there already. Choose another name, or replace it by --force."
    assert output.read_text("utf-8") == "mine"
    assert gatescope("export", TEXT, "--output", str(output), "--force").exit_code == 0
    assert output.read_text("utf-8").startswith("layer,step")


@pytest.mark.parametrize(
    ("arguments", "code", "wrong"),
    [
        (["x"], 2, "--format csv, json"),
        (["x", "--output", "trace"], 2, "--format csv, json"),
        (["x", "--output", "trace.xlsx"], 2, "`format`"),
        (["x", "--format", "csv", "--output", "HOME/none/trace.csv"], 1, "No such file or directory"),
        (["x", "--format", "csv", "--output", "HOME"], 1, "Is a directory"),
        ([" ", "--format", "csv"], 1, "blank"),
    ],
)
def test_what_cannot_be_is_told_in_one_line(arguments: list[str], code: int, wrong: str, home: Path) -> None:
    assert wrong in refused(gatescope("export", *(each.replace("HOME", str(home)) for each in arguments)), code)


def test_binary_is_kept_from_a_terminal_and_text_is_harmless_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.console.export.at_terminal", lambda: True)
    wrong = refused(gatescope("export", "x", "--format", "npz"), 2)
    assert wrong == "gatescope-tiny-lstm.npz is not for reading in a terminal. Give it a name by --output."
    shown = gatescope("export", "x\x1b[31m\x9b", "--format", "csv").stdout
    assert "␛" in shown
    assert not {"\x1b", "\x9b"} & set(shown)
