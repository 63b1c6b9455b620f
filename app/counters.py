"""The files in which several processes count for Prometheus: where they lie, that there is room for them, and what is
left of those of a process that has died.

The library is not imported here: when it is imported, it looks once whether there is such a folder.
"""

import logging
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

FOLDER = "PROMETHEUS_MULTIPROC_DIR"
SUMS = ("counter", "histogram")
OPEN = "gauge_livesum"
# Bytes with which the library begins a file; all our counters take a tenth of it.
SIZE = 1 << 20

log = logging.getLogger("gatescope")


@contextmanager
def folder_of_counters() -> Iterator[None]:
    """A folder for the counters of several processes, gone with them; one that the environment names stays."""
    if FOLDER in os.environ:
        yield
        return
    try:
        folder = TemporaryDirectory(prefix="gatescope-metrics-")
    except OSError as error:
        _count_alone(error)
        yield
        return
    with folder:
        os.environ[FOLDER] = folder.name
        try:
            yield
        finally:
            os.environ.pop(FOLDER, None)


def take_room() -> None:
    """Fill this process's files before the library maps them; where there is no room for them, count without.

    The library makes files with holes, and a process that writes into a hole on a full disk is killed by the system.
    """
    if FOLDER not in os.environ:
        return
    paths = [file_of(os.getpid(), kind) for kind in (*SUMS, OPEN)]
    try:
        for path in paths:
            path.write_bytes(bytes(SIZE))
    except OSError as error:
        for path in paths:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        del os.environ[FOLDER]
        _count_alone(error)


def forget(process: int) -> None:
    """Of a process that has died, drop the requests that it had open, and the room that its counters do not need."""
    if FOLDER not in os.environ:
        return
    with suppress(OSError):  # it had no room, or never came to count
        file_of(process, OPEN).unlink()
        for kind in SUMS:
            path = file_of(process, kind)
            (used,) = struct.unpack("i", path.read_bytes()[:4])
            os.truncate(path, max(used, struct.calcsize("i")))


def file_of(process: int, kind: str) -> Path:
    """The file in which a process counts what is of a kind, as the library names it."""
    return Path(os.environ[FOLDER], f"{kind}_{process}.db")


def _count_alone(error: OSError) -> None:
    log.warning("There is no room for counters (%s): /metrics tells of one process alone.", error.strerror or error)
