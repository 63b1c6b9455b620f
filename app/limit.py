"""The limit on work in flight: a few requests compute, a bounded number wait, those beyond are told to come back.

Computing happens in worker threads, so that the event loop stays free for `/healthz` and for new requests. A request
whose client goes away while it waits is cancelled, and one that waits too long is refused; once it computes it runs to
its end, which is short. Work that lasts is done in short pieces, between which others have their turn.

The threads are the limit's own, and stay: PyTorch's MKL keeps buffers for every thread in which it has multiplied, and
anyio's threads, which read files, too, would be more and more of those (`python -m benchmarks memory`).
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import TypeVar

import anyio
from starlette.requests import ClientDisconnect, Request

Result = TypeVar("Result")


class BusyError(Exception):
    """As many requests as may wait are waiting, or one has waited too long. `retry_after` in seconds."""

    retry_after = 1


class WorkLimit:
    """At most `at_once` pieces of work run in threads, at most `waiting` more wait their turn, in order of arrival.

    `patience`: seconds that each of them may wait.
    """

    def __init__(self, at_once: int, waiting: int, patience: float) -> None:
        self._limiter = anyio.CapacityLimiter(at_once)
        self._threads = ThreadPoolExecutor(at_once, thread_name_prefix="computing")
        self._waiting = waiting
        self._patience = patience

    @property
    def queue(self) -> int:
        """How many requests wait for their turn."""
        return self._limiter.statistics().tasks_waiting

    @property
    def is_full(self) -> bool:
        """Whether nobody may wait any more."""
        now = self._limiter.statistics()
        return now.borrowed_tokens >= now.total_tokens and now.tasks_waiting >= self._waiting

    async def run(self, request: Request, work: Callable[[], Result]) -> Result:
        """Run `work` in a thread. Raises what it raises, BusyError, or ClientDisconnect if the client went away."""
        if self.is_full:
            raise BusyError
        results: list[Result] = []
        failure: Exception | None = None
        deadline = anyio.current_time() + self._patience
        async with anyio.create_task_group() as group:
            # Ends the waiting, never the work: a thread that computes is shielded.
            group.cancel_scope.deadline = deadline
            group.start_soon(_cancel_when_gone, request, group.cancel_scope)
            try:
                results.append(await self.turn(work))
            except Exception as error:  # carried out of the group, which would wrap it
                failure = error
            group.cancel_scope.cancel()
        if failure is not None:
            raise failure
        if not results:
            raise BusyError if anyio.current_time() >= deadline else ClientDisconnect
        return results[0]

    async def turn(self, piece: Callable[[], Result]) -> Result:
        """Run a further piece of work that has begun: it waits for its turn and is never refused."""
        async with self._limiter:
            result = asyncio.wrap_future(self._threads.submit(copy_context().run, piece))
            with anyio.CancelScope(shield=True):
                await asyncio.wait((result,))
        return result.result()


async def _cancel_when_gone(request: Request, scope: anyio.CancelScope) -> None:
    """Cancel when the connection closes. The body was read before, so nothing else is to be received."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    scope.cancel()
