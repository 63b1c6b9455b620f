"""Processes and their descendants, as Linux tells of them."""

import os
import signal
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

from benchmarks.processes import children


def tree(pid: int) -> list[int]:
    """A process and all that descend from it, itself first; those that an ended one left behind are not found."""
    found = [pid]
    for each in found:  # which grows meanwhile
        with suppress(FileNotFoundError):
            found += children(each)
    return [each for each in found if alive(each)]


def alive(pid: int) -> bool:
    """Whether a process runs; one that has ended and waits to be noticed does not."""
    return _status(pid) not in ("", "Z")


def titled(pids: Collection[int], title: str) -> list[int]:
    """Those whose title begins so."""
    return [pid for pid in pids if _read(pid, "cmdline").startswith(title)]


def proportional_mb(pids: Collection[int]) -> float:
    """Memory of processes, what they share divided among those who share it, in MB of 10⁶ bytes."""
    lines = (line for pid in pids for line in _read(pid, "smaps_rollup").splitlines() if line.startswith("Pss:"))
    return sum(int(line.split()[1]) for line in lines) * 1024 / 1e6


def kill(pids: Collection[int]) -> None:
    """End processes at once. They cannot tidy up, and who waits for them sees a closed connection."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def wait_until(true: Callable[[], object], patience: float) -> float:
    """Seconds until something is so. Raises TimeoutError after `patience` seconds."""
    begun = time.monotonic()
    while not true():
        if time.monotonic() - begun > patience:
            raise TimeoutError(f"Not so within {patience:g} s.")
        time.sleep(0.1)
    return time.monotonic() - begun


def _status(pid: int) -> str:
    """R, S, D, Z …; empty where there is no such process. The name before it may hold blanks and brackets."""
    return _read(pid, "stat").rpartition(")")[2].strip()[:1]


def _read(pid: int, name: str) -> str:
    with suppress(FileNotFoundError, ProcessLookupError):
        return Path(f"/proc/{pid}/{name}").read_text("utf-8", "replace")
    return ""
