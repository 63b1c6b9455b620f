"""Requests that nobody has time for are turned away before anything is done for them.

`app/limit.py` would refuse them too, but only after they were routed, read and checked. What is refused has to cost
next to nothing: where ten times as many ask as can be answered, refusing must not take the time of those who are.
"""

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import BUSY, respond, wants_page
from app.limit import WorkLimit
from app.problem import problem_response
from app.rate_limit import FREE


class Doorkeeper:
    """Answers 503 with Retry-After while the waiting room is full; files and a supervisor's questions pass."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self._busy = problem_response(BUSY)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith(FREE):
            limit: WorkLimit = scope["app"].state.limit
            if limit.is_full:
                request = Request(scope)
                answer = respond(request, BUSY) if wants_page(request) else self._busy
                return await answer(scope, receive, send)
        return await self.app(scope, receive, send)
