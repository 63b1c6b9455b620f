"""The limit on work in flight: order, refusal, and clients that go away."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
import torch
from browser import serving
from fastapi import FastAPI
from serving import API, TEXT, check_problem, serve
from starlette.requests import ClientDisconnect, Request
from starlette.types import Message

from app.explore import Explorer
from app.limit import BusyError, WorkLimit
from app.main import create_app
from app.settings import Settings


def run_apart(*work: Any) -> Any:
    """`anyio.run` in a thread of its own: the browser of other tests may have a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(anyio.run, *work).result()


def request(gone: anyio.Event | None = None) -> Request:
    """A request whose client goes away at `gone`, or never."""

    async def receive() -> Message:
        await (anyio.sleep_forever() if gone is None else gone.wait())
        return {"type": "http.disconnect"}

    return Request({"type": "http", "headers": []}, receive)


def held(limit: WorkLimit, run: Callable[..., Any]) -> Any:
    """Run a coroutine function while all turns of a limit of one are taken; free the turn afterwards."""

    async def main() -> Any:
        started, free = anyio.Event(), threading.Event()
        loop = asyncio.get_running_loop()

        def work() -> None:
            loop.call_soon_threadsafe(started.set)
            free.wait()

        async with anyio.create_task_group() as group:
            group.start_soon(limit.run, request(), work)
            await started.wait()
            try:
                return await run(free)
            finally:
                free.set()

    return run_apart(main)


def test_work_gives_its_result_and_its_error() -> None:
    limit = WorkLimit(at_once=1, waiting=0, patience=60)

    def fail() -> None:
        raise KeyError("mine")

    assert run_apart(limit.run, request(), lambda: 42) == 42
    with pytest.raises(KeyError, match="mine"):
        run_apart(limit.run, request(), fail)


def test_it_computes_in_as_many_threads_whatever_else_needs_some() -> None:
    """Each in which a product was computed keeps memory for it."""
    limit = WorkLimit(at_once=2, waiting=64, patience=60)
    found: set[int] = set()

    def compute() -> None:
        found.add(threading.get_ident())
        time.sleep(0.001)

    async def main() -> None:
        for _ in range(4):
            async with anyio.create_task_group() as group:
                for _ in range(8):
                    group.start_soon(limit.run, request(), compute)
                    group.start_soon(anyio.to_thread.run_sync, time.sleep, 0.001)

    run_apart(main)
    assert len(found) == 2


def test_beyond_the_waiting_room_requests_are_refused() -> None:
    limit = WorkLimit(at_once=1, waiting=0, patience=60)

    async def one_more(_: threading.Event) -> None:
        with pytest.raises(BusyError):
            await limit.run(request(), lambda: 1)

    held(limit, one_more)


def test_in_the_waiting_room_requests_wait_their_turn() -> None:
    limit = WorkLimit(at_once=1, waiting=1, patience=60)

    async def one_more(free: threading.Event) -> int:
        results: list[int] = []

        async def wait() -> None:
            results.append(await limit.run(request(), lambda: 7))

        async with anyio.create_task_group() as group:
            group.start_soon(wait)
            await anyio.wait_all_tasks_blocked()
            assert results == []
            free.set()
        return results[0]

    assert held(limit, one_more) == 7


def test_who_waits_too_long_is_refused_and_what_takes_long_is_not() -> None:
    limit = WorkLimit(at_once=1, waiting=1, patience=0.05)

    async def one_more(_: threading.Event) -> None:
        with pytest.raises(BusyError):
            await limit.run(request(), lambda: 1)

    held(limit, one_more)  # the work that holds the turn outlasts the patience, and ends as ever
    assert run_apart(limit.run, request(), lambda: time.sleep(0.1) or 42) == 42


def test_a_client_that_goes_away_while_it_waits_is_never_computed_for() -> None:
    limit = WorkLimit(at_once=1, waiting=1, patience=60)
    ran: list[bool] = []

    async def leave(_: threading.Event) -> None:
        gone = anyio.Event()

        async def wait() -> None:
            with pytest.raises(ClientDisconnect):
                await limit.run(request(gone), lambda: ran.append(True))

        async with anyio.create_task_group() as group:
            group.start_soon(wait)
            await anyio.wait_all_tasks_blocked()
            gone.set()

    held(limit, leave)
    assert ran == []


def test_a_busy_server_says_when_to_come_back(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inside, free = threading.Event(), threading.Event()
    read = Explorer.trace

    def slow(self: Explorer, asked: Any) -> Any:
        inside.set()
        free.wait()
        return read(self, asked)

    monkeypatch.setattr(Explorer, "trace", slow)
    with serve(tiny_folder, concurrency=1, waiting=0) as client:
        first: list[Any] = []
        thread = threading.Thread(target=lambda: first.append(client.post(f"{API}/trace", json={"text": TEXT})))
        thread.start()
        inside.wait()
        refused, again = (client.post(f"{API}/trace", json={"text": TEXT}) for _ in range(2))
        alive = client.get("/healthz")
        free.set()
        thread.join()
    check_problem(refused, 503, "busy")
    assert refused.headers["retry-after"] == "1"
    assert again.content == refused.content
    assert sorted(name for name, _ in again.headers.multi_items()) == sorted(
        name for name, _ in refused.headers.multi_items()
    )  # one answer for all, which grows with none of them
    assert alive.status_code == 200
    assert first[0].status_code == 200


def test_work_runs_on_as_many_threads_as_are_set(tiny_folder: Path) -> None:
    found: list[int] = []
    with serve(tiny_folder, threads=1):
        thread = threading.Thread(target=lambda: found.append(torch.get_num_threads()))
        thread.start()
        thread.join()
    assert found == [1]


def test_over_a_real_connection_those_who_left_are_not_computed_for(
    tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside, free = threading.Event(), threading.Event()
    read, texts = Explorer.trace, []

    def slow(self: Explorer, asked: Any) -> Any:
        texts.append(asked.text)
        inside.set()
        free.wait()
        return read(self, asked)

    monkeypatch.setattr(Explorer, "trace", slow)
    app = create_app(Settings(model="tiny-lstm", concurrency=1), tiny_folder)
    with serving(app) as address, ThreadPoolExecutor() as pool:
        first = pool.submit(httpx2.post, f"{address}{API}/trace", json={"text": "first"})
        inside.wait()
        second = pool.submit(httpx2.post, f"{address}{API}/trace", json={"text": "second"}, timeout=2)
        wait_for_queue(app, 1)
        with pytest.raises(httpx2.ReadTimeout):
            second.result()
        wait_for_queue(app, 0)
        third = pool.submit(httpx2.post, f"{address}{API}/trace", json={"text": "third"})
        free.set()
        assert (first.result().status_code, third.result().status_code) == (200, 200)
    assert texts == ["first", "third"]


def wait_for_queue(app: FastAPI, length: int) -> None:
    """Wait until so many requests wait for their turn; a minute at most."""
    for _ in range(6000):
        if app.state.limit.queue == length:
            return
        time.sleep(0.01)
    raise AssertionError(f"{app.state.limit.queue} requests wait, not {length}")
