"""One target in a process of its own, for some seconds: how often it ran, and what was found."""

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.fuzz.seeds import write_seeds
from benchmarks.server import ROOT

# What may go wrong besides an exception: 20 s for one input, 3 GiB in all.
LIMITS = ("-timeout=20", "-rss_limit_mb=3072", "-max_len=65536", "-print_final_stats=1", "-seed=1")
STARTING = 120  # seconds more than it is to run: imports, seeds, the last input


@dataclass(frozen=True)
class Campaign:
    """`found`: inputs that broke a target, as files; `said`: the end of its output, with what broke."""

    target: str
    executions: int
    seconds: float
    found: tuple[Path, ...]
    said: str

    @property
    def rate(self) -> float:
        return self.executions / self.seconds


def run_campaign(target: str, seconds: int, folder: Path) -> Campaign:
    """Fuzz one target in an empty folder.

    Raises RuntimeError with its output for a process that ended otherwise than by time or by what it found.
    """
    corpus = write_seeds(folder, target)
    found = folder / "found"
    found.mkdir()
    options = (*LIMITS, f"-max_total_time={seconds}", f"-artifact_prefix={found}{os.sep}")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.fuzz.process", target, str(corpus), *options],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=seconds + STARTING,
        text=True,
        errors="replace",
    )
    executions = re.search(r"stat::number_of_executed_units:\s*(\d+)", done.stdout)
    inputs = tuple(sorted(found.iterdir()))
    if executions is None or (done.returncode and not inputs):
        raise RuntimeError(f"Fuzzing {target} ended with code {done.returncode}:\n{done.stdout[-3000:]}")
    return Campaign(target, int(executions[1]), seconds, inputs, done.stdout[-3000:])
