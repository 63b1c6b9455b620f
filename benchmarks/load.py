"""Many clients at once, and far too many: what they are answered, how soon, and whether the server stays itself.

Every request is a `POST /trace` of 17 tokens. Except for one line it is one that nobody has asked before, so that each
has to be computed.
"""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Iterator
from itertools import cycle
from statistics import quantiles
from urllib.parse import urlsplit

from benchmarks.cores import CLIENT, SERVER, keep_on
from benchmarks.crowd import Answered, Crowd
from benchmarks.measure import Measurement
from benchmarks.sentences import seventeen_tokens
from benchmarks.server import running_server

CLIENTS, WARM, SECONDS = 64, 2.0, 60.0
CROWD, CROWD_SECONDS = 200, 20.0
TIMES, OVERLOAD, PEAK = 10, 30.0, 15.0  # of the capacity; seconds; seconds
RETRY_AFTER = 1.0  # seconds, as a refused client is told
REST = 1.0  # seconds, as of one who reads what has come
PROBE = 0.1  # seconds between two questions whether the server lives
CALM, LONGEST = 20, 10.0  # answers in a row that are as usual; seconds that are waited for them
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

Load = Callable[[Crowd], Awaitable[None]]


def measure() -> Iterator[Measurement]:
    """64 clients without a rest, with one, and of one text; 200; 64 of two processes; ten times the capacity, on one
    core of two.
    """
    with running_server() as server:
        port = urlsplit(server.address).port or 80
        run(port, stay)
        answers, health = run(port, stay_long)
        yield from of_clients(f"{CLIENTS} clients for {SECONDS:g} s", answers, health)
        answers, health = run(port, stay_and_rest)
        yield from of_clients(f"{CLIENTS} clients who rest {REST:g} s, for {SECONDS:g} s", answers, health)
        answers, health = run(port, stay_long, cycle([next(TEXTS)]))
        yield from of_clients(f"{CLIENTS} clients of one text for {SECONDS:g} s", answers, health)
        answers, health = run(port, lambda crowd: crowd.stay(CROWD, CROWD_SECONDS, RETRY_AFTER))
        yield from of_crowd(f"{CROWD} clients for {CROWD_SECONDS:g} s", answers, health)
    with running_server(settings={"GATESCOPE_WORKERS": "2"}) as server:
        port = urlsplit(server.address).port or 80
        run(port, stay)
        answers, health = run(port, stay_long)
        yield from of_clients(f"{CLIENTS} clients for {SECONDS:g} s, 2 processes", answers, health)
    with running_server() as server:
        port = urlsplit(server.address).port or 80
        keep_on(SERVER, server.pid)
        keep_on(CLIENT, os.getpid())
        yield from overload(port)
        os.sched_setaffinity(0, range(os.cpu_count() or 1))


async def stay(crowd: Crowd) -> None:
    """The clients ask for a moment, after which the server is warm."""
    await crowd.stay(CLIENTS, WARM, RETRY_AFTER)


async def stay_long(crowd: Crowd) -> None:
    """The clients for whom there is room ask."""
    await crowd.stay(CLIENTS, SECONDS, RETRY_AFTER)


async def stay_and_rest(crowd: Crowd) -> None:
    """As many, who look at an answer before they ask again."""
    await crowd.stay(CLIENTS, SECONDS, RETRY_AFTER, REST)


def of_clients(what: str, answers: list[Answered], health: list[Answered]) -> Iterator[Measurement]:
    """Of clients for whom there is room."""
    refused = 100 * len(having(503, answers)) / len(answers)
    yield Measurement(f"{what}: answers", len(having(200, answers)) / SECONDS, "a second")
    yield Measurement(f"{what}: neither 200 nor 503", len(others(answers)), "", bound=0)
    yield Measurement(f"{what}: refused", refused, "%", bound=1)
    yield Measurement(f"{what}: 99 of 100 answered within", within(99, having(200, answers)), "ms", bound=250)
    yield Measurement(f"{what}: 99 of 100 of /healthz within", within(99, health), "ms", bound=100)


def of_crowd(what: str, answers: list[Answered], health: list[Answered]) -> Iterator[Measurement]:
    """Of clients for whom there is no room: those who are refused come back when they were told to."""
    yield Measurement(f"{what}: answers", len(having(200, answers)) / CROWD_SECONDS, "a second")
    yield Measurement(f"{what}: neither 200 nor 503", len(others(answers)), "", bound=0)
    yield Measurement(f"{what}: refused", 100 * len(having(503, answers)) / len(answers), "%")
    yield Measurement(f"{what}: 99 of 100 of /healthz within", within(99, health), "ms")


def overload(port: int) -> Iterator[Measurement]:
    """What 64 clients are answered is the capacity; then ten times as many requests come, whatever becomes of them.

    The machine may be quicker or slower a minute later: answers are compared with the capacity before and after.
    """
    alone, _ = run(port, lambda crowd: crowd.stay(1, 3, RETRY_AFTER))
    usual = 2 * within(99, alone) / 1000
    before = capacity_of(port)
    answers, health = run(port, lambda crowd: crowd.arrive(TIMES * before, OVERLOAD))
    end = max(each.sent for each in answers)
    back, _ = run(port, lambda crowd: crowd.until(lambda: calm_since(crowd.answers, usual) is not None, LONGEST))
    calm = calm_since(back, usual)
    after = capacity_of(port)
    capacity = (before + after) / 2
    what = f"{TIMES} × the capacity for {OVERLOAD:g} s"
    good = len([each for each in having(200, answers) if each.sent + each.seconds <= end])
    took = end - min(each.sent for each in answers)
    yield Measurement("capacity of one core, before", before, "a second")
    yield Measurement("capacity of one core, after", after, "a second")
    yield Measurement(f"{what}: arrivals", len(answers) / took, "a second")
    yield Measurement(f"{what}: answers ÷ capacity", good / took / capacity, "", bound=0.8, least=True)
    yield Measurement(f"{what}: neither 200 nor 503", len(others(answers)), "", bound=0)
    yield Measurement(f"{what}: 99 of 100 refused within", within(99, having(503, answers)), "ms", bound=50)
    yield Measurement(f"{what}: 99 of 100 of /healthz within", within(99, health), "ms")
    yield Measurement("after that, as usual again after", (calm or end + LONGEST) - end, "s", bound=2)


def capacity_of(port: int) -> float:
    """Requests a second that 64 clients are answered who never pause."""
    answers, _ = run(port, lambda crowd: crowd.stay(CLIENTS, PEAK, RETRY_AFTER))
    return len(having(200, answers)) / PEAK


def run(port: int, load: Load, requests: Iterator[bytes] | None = None) -> tuple[list[Answered], list[Answered]]:
    """What a crowd was answered under a load, and what `/healthz` answered meanwhile, asked from another connection.

    `requests`: those of the crowd (None: new texts).
    """

    async def together() -> tuple[list[Answered], list[Answered]]:
        crowd, probe = Crowd(port, requests or TEXTS), Crowd(port, cycle([HEALTH]))
        probing = asyncio.create_task(probe.look_in(PROBE))
        await load(crowd)
        probing.cancel()
        for each in (crowd, probe):
            each.leave()
        return crowd.answers, probe.answers

    return asyncio.run(together())


def as_request(text: str) -> bytes:
    """A `POST /trace` as it is sent."""
    body = json.dumps({"text": text}).encode()
    head = "POST /api/v1/trace HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body


def new_texts() -> Iterator[bytes]:
    """Requests for texts that were not asked for before; they come round, when no server remembers the first."""
    yield from map(as_request, cycle(seventeen_tokens(100_000)))


TEXTS = new_texts()  # for all loads, one after the other


def having(status: int, answers: list[Answered]) -> list[Answered]:
    """The answers of one status."""
    return [each for each in answers if each.status == status]


def others(answers: list[Answered]) -> list[Answered]:
    """What should not happen: other errors, and connections that were closed without an answer."""
    return [each for each in answers if each.status not in (200, 503)]


def within(percent: int, answers: list[Answered]) -> float:
    """Milliseconds within which so many of a hundred were answered; 0 where nobody was."""
    times = [each.seconds for each in answers]
    return 1000 * (quantiles(times, n=100)[percent - 1] if len(times) > 1 else sum(times))


def calm_since(answers: list[Answered], usual: float) -> float | None:
    """When the first of CALM answers in a row was asked for that are 200 and take at most `usual` seconds."""
    row: list[Answered] = []
    for each in answers:
        row = [*row, each] if each.status == 200 and each.seconds <= usual else []
        if len(row) == CALM:
            return row[0].sent
    return None
