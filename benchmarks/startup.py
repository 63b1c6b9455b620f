"""How long a start takes: from the command to the first page, and until it is told that there will be none."""

import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from statistics import median

from benchmarks.measure import Measurement, seconds
from benchmarks.sentences import FIFTY_TOKENS
from benchmarks.server import COMMAND, ROOT, running_server
from model import checkpoint_names, load_model, trace_text

ROUNDS = 5
IMPORT_TORCH = (sys.executable, "-c", "import torch")


def measure() -> Iterator[Measurement]:
    """Medians of five, after one that warms the disk's cache."""
    yield Measurement("`import torch`, a process of its own", process_seconds(IMPORT_TORCH), "s")
    yield Measurement("`gatescope serve`, start to first page", start_seconds(1), "s", bound=3)
    yield Measurement("the same with two processes", start_seconds(2), "s")
    yield Measurement("`gatescope --help`", process_seconds([*COMMAND, "--help"]), "s", bound=0.3)
    with taken_port() as port:
        taken = process_seconds([*COMMAND, "serve", "--port", str(port)], code=1)
    yield Measurement("a port that is taken is told", taken, "s", bound=0.5)
    nobody = process_seconds([*COMMAND, "serve", "--port", "0", "--model", "nobody"], code=1)
    yield Measurement("a model that is not there is told", nobody, "s", bound=0.5)
    for name in checkpoint_names():
        load = partial(load_model, name)
        yield Measurement(f"{name}: checked and loaded", 1000 * median(seconds(load) for _ in range(ROUNDS)), "ms")
        model = load()
        text = "a" * 24 + "X" + "b" * 24 if name.startswith("counter") else FIFTY_TOKENS
        yield Measurement(f"{name}: its first reading", 1000 * seconds(partial(trace_text, model, text)), "ms")


def process_seconds(command: Sequence[str], code: int = 0) -> float:
    """How long a command runs that ends with this exit code. Raises RuntimeError where it ends with another."""

    def run() -> None:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if done.returncode != code:
            raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}, not {code}:\n{done.stderr}")

    run()
    return median(seconds(run) for _ in range(ROUNDS))


def start_seconds(processes: int) -> float:
    """How long a server of so many processes takes to its first answer."""

    def start() -> float:
        with running_server(settings={"GATESCOPE_WORKERS": str(processes)}) as server:
            return server.seconds

    start()
    return median(start() for _ in range(ROUNDS))


@contextmanager
def taken_port() -> Iterator[int]:
    """A port that something listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]
