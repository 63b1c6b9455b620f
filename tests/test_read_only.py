"""A server that can write nowhere: no home, no folder for what is temporary, and where we may say so nothing else."""

import os
import pwd
import subprocess
from pathlib import Path
from urllib.request import urlopen

import pytest
from importing import saved, word_model
from imports import ROOT
from typer.testing import CliRunner

from app.__main__ import cli
from app.places import data_folder
from benchmarks.server import COMMAND, running_server

# As root on Linux: the same command where every file of the machine can only be read.
READ_ONLY = (
    "unshare",
    "--mount",
    "--propagation",
    "private",
    "sh",
    "-c",
    'mount -o remount,bind,ro / && exec "$@"',
    "-",
)
NOWHERE = {"HOME": "/nonexistent", "TMPDIR": "/nonexistent", "XDG_DATA_HOME": "", "PYTHONDONTWRITEBYTECODE": "1"}
PATHS = ("/", "/api/v1/trace?text=a", "/api/v1/export?text=a&format=csv", "/metrics", "/readyz")


def read_only() -> tuple[str, ...]:
    """What goes before a command; nothing where this machine does not let us."""
    try:
        may = os.geteuid() == 0 and subprocess.run([*READ_ONLY, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        may = False
    return READ_ONLY if may else ()


def test_everything_is_served() -> None:
    with running_server((*read_only(), *COMMAND), settings=NOWHERE | {"GATESCOPE_WORKERS": "2"}) as server:
        statuses = {path: urlopen(server.address + path).status for path in PATHS}
    assert statuses == dict.fromkeys(PATHS, 200)


def test_who_has_no_home_has_no_models_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A container may run as a user whom its system does not know."""

    def unknown(_: int) -> None:
        raise KeyError

    monkeypatch.delenv("HOME")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    assert not data_folder("").exists()


@pytest.mark.parametrize("command", ["import", "index"])
def test_what_cannot_be_written_is_one_clear_line(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A home below a file is one where nobody can write."""
    (tmp_path / "file").touch()
    monkeypatch.setenv("GATESCOPE_HOME", str(tmp_path / "file" / "home"))
    weights = saved(tmp_path / "run", word_model(layers=1).state_dict())
    given = {"import": [str(weights), "--yes"], "index": [str(ROOT / "LICENSE")]}[command]
    done = CliRunner().invoke(cli, [command, *given, "--name", "mine"])
    assert done.exit_code == 1
    told = done.stderr.splitlines()[-1]
    assert told.startswith("gatescope: The ")
    assert "cannot be written" in told
    assert "GATESCOPE_HOME" in told
