"""Events over a real connection: at once, never far ahead of the reader, and not for those who left."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
from browser import serving
from events import Event, parse_event, parse_events
from fastapi import FastAPI
from serving import API, TEXT, check_problem
from starlette.requests import Request
from starlette.types import Message

import app.effects.generate
import app.stream
from app.limit import BusyError
from app.main import create_app
from app.problem import ProblemError
from app.settings import Settings
from app.stream_limit import StreamLimit
from model import write

BODY = {"text": TEXT, "tokens": 200, "temperature": 0}


class Watch:
    """What the network was made to write. `pace` is called before every token."""

    def __init__(self, pace: Callable[[int], object]) -> None:
        self.pace = pace
        self.made = 0
        self.closed = threading.Event()

    def write(self, *given: Any) -> Iterator[Any]:
        try:
            for token in write(*given):
                self.pace(self.made)
                self.made += 1
                yield token
        finally:
            self.closed.set()


def watched(monkeypatch: pytest.MonkeyPatch, pace: Callable[[int], object]) -> Watch:
    watch = Watch(pace)
    monkeypatch.setattr(app.effects.generate, "write", watch.write)
    return watch


def application(folder: Path, **settings: Any) -> FastAPI:
    return create_app(Settings(model="tiny-lstm", **settings), folder)


@contextmanager
def reading(address: str) -> Iterator[Iterator[Event]]:
    """The events of a generation as they arrive; leaving the block closes the connection."""
    with httpx2.stream("POST", f"{address}{API}/generate", json=BODY, timeout=60) as response:
        assert response.status_code == 200
        yield arriving(response)


def arriving(response: httpx2.Response) -> Iterator[Event]:
    waiting = ""
    for piece in response.iter_text():
        *blocks, waiting = (waiting + piece).split("\n\n")
        yield from map(parse_event, blocks)


def wait_until(is_true: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not is_true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)


def test_the_first_event_arrives_before_the_second_is_made(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    free = threading.Event()
    watch = watched(monkeypatch, lambda number: free.wait(60) if number else None)
    with serving(application(tiny_folder)) as address, reading(address) as events:
        first = next(events)
        assert watch.made == 1
        free.set()
        *_, last = events
    assert (first.name, last.name) == ("token", "done")
    assert watch.made == 200


def test_a_client_that_goes_away_stops_the_work(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The network is no faster than the client here, as on a real one; what it makes after the client left counts."""
    watch = watched(monkeypatch, lambda _: time.sleep(0.05))
    server = application(tiny_folder, concurrency=1, waiting=0)
    with serving(server) as address:
        with reading(address) as events:
            for _ in range(3):
                next(events)
        left = watch.made
        assert watch.closed.wait(60)
        assert watch.made <= left + 2
        wait_until(lambda: httpx2.post(f"{address}{API}/trace", json={"text": TEXT}).status_code == 200)
        with reading(address) as events:
            assert next(events).name == "token"


def test_a_reader_that_takes_nothing_is_not_written_for(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under the server's own buffer: `send` does not come back."""
    watch = watched(monkeypatch, lambda _: None)
    monkeypatch.setattr(app.stream, "LONGEST", 1.0)
    server = application(tiny_folder, concurrency=1, waiting=0)
    made: list[int] = []

    async def stalled() -> None:
        async def send(message: Message) -> None:
            if message["type"] == "http.response.body":
                await anyio.sleep(0.5)
                made.append(watch.made)
                await anyio.sleep_forever()

        await ask(server, send)

    apart(stalled)
    assert made == [1]
    assert watch.closed.is_set()
    assert apart(answer, server)[-1].name == "done"  # its place is free again


@pytest.mark.parametrize(
    ("limit", "status", "code"), [("streams", 503, "busy"), ("streams_each", 429, "too_many_streams")]
)
def test_beyond_the_limit_generations_are_refused(
    limit: str, status: int, code: str, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched(monkeypatch, lambda _: time.sleep(0.05))  # two of 200 tokens take 20 s: neither ends before the third comes
    with serving(application(tiny_folder, **{limit: 2})) as address:
        with reading(address) as one, reading(address) as two:
            assert (next(one).name, next(two).name) == ("token", "token")
            refused = httpx2.post(f"{address}{API}/generate", json=BODY)
        check_problem(refused, status, code)
        assert refused.headers["retry-after"] == "1"


def test_what_one_address_may_have_is_its_own() -> None:
    limit = StreamLimit(total=3, each=1)

    def asking(host: str) -> Request:
        return Request({"type": "http", "client": (host, 1)})

    with limit.place(asking("10.0.0.1")):
        with pytest.raises(ProblemError):
            limit.place(asking("10.0.0.1")).__enter__()
        with limit.place(asking("10.0.0.2")), limit.place(asking("10.0.0.3")), pytest.raises(BusyError):
            limit.place(asking("10.0.0.4")).__enter__()
    with limit.place(asking("10.0.0.1")):
        pass


def test_readers_who_pause_keep_nobody_from_computing(tiny_folder: Path) -> None:
    server = application(tiny_folder, concurrency=1, waiting=1)
    found: list[int] = []

    async def paused() -> None:
        async with anyio.create_task_group() as group:

            async def send(message: Message) -> None:
                if message["type"] == "http.response.body":
                    found.append(len(await answer(server)))
                    group.cancel_scope.cancel()
                    await anyio.sleep_forever()

            await ask(server, send)

    apart(paused)
    assert found == [201]


def test_many_at_once_each_get_their_own(tiny_folder: Path) -> None:
    with serving(application(tiny_folder)) as address, ThreadPoolExecutor(10) as pool:
        bodies = [BODY | {"temperature": 1, "tokens": 30, "seed": seed % 5} for seed in range(10)]
        texts = list(pool.map(lambda body: httpx2.post(f"{address}{API}/generate", json=body, timeout=60).text, bodies))
    assert texts[:5] == texts[5:]
    assert len(set(texts)) == 5
    assert all(parse_events(text)[-1].name == "done" for text in texts)


def apart(work: Callable[..., Any], *given: Any) -> Any:
    """`anyio.run` in a thread of its own: the browser of other tests may have a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, work, *given).result()


async def ask(server: FastAPI, send: Callable[[Message], Any]) -> None:
    """A generation without a connection, for a client that stays."""
    request = httpx2.Request("POST", f"http://localhost{API}/generate", json=BODY)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": request.url.path,
        "query_string": b"",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
    }
    messages = [{"type": "http.request", "body": request.content, "more_body": False}]

    async def receive() -> Message:
        if not messages:
            await anyio.sleep_forever()
        return messages.pop()

    await server(scope, receive, send)


async def answer(server: FastAPI) -> list[Event]:
    """All events of one generation."""
    parts: list[bytes] = []

    async def send(message: Message) -> None:
        parts.append(message.get("body", b""))

    await ask(server, send)
    return parse_events(b"".join(parts).decode())
