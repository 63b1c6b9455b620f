"""Clients that ask without a pause, know what the answer should be, and note what became of each request."""

import threading
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle, islice, pairwise
from typing import Literal

import httpx2

from benchmarks.cluster.equal import timeless
from benchmarks.sentences import sentences

Outcome = Literal["right", "refused", "closed", "wrong"]
TEXTS = sentences(50)


@dataclass
class Load:
    """What became of the requests so far: moment and outcome of each, in the order in which they ended."""

    outcomes: list[tuple[float, Outcome]] = field(default_factory=list)

    def count(self, since: float = 0.0) -> Counter[Outcome]:
        """How many of each."""
        return Counter(outcome for moment, outcome in self.outcomes if moment >= since)

    def rate(self, since: float, until: float) -> float:
        """Right answers a second."""
        right = sum(outcome == "right" and since <= moment < until for moment, outcome in self.outcomes)
        return right / (until - since)

    def longest_silence(self, since: float, until: float) -> float:
        """The longest time without a right answer, in seconds."""
        right = [moment for moment, outcome in self.outcomes if outcome == "right" and since <= moment < until]
        moments = [since, *right, until]
        return max(later - earlier for earlier, later in pairwise(moments))


def right_answers(client: httpx2.Client) -> dict[str, bytes]:
    """What a server answers for each text."""
    answers = {text: client.post("/api/v1/trace", json=asked(text)) for text in TEXTS}
    return {text: timeless(answer.raise_for_status().content) for text, answer in answers.items()}


@contextmanager
def load(address: str, clients: int, right: Mapping[str, bytes]) -> Iterator[Load]:
    """So many clients until the block ends, each in a thread with a connection of its own."""
    taken, stop = Load(), threading.Event()

    def ask(number: int) -> None:
        with httpx2.Client(base_url=address, timeout=60) as client:
            for text in islice(cycle(TEXTS), number, None):
                if stop.is_set():
                    return
                outcome = one(client, text, right[text])
                taken.outcomes.append((time.monotonic(), outcome))
                if outcome != "right":
                    stop.wait(0.05)  # a client that is refused or cut off comes again, not at once

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield taken
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def one(client: httpx2.Client, text: str, right: bytes) -> Outcome:
    """What became of a request. A partial answer counts as a closed connection only if the client can tell."""
    try:
        answer = client.post("/api/v1/trace", json=asked(text))
    except httpx2.TransportError:
        return "closed"
    if answer.status_code == 503:
        return "refused"
    return "right" if answer.status_code == 200 and timeless(answer.content) == right else "wrong"


def asked(text: str) -> dict[str, object]:
    """A request whose answer is a few kilobytes."""
    return {"text": text, "units": list(range(16))}
