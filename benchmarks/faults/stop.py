"""A server that is told to stop while streams are open, requests are computed, and connections idle."""

import json
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator

from benchmarks.faults.clients import path_of
from benchmarks.faults.world import Victim, served, wait_until
from benchmarks.measure import Measurement

STREAMS, REQUESTS, IDLE = 6, 6, 4
TEXT = "The queen was tired, but the king said that he would wait. " * 12


def measure() -> Iterator[Measurement]:
    for workers in (1, 2):
        who = "1 worker" if workers == 1 else f"{workers} workers"
        for told in (signal.SIGTERM, signal.SIGINT):
            yield from in_good_order(workers, told, f"{told.name}, {who}")
        yield from with_a_deaf_reader(workers, who)


def in_good_order(workers: int, told: signal.Signals, name: str) -> Iterator[Measurement]:
    """Streams must end with an event, requests be answered, idle connections be closed."""
    with served("--workers", str(workers)) as victim:
        wait_until(lambda: len(victim.workers()) == workers)
        time.sleep(2)
        idle = [victim.connect() for _ in range(IDLE)]
        streams = [Answer(victim, generation()) for _ in range(STREAMS)]
        wait_until(lambda: all(b"event: token" in each.content for each in streams))
        requests = [Answer(victim, plain(f"{number} {TEXT}")) for number in range(REQUESTS)]
        wait_until(victim.has_read)
        os.kill(victim.process.pid, told)
        seconds = wait_until(lambda: victim.process.poll() is not None)
        for each in (*streams, *requests):
            each.join()
        closed = sum(connection.recv(1) == b"" for connection in idle)
    cut = sum(not ends_with_an_event(each.content) for each in streams)
    unanswered = sum(not is_whole(each.content) for each in requests)
    yield Measurement(f"{name}, {STREAMS} streams and {REQUESTS} requests open: until its exit", seconds, "s", bound=5)
    yield Measurement("streams without a last event", cut, "", bound=0)
    yield Measurement("requests without an answer", unanswered, "", bound=0)
    yield Measurement("idle connections left open", IDLE - closed, "", bound=0)
    yield Measurement("exit code", float(victim.process.returncode), "", bound=0)


def with_a_deaf_reader(workers: int, who: str) -> Iterator[Measurement]:
    """A reader who takes nothing holds its stream until uvicorn cuts it; a second Ctrl+C does not wait for that."""
    for often in (1, 2):
        with served("--workers", str(workers)) as victim:
            wait_until(lambda: len(victim.workers()) == workers)
            deaf = deaf_reader(victim)
            time.sleep(4)
            for _ in range(often):
                os.kill(victim.process.pid, signal.SIGINT)
                time.sleep(0.7)
            seconds = wait_until(lambda: victim.process.poll() is not None)
            deaf.close()
        if often == 1:
            yield Measurement(f"a reader that takes nothing, {who}: until its exit", seconds + 0.7, "s", bound=5)
        else:
            yield Measurement("after a second Ctrl+C", seconds + 0.7, "s", bound=1.5)


class Answer(threading.Thread):
    """What comes back for a request, byte by byte, until the connection closes."""

    def __init__(self, victim: Victim, request: bytes) -> None:
        super().__init__()
        self.content = b""
        self._connection = victim.connect()
        self._connection.sendall(request)
        self.start()

    def run(self) -> None:
        with self._connection:
            try:
                while piece := self._connection.recv(65_536):
                    self.content += piece
            except ConnectionError:
                return


def deaf_reader(victim: Victim) -> socket.socket:
    """A connection on which more is written than it takes."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    connection.connect(("127.0.0.1", victim.port))
    for _ in range(8):
        connection.sendall(generation(decimals=8))
    return connection


def generation(**options: object) -> bytes:
    """A request for as long a text as may be asked for."""
    body = json.dumps({"text": TEXT, "tokens": 200, "min_tokens": 200, **options}).encode()
    head = ("POST /api/v1/generate HTTP/1.1", "Host: localhost", "Content-Type: application/json")
    return "\r\n".join([*head, f"Content-Length: {len(body)}", "", ""]).encode() + body


def plain(text: str) -> bytes:
    """A request for a trace."""
    return f"GET {path_of(text)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()


def ends_with_an_event(content: bytes) -> bool:
    """Whether a chunked stream is whole and says how it ended: done, or cut short."""
    name = content.rpartition(b"event: ")[2].partition(b"\n")[0].strip()
    return name in (b"done", b"error") and content.endswith(b"0\r\n\r\n")


def is_whole(content: bytes) -> bool:
    """Whether an answer with status 200 is as long as it says."""
    head, _, body = content.partition(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().splitlines() if line.startswith(b"content-length:")), None)
    return head.startswith(b"HTTP/1.1 200") and len(body) == length
