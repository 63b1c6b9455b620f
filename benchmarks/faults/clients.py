"""Clients that know the right answers, and count what they are given."""

import http.client
import re
import threading
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from urllib.parse import quote

from benchmarks.faults.world import Victim
from benchmarks.server import PATIENCE

TEXTS = (
    "The queen was tired, but the king said that he would wait.",
    "She had not seen her brother since the winter.",
    "It was the best of times, it was the worst of times.",
    "They went into the garden and found nobody there.",
)
ELAPSED = re.compile(rb'"elapsed":[0-9.e+-]+')


class Clients:
    """Each asks one question after the other on a connection of its own, which it makes anew when it is closed.

    `tally` counts what became of each request: "right"; "wrong", which is whole but not the answer; "busy", a 503;
    "lost", where the connection closed before the answer was whole.
    """

    def __init__(self, victim: Victim, right: Mapping[str, bytes]) -> None:
        self.tally: Counter[str] = Counter()
        self._victim = victim
        self._right = right
        self._over = threading.Event()

    @contextmanager
    def asking(self, count: int) -> Iterator[None]:
        """So many of them ask until the block ends."""
        threads = [threading.Thread(target=self._ask, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    def _ask(self, number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._victim.port, timeout=PATIENCE)
        texts = list(self._right)
        while not self._over.is_set():
            number += 1
            self.tally[self._verdict(connection, texts[number % len(texts)])] += 1
        connection.close()

    def _verdict(self, connection: http.client.HTTPConnection, text: str) -> str:
        try:
            connection.request("GET", path_of(text))
            answer = connection.getresponse()
            content = answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            return "lost"
        if answer.status == 503:
            return "busy"
        return "right" if answer.status == 200 and without_time(content) == self._right[text] else "wrong"


def right_answers(victim: Victim) -> dict[str, bytes]:
    """What an undamaged server answers to each text."""
    return {text: without_time(get(victim, path_of(text))) for text in TEXTS}


def get(victim: Victim, path: str) -> bytes:
    """The answer to a request of its own. Raises RuntimeError for another status than 200."""
    connection = http.client.HTTPConnection("127.0.0.1", victim.port, timeout=PATIENCE)
    try:
        connection.request("GET", path, headers={"Connection": "close"})
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path} was answered with {answer.status}: {content[:200]!r}")
    return content


def path_of(text: str) -> str:
    """The address at which a text is traced."""
    return f"/api/v1/trace?text={quote(text)}"


def without_time(content: bytes) -> bytes:
    """An answer without the time that it took."""
    return ELAPSED.sub(b"", content)
