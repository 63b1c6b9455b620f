"""A processor core each for a server and for its client, so that neither is measured waiting for the other."""

import os
from pathlib import Path

SERVER, CLIENT = 0, 1


def keep_on(core: int, pid: int) -> None:
    """Keep a process, its threads and their children on one core. Nothing on a machine of one core."""
    cores = sorted(os.sched_getaffinity(0))
    if len(cores) > 1:
        for thread in Path(f"/proc/{pid}/task").iterdir():
            os.sched_setaffinity(int(thread.name), {cores[core]})
