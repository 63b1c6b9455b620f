"""The supervisor sees who died, also of those that it is asking whether they live."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from socket import socket

from uvicorn import Config

from app.supervisor import Worker

LONG = 60.0  # seconds


class Deaf(Worker):
    """A process that lives, but never answers."""

    def target(self, _: list[socket] | None = None) -> None:
        signal.pause()


@contextmanager
def started(worker: Worker) -> Iterator[Worker]:
    worker.start()
    try:
        yield worker
    finally:
        worker.kill()
        worker.join()


def test_one_that_dies_while_it_is_asked_is_not_waited_for() -> None:
    with started(Deaf(Config("nothing:here"), [])) as worker:
        threading.Timer(0.2, worker.process.kill).start()  # not the worker's own: that closes the pipe, too
        begun = time.monotonic()
        assert not worker.is_alive(LONG)
        assert time.monotonic() - begun < LONG / 2


def test_one_that_does_not_answer_in_time_is_not_alive() -> None:
    with started(Deaf(Config("nothing:here"), [])) as worker:
        assert not worker.is_alive(0.1)
        assert worker.process.is_alive()


def test_one_that_has_ended_is_not_alive() -> None:
    with started(Deaf(Config("nothing:here"), [])) as worker:
        worker.process.kill()
        worker.join()
        assert not worker.is_alive(LONG)
