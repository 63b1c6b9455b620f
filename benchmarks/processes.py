"""What a process holds, as Linux tells in /proc. Memory in MB of 10⁶ bytes."""

import re
from dataclasses import dataclass
from pathlib import Path

KIB = 1024 / 1e6


@dataclass(frozen=True)
class Held:
    """`resident` memory; open `files`, connections among them; `threads`; `children`: processes of its own."""

    resident: float
    files: int
    threads: int
    children: int


def held(pid: int) -> Held:
    """What a process holds now. Raises FileNotFoundError where it has ended."""
    folder = Path(f"/proc/{pid}")
    files, threads = (sum(1 for _ in (folder / name).iterdir()) for name in ("fd", "task"))
    return Held(resident_mb(pid), files, threads, len(children(pid)))


def resident_mb(pid: int) -> float:
    """Memory of a process that is in the machine, shared or not."""
    return _sum_of(Path(f"/proc/{pid}/status"), "VmRSS")


def peak_mb(pid: int) -> float:
    """The most resident memory that a process has had."""
    return _sum_of(Path(f"/proc/{pid}/status"), "VmHWM")


def private_mb(pid: int) -> float:
    """Memory that is this process's alone: what the machine gains when it ends."""
    return _sum_of(Path(f"/proc/{pid}/smaps_rollup"), "Private_Clean", "Private_Dirty")


def shared_mb(pid: int) -> float:
    """Memory that other processes have too: code of libraries, above all."""
    return _sum_of(Path(f"/proc/{pid}/smaps_rollup"), "Shared_Clean", "Shared_Dirty")


def children(pid: int) -> list[int]:
    """The processes that a process has started and that still run."""
    return [int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in _children_of(task)]


def workers(pid: int) -> list[int]:
    """The processes that answer: those that the one of this id has started, or had started; it itself where none is."""
    started = [
        child for child in children(pid) if b"resource_tracker" not in Path(f"/proc/{child}/cmdline").read_bytes()
    ]
    return [worker for child in started for worker in workers(child)] or [pid]


def _sum_of(file: Path, *names: str) -> float:
    found = re.findall(rf"^(?:{'|'.join(names)}):\s+(\d+) kB", file.read_text(), re.M)
    if len(found) != len(names):
        raise RuntimeError(f"{file} does not tell {', '.join(names)}: the process has ended, or this is not Linux.")
    return sum(map(int, found)) * KIB


def _children_of(task: Path) -> list[str]:
    try:
        return (task / "children").read_text().split()
    except FileNotFoundError:  # the thread has ended meanwhile
        return []
