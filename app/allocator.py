"""One pool of memory for all threads of a server.

By default glibc gives each thread a pool of its own, and what one thread has freed another cannot have. The interpreter
lets one thread run at a time, so that they hardly wait for each other. `python -m benchmarks memory` measures it.
"""

import asyncio
import ctypes
from collections.abc import Callable

# From glibc's malloc.h.
M_ARENA_MAX = -8
PAUSE = 5.0  # seconds between two times that memory is given back


def share_memory() -> bool:
    """Let threads that start from now on share one pool. Returns whether the C library understood (glibc does)."""
    set_option = _of_the_c_library("mallopt")
    return bool(set_option and set_option(M_ARENA_MAX, 1))


async def give_back_now_and_then() -> None:
    """Give the system what is free within the pool, for as long as this runs; by itself glibc gives its end alone."""
    give_back = _of_the_c_library("malloc_trim")
    while give_back:
        await asyncio.sleep(PAUSE)
        give_back(0)


def _of_the_c_library(name: str) -> Callable[..., int] | None:
    """A function of it, or None where it has none of that name."""
    try:
        found: Callable[..., int] = getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):
        return None
    return found
