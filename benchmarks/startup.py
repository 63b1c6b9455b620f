"""How long a start takes, from the command to the first page, and the memory that a server then holds."""

from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import Measurement
from benchmarks.server import running_server


def measure() -> Iterator[Measurement]:
    """The second of two starts: the first one warms the disk's cache."""
    with running_server():
        pass
    with running_server() as server:
        yield Measurement("start to first page", server.seconds, "s")
        yield Measurement("memory after the start", resident_mb(server.pid), "MB")


def resident_mb(pid: int) -> float:
    """Resident memory of a process, in MB of 10⁶ bytes. Linux."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise RuntimeError(f"process {pid} holds no memory: it has ended")
