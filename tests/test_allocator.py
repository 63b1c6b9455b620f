"""Freed memory stays with the process, in a process of its own so that this one keeps its ways."""

import subprocess
import sys

MEASURE = """
import resource, sys
import torch

if sys.argv[1] == "keep":
    from model.training.allocator import keep_freed_memory

    assert keep_freed_memory()

def faults(times):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for _ in range(times):
        torch.ones(16 * 2**20)
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

faults(2)
print(faults(4))
"""


def page_faults(mode: str) -> int:
    """Pages that the kernel hands over while 64 MB are taken and freed four times."""
    done = subprocess.run([sys.executable, "-c", MEASURE, mode], capture_output=True, text=True, check=True)
    return int(done.stdout)


def test_memory_that_is_kept_is_not_handed_over_again() -> None:
    assert page_faults("keep") * 3 < page_faults("default")
