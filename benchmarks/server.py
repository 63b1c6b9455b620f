"""A real server of this checkout, on a free port."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

ROOT = Path(__file__).parent.parent
COMMAND = (sys.executable, "-m", "app")
PATIENCE = 60.0  # seconds


@dataclass(frozen=True)
class Server:
    """A running server: the address that it listens on, its process id, and its seconds from start to first answer."""

    address: str
    pid: int
    seconds: float


@contextmanager
def running_server(
    command: Sequence[str] = COMMAND, folder: Path = ROOT, settings: Mapping[str, str] | None = None
) -> Iterator[Server]:
    """Run `COMMAND serve` in a folder until the block ends, with these variables of the environment besides our own.

    Raises RuntimeError, with its output, if none answers.
    """
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    start = time.perf_counter()
    with TemporaryFile("w+") as output:
        process = subprocess.Popen(
            [*command, "serve", "--port", str(port)],
            cwd=folder,
            env=os.environ | (settings or {}),
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        try:
            if not _answers(process, address):
                output.seek(0)
                raise RuntimeError(f"No answer at {address} (exit code {process.poll()}). It said:\n{output.read()}")
            yield Server(address, process.pid, time.perf_counter() - start)
        finally:
            process.terminate()
            process.wait()


def free_port() -> int:
    """A port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _answers(process: subprocess.Popen[bytes], address: str) -> bool:
    """Wait until the server answers; whether it did before it ended or patience did."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=PATIENCE).close()
            return True
        except urllib.error.HTTPError as error:
            error.close()
            return False
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.02)
    return False
