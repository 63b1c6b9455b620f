"""File handles: some are kept back from connections, for without any the process cannot even read its own files."""

import logging
import resource
import time
from functools import cache

# Handles kept back: of so many that a process may have at most a quarter, which is 64 where there are plenty.
KEPT, SHARE = 64, 4
# Seconds between two lines in the log.
QUIET = 60.0

log = logging.getLogger("gatescope")


class Handles:
    """Who is let in where a process may have `most` handles. The system gives each the lowest number that is free."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._for_connections = most - min(KEPT, most // SHARE)
        self._next_line = 0.0

    def let_in(self, number: int) -> bool:
        """Whether a connection of this number may stay. Where it may not, the log says so once a minute."""
        if number < self._for_connections:
            return True
        if time.monotonic() >= self._next_line:
            self._next_line = time.monotonic() + QUIET
            log.warning("Connections are turned away: %s files may be open. Raise that with `ulimit -n`.", self._most)
        return False


@cache
def handles() -> Handles:
    """Those of this process, as its limit was when it began to serve."""
    most, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return Handles(1_000_000_000 if most == resource.RLIM_INFINITY else most)
