"""uvicorn's supervisor of several processes, but one that says who died of what, has another at work at once, and does
not wait for those that hang.
"""

import logging
import multiprocessing
import signal
import time
from contextlib import suppress
from multiprocessing.connection import wait
from multiprocessing.forkserver import ensure_running
from socket import socket

from uvicorn import Config
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process

from app.counters import forget

# Seconds between two looks at what signals came and who lives.
TICK = 0.1
# Seconds after which a process that was told to stop is killed: uvicorn's own deadline for answers, and what follows.
LAST = 3.7
# What takes long to import. Not what counts for Prometheus: see app/counters.py.
IMPORTED = ["app.deps", "app.pages"]

log = logging.getLogger("gatescope")


def prepare() -> None:
    """Start the process of which workers are forked. It, and they, have the environment of this moment.

    Its socket needs a folder for temporary files. Where there is none, workers begin with nothing instead.
    """
    multiprocessing.set_forkserver_preload(IMPORTED)
    try:
        ensure_running()
    except OSError as error:
        log.warning("Workers take longer to start: %s", error)
        multiprocessing.set_start_method("spawn", force=True)
    else:
        multiprocessing.set_start_method("forkserver", force=True)


class Worker(Process):
    """Forked from a process that has imported what takes long; uvicorn's own begins with nothing."""

    def __init__(self, config: Config, sockets: list[socket]) -> None:
        super().__init__(config, sockets)
        own = multiprocessing.Process(target=self.target, args=(sockets,))  # by the method that `prepare` set
        self.process = own  # type: ignore[assignment]  # uvicorn's type is that of a spawned one, which is no other

    def is_alive(self, timeout: float = 5) -> bool:
        """Whether it answers within so many seconds.

        It may die while it is waited for: one that is killed is there until its memory has been given back, and its
        end of the pipe is open on this side too, so that uvicorn would wait for the whole timeout.
        """
        if not self.process.is_alive():
            return False
        try:
            self.parent_conn.send(b"ping")
            answered = self.parent_conn in wait([self.parent_conn, self.process.sentinel], timeout)
            if answered:
                self.parent_conn.recv()
        except (OSError, EOFError):
            return False
        return answered

    def target(self, sockets: list[socket] | None = None) -> None:
        """Serve until stopped."""
        with suppress(KeyboardInterrupt):  # uvicorn raises it anew when all is done
            super().target(sockets)


class Supervisor(Multiprocess):
    """Keeps as many processes serving as there should be."""

    def run(self) -> None:
        """Start them, look after them, and stop them when told to."""
        self.init_processes()
        while not self.should_exit.wait(TICK):
            self.handle_signals()
            self.keep_subprocess_alive()
        self.terminate_all()
        self.join_all()

    def init_processes(self) -> None:
        """Start them all."""
        self.processes = [Worker(self.config, self.sockets) for _ in range(self.processes_num)]
        for process in self.processes:
            process.start()

    def keep_subprocess_alive(self) -> None:
        """Start another process in place of each that has died or hangs."""
        for place, process in enumerate(self.processes):
            if self.should_exit.is_set() or process.is_alive(self.config.timeout_worker_healthcheck):
                continue
            process.kill()
            process.join()
            log.warning("Worker %s ended (%s); another takes its place.", process.pid, ending(process.exitcode))
            forget(process.pid or 0)
            self.processes[place] = Worker(self.config, self.sockets)
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
