"""The `gatescope` command, as a process of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from imports import ROOT
from typer.testing import CliRunner

from app.__main__ import cli

PATIENCE = 60.0


def run(*arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=os.environ | (environment or {}), capture_output=True, text=True, timeout=PATIENCE
    )


def run_here(*arguments: str, **environment: str) -> Any:
    """The command in this process, which has PyTorch in memory already."""
    return CliRunner().invoke(cli, [*arguments], env=environment)


@contextmanager
def serve(*arguments: str, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A server process on a free port, and the address that it prints."""
    command = [sys.executable, "-m", "app", "serve", "--port", "0", *arguments]
    process = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = re.search(r"http://\S+", line)
        assert address, line + process.stdout.read()
        yield process, address[0]
    finally:
        process.kill()
        process.communicate()


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that something listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.mark.parametrize("arguments", [(), ("--help",)])
def test_alone_it_prints_the_help(arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert done.returncode == 0
    assert "Usage: gatescope" in done.stdout
    assert "serve" in done.stdout


def test_the_help_of_serve_names_its_options() -> None:
    done = run("serve", "--help", environment={"COLUMNS": "120"})
    assert all(option in done.stdout for option in ("--host", "--port", "--model", "--workers", "--reload", "--open"))


def test_a_taken_port_is_one_clear_line(taken: int) -> None:
    done = run_here("serve", "--port", str(taken))
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr == (
        f"gatescope: Port {taken} of 127.0.0.1 cannot be had: Address already in use. Choose another with --port.\n"
    )


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_unknown_model_is_one_clear_line(workers: str) -> None:
    done = run("serve", "--port", "0", "--model", "nobody", environment={"GATESCOPE_WORKERS": workers})
    assert done.returncode == 1
    assert done.stderr.startswith("gatescope: There is no model")
    assert done.stderr.count("\n") == 1


def test_a_setting_out_of_range_is_one_clear_line() -> None:
    done = run_here("serve", GATESCOPE_MAX_CHARS="0")
    assert done.exit_code == 1
    assert done.stderr == "gatescope: GATESCOPE_MAX_CHARS: Input should be greater than or equal to 1.\n"


def test_it_serves_what_is_chosen_at_the_address_that_it_prints_and_stops_when_told(tmp_path: Path) -> None:
    browser, opened = tmp_path / "browser", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{opened}"\n')
    browser.chmod(0o755)
    with serve("--open", "--model", "english-rnn", BROWSER=f"{browser} %s") as (process, address):
        assert wait_for(f"{address}/healthz")
        assert opened.read_text().strip() == address
        with urlopen(f"{address}/readyz", timeout=PATIENCE) as answer:
            assert b"english-lstm" in answer.read()
            assert answer.headers["server"] is None
        with urlopen(f"{address}/api/v1/trace?text=a", timeout=PATIENCE) as answer:
            assert b'"model":"english-rnn"' in answer.read()
        begun = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert time.monotonic() - begun < PATIENCE / 2


def test_it_serves_while_code_is_written() -> None:
    with serve("--reload") as (process, address):
        assert wait_for(f"{address}/api/v1/trace?text=a")
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


def test_typed_text_is_not_in_the_access_log(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "app.main:create_app", "--factory", "--port", str(port)]
    log = tmp_path / "log"
    with log.open("w") as file:
        process = subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=subprocess.STDOUT)
        try:
            assert wait_for(f"http://127.0.0.1:{port}/api/v1/trace?text=secret")
        finally:
            process.terminate()
            process.wait(PATIENCE)
    assert '"GET /api/v1/trace HTTP/1.1" 200' in log.read_text()
    assert "secret" not in log.read_text()


def test_a_broken_default_model_is_not_served(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    for name in ("app", "model", "templates", "static"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    weights = copy / "model" / "checkpoints" / "english-lstm" / "weights.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    command = [sys.executable, "-m", "app", "serve", "--port", "0"]
    done = subprocess.run(command, cwd=copy, capture_output=True, text=True, timeout=PATIENCE)
    assert done.returncode == 1
    assert done.stderr.startswith("gatescope: weights.safetensors of english-lstm is altered or cut off")
    assert done.stderr.count("\n") == 1


def wait_for(address: str) -> bool:
    """Whether an address answers before patience ends."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            urlopen(address, timeout=PATIENCE).close()
        except OSError:
            time.sleep(0.2)
        else:
            return True
    return False


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
