"""One pool of memory for all threads of a server.

By default glibc gives each thread a pool of its own, and what one thread has freed another cannot have: after 2,500
mixed requests (`python -m benchmarks memory`) a server held 736 MB, with one pool 625 MB. The interpreter lets one
thread run at a time, so that they hardly wait for each other.
"""

import ctypes

# From glibc's malloc.h.
M_ARENA_MAX = -8


def share_memory() -> bool:
    """Let threads that start from now on share one pool. Returns whether the C library understood (glibc does)."""
    try:
        set_option = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError, TypeError):
        return False
    return bool(set_option(M_ARENA_MAX, 1))
