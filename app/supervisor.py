"""uvicorn's supervisor of several processes, which says who died of what, and does not wait for those that hang."""

import logging
import signal
import time

from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process

from app.counters import forget

# Seconds after which a process that was told to stop is killed: uvicorn's own deadline for answers, and what follows.
LAST = 4.0

log = logging.getLogger("gatescope")


class Supervisor(Multiprocess):
    """Keeps as many processes serving as there should be."""

    def keep_subprocess_alive(self) -> None:
        """Start another process in place of each that has died or hangs."""
        for place, process in enumerate(self.processes):
            if self.should_exit.is_set() or process.is_alive(self.config.timeout_worker_healthcheck):
                continue
            process.kill()
            process.join()
            log.warning("Worker %s ended (%s); another takes its place.", process.pid, ending(process.exitcode))
            forget(process.pid or 0)
            self.processes[place] = Process(self.config, self.sockets)
            self.processes[place].start()

    def join_all(self) -> None:
        """Wait until all have ended, which they were told; a second Ctrl+C or too long a wait kills the others."""
        deadline = time.monotonic() + LAST
        while any(each.process.is_alive() for each in self.processes) and time.monotonic() < deadline:
            if signal.SIGINT in self.signal_queue:
                break
            time.sleep(0.02)
        for process in self.processes:
            process.process.kill()
            process.join()


def ending(code: int | None) -> str:
    """How a process ended, in words: an exit code, or the signal that ended it."""
    return f"exit code {code}" if code is None or code >= 0 else signal.Signals(-code).name
