"""Load by wrk (https://github.com/wg/wrk), whose own cost does not decide; the scripts here say what it asks."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cores import CLIENT, keep_on

HERE = Path(__file__).parent
CONNECTIONS = 8  # enough that the server never waits for its client


@dataclass(frozen=True)
class Load:
    """What a run of wrk was answered, and for how long it ran."""

    answers: int
    seconds: float

    @property
    def rate(self) -> float:
        """Answers a second."""
        return self.answers / self.seconds


def wrk(script: str, address: str, bodies: Path, first: int, seconds: int) -> Load:
    """Ask with the lines of `bodies`, from line `first` (counted from 0) on, for so many seconds.

    Raises RuntimeError without wrk, or where anything but an answer came back.
    """
    options = [f"--connections={CONNECTIONS}", "--threads=1", f"--duration={seconds}s", "--timeout=30s"]
    command = ["wrk", *options, f"--script={HERE / script}.lua", address, "--", str(bodies), str(first)]
    try:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    except FileNotFoundError:
        raise RuntimeError(
            "wrk is not on the PATH. `make bench` installs it on Debian (apt-get install wrk)."
        ) from None
    keep_on(CLIENT, process.pid)
    output, _ = process.communicate()
    answers, took, failed = output.splitlines()[-1].split("\t")
    if int(failed) or process.returncode:
        raise RuntimeError(f"{address} refused or lost {failed} of {answers} requests of wrk:\n{output}")
    return Load(int(answers), float(took))
