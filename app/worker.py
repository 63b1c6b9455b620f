"""One of several processes that serve. The supervisor starts it anew when it dies; it ends when the supervisor does."""

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp

from app.counters import take_room
from app.journal import write_journal
from app.server import application
from app.settings import Settings
from model import ModelError

# Seconds between attempts to start; the last is repeated.
PAUSES = (1, 2, 4, 8, 15, 30, 60)

log = logging.getLogger("gatescope")


def worker() -> ASGIApp:
    """The application of this process, however long it takes until it can be had."""
    settings = Settings()
    write_journal(settings.log)
    threading.Thread(target=end_with_supervisor, daemon=True).start()
    take_room()  # before the application is imported: what counts opens its files then
    return patiently(lambda: application(settings))


def patiently(make: Callable[[], ASGIApp]) -> ASGIApp:
    """What `make` gives; when it fails, it is tried again after a pause: a folder may be restored meanwhile.

    Ending instead would have the supervisor start a process after the other, as fast as the machine can.
    """
    attempt = 0
    while True:
        try:
            return make()
        except Exception as error:  # whatever it is, the other processes go on
            pause = PAUSES[min(attempt, len(PAUSES) - 1)]
            known = isinstance(error, (ModelError, OSError))
            log.error("A worker cannot start, next attempt in %s s: %s", pause, error, exc_info=not known)
        with ended_by_signals():
            time.sleep(pause)
        attempt += 1


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Within, SIGTERM and SIGINT end the process at once; uvicorn's handlers wait for a server that is not there."""
    kept = {number: signal.signal(number, signal.SIG_DFL) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)


def end_with_supervisor() -> None:
    """Stop this process, in good order, when the one that started it is no more; else it would listen for ever."""
    if supervisor := multiprocessing.parent_process():
        supervisor.join()
        os.kill(os.getpid(), signal.SIGTERM)
