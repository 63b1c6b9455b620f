"""Events sent while they are made: each in a worker thread when its turn comes, none before the last one was taken."""

from collections.abc import AsyncIterator, Generator, Iterator
from functools import partial

import anyio
from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from app.errors import problem_of
from app.limit import WorkLimit
from app.serialize import Json, to_json
from app.stopping import PROBLEM, is_stopping

LONGEST = 150.0  # seconds: a reader that takes nothing more must not keep its place for ever

# The name and the data of each.
Events = Generator[tuple[str, Json]]


class EventStream(EventSourceResponse):
    """Server-sent events. However the stream ends (done, failed, left, cut short), the events are closed."""

    def __init__(self, first: bytes, events: Events, request: Request, limit: WorkLimit) -> None:
        self._events = events
        self._request = request
        self._limit = limit
        super().__init__(self._all(first), headers={"X-Accel-Buffering": "no"})

    @classmethod
    async def begin(cls, events: Events, request: Request, limit: WorkLimit) -> "EventStream":
        """Make the first event. Raises what that raises, BusyError or ClientDisconnect: the answer has not begun."""
        first = await limit.run(request, partial(_next_event, events))
        return cls(first, events, request, limit)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            with anyio.move_on_after(LONGEST):
                await super().__call__(scope, receive, send)
        finally:
            self._events.close()

    async def _all(self, first: bytes) -> AsyncIterator[bytes]:
        event = first
        while event:
            yield event
            if is_stopping(self._request):
                yield _encoded("error", PROBLEM.as_dict())
                return
            try:
                event = await self._limit.turn(partial(_next_event, self._events))
            except Exception as error:  # the status went out long ago
                yield _encoded("error", problem_of(self._request, error).as_dict())
                return


def _next_event(events: Iterator[tuple[str, Json]]) -> bytes:
    """The next event as it is sent; empty behind the last."""
    event = next(events, None)
    return b"" if event is None else _encoded(*event)


def _encoded(name: str, data: Json) -> bytes:
    return format_sse_event(event=name, data_str=to_json(data).decode("utf-8"))
