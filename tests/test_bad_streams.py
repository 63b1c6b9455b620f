"""A hundred readers of events who take nothing: as many as there are places for begin, the others come back."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import anyio
import pytest
from serving import API, serve
from starlette.types import ASGIApp, Message, Scope

BODY = json.dumps({"text": "a", "tokens": 200}).encode()
SCOPE: Scope = {
    "type": "http",
    "asgi": {"version": "3.0", "spec_version": "2.3"},
    "http_version": "1.1",
    "method": "POST",
    "scheme": "http",
    "path": f"{API}/generate",
    "query_string": b"",
    "headers": [(b"host", b"testserver"), (b"content-type", b"application/json")],
}


class Reader:
    """Asks for a stream and never takes more than its head, until all have asked; then it goes away."""

    def __init__(self, everyone: anyio.Event) -> None:
        self.status = 0
        self.retry_after = b""
        self._everyone = everyone
        self._sent = False

    async def receive(self) -> Message:
        if not self._sent:
            self._sent = True
            return {"type": "http.request", "body": BODY, "more_body": False}
        await self._everyone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.retry_after = dict(message["headers"]).get(b"retry-after", b"")
        elif self.status == 200:
            await self._everyone.wait()


async def crowd(server: ASGIApp, addresses: int) -> Counter[int]:
    """How many of a hundred, from so many addresses, were answered with which status while nobody had left."""
    everyone = anyio.Event()
    readers = [Reader(everyone) for _ in range(100)]
    async with anyio.create_task_group() as group:
        for number, reader in enumerate(readers):
            scope = SCOPE | {"client": (f"192.0.2.{number % addresses}", 1000)}
            group.start_soon(server, scope, reader.receive, reader.send)
        with anyio.fail_after(60):
            while not all(reader.status for reader in readers):
                await anyio.sleep(0.01)
        everyone.set()
    assert all(reader.retry_after.isdigit() for reader in readers if reader.status != 200)
    return Counter(reader.status for reader in readers)


@pytest.mark.parametrize(("addresses", "answers"), [(1, {200: 4, 429: 96}), (50, {200: 10, 503: 90})])
def test_so_many_streams_are_open_and_no_more(tiny_folder: Path, addresses: int, answers: dict[int, int]) -> None:
    server = serve(tiny_folder, streams=10, streams_each=4).app
    with ThreadPoolExecutor(1) as pool:  # the browser of other tests may have a loop in this thread
        for _ in range(2):  # all places are free again
            assert pool.submit(anyio.run, crowd, server, addresses).result() == answers
