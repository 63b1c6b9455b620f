"""The limit on work in flight: a few requests compute, a bounded number wait, those beyond are told to come back.

Computing happens in worker threads, so that the event loop stays free for `/healthz` and for new requests. A request
whose client goes away while it waits is cancelled; once it computes it runs to its end, which is short. Work that
lasts is done in short pieces, between which others have their turn.
"""

from collections.abc import Callable
from typing import TypeVar

import anyio
from anyio import to_thread
from starlette.requests import ClientDisconnect, Request

Result = TypeVar("Result")


class BusyError(Exception):
    """As many requests as may wait are waiting. `retry_after` in seconds."""

    retry_after = 1


class WorkLimit:
    """At most `at_once` pieces of work run in threads, at most `waiting` more wait their turn, in order of arrival."""

    def __init__(self, at_once: int, waiting: int) -> None:
        self._limiter = anyio.CapacityLimiter(at_once)
        self._waiting = waiting

    @property
    def queue(self) -> int:
        """How many requests wait for their turn."""
        return self._limiter.statistics().tasks_waiting

    async def run(self, request: Request, work: Callable[[], Result]) -> Result:
        """Run `work` in a thread. Raises what it raises, BusyError, or ClientDisconnect if the client went away."""
        now = self._limiter.statistics()
        if now.borrowed_tokens >= now.total_tokens and self.queue >= self._waiting:
            raise BusyError
        results: list[Result] = []
        failure: Exception | None = None
        async with anyio.create_task_group() as group:
            group.start_soon(_cancel_when_gone, request, group.cancel_scope)
            try:
                results.append(await to_thread.run_sync(work, limiter=self._limiter))
            except Exception as error:  # carried out of the group, which would wrap it
                failure = error
            group.cancel_scope.cancel()
        if failure is not None:
            raise failure
        if not results:
            raise ClientDisconnect
        return results[0]

    async def turn(self, piece: Callable[[], Result]) -> Result:
        """Run a further piece of work that has begun: it waits for its turn and is never refused."""
        return await to_thread.run_sync(piece, limiter=self._limiter)


async def _cancel_when_gone(request: Request, scope: anyio.CancelScope) -> None:
    """Cancel when the connection closes. The body was read before, so nothing else is to be received."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
    scope.cancel()
