"""A default network that is damaged: the start is refused in one line."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.faults.damage import DAMAGES
from benchmarks.measure import Measurement
from benchmarks.server import COMMAND, PATIENCE, ROOT, free_port
from model import DEFAULT, SHIPPED


def measure() -> Iterator[Measurement]:
    for workers in (1, 2):
        refused = sum(is_refused(name, workers) for name in DAMAGES)
        who = "1 worker" if workers == 1 else f"{workers} workers"
        yield Measurement(
            f"damaged networks refused in one line, exit code 1, {who}, of {len(DAMAGES)} kinds",
            refused,
            "",
            bound=len(DAMAGES),
            least=True,
        )


def is_refused(name: str, workers: int) -> bool:
    """Whether a server of a network that is damaged so ends with code 1 and one line that says where it lies."""
    with TemporaryDirectory() as home:
        folder = Path(home, "models", "mine")
        shutil.copytree(SHIPPED / DEFAULT, folder)
        DAMAGES[name](folder)
        done = subprocess.run(
            [*COMMAND, "serve", "--port", str(free_port()), "--model", "mine", "--workers", str(workers)],
            cwd=ROOT, env=os.environ | {"GATESCOPE_HOME": home}, capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip
    return done.returncode == 1 and done.stderr.count("\n") == 1 and str(folder) in done.stderr
