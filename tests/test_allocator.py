"""What the C library does with freed memory, in processes of their own so that this one keeps its ways."""

import subprocess
import sys

from imports import ROOT

FAULTS = """
import resource, sys

if sys.argv[1] == "changed":
    from model.training.allocator import keep_freed_memory

    assert keep_freed_memory()

def faults(times):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(times):
        b"x" * 2**26
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

faults(2)
print(faults(4))
"""

POOLS = """
import ctypes, sys, tempfile, threading

if sys.argv[1] == "changed":
    from app.allocator import share_memory

    assert share_memory()

together = threading.Barrier(4)

def take():
    kept = b"x" * 2**14
    together.wait()

threads = [threading.Thread(target=take) for _ in range(4)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
libc = ctypes.CDLL(None)
libc.fdopen.restype = ctypes.c_void_p
with tempfile.TemporaryFile() as file:
    stream = ctypes.c_void_p(libc.fdopen(file.fileno(), b"w"))
    libc.malloc_info(0, stream)
    libc.fflush(stream)
    file.seek(0)
    print(file.read().count(b"<heap nr="))
"""


def number(code: str, mode: str) -> int:
    """The number that a program prints."""
    command = [sys.executable, "-c", code, mode]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_memory_that_is_kept_is_not_handed_over_again() -> None:
    assert number(FAULTS, "changed") * 3 < number(FAULTS, "default")


def test_threads_of_a_server_share_their_memory() -> None:
    assert number(POOLS, "changed") == 1 < number(POOLS, "default")
