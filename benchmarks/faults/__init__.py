"""What a server does when things break: processes that are killed, stops, damaged networks, full disks, too few file
handles, clocks that jump. Linux.
"""

from collections.abc import Iterator

from benchmarks.faults import checkpoints, clock, disk, handles, kill, stop
from benchmarks.measure import Measurement


def measure() -> Iterator[Measurement]:
    """Each fault is real, done to a real server."""
    for part in (kill, stop, checkpoints, handles, disk, clock):
        yield from part.measure()
