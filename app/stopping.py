"""What becomes of requests when the server is told to stop: what was asked is answered, streams end with an event that
says so, and what is not done when time is up is told to come back.
"""

import asyncio
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.allocator import give_back_now_and_then
from app.problem import Problem, problem_response

STOPPING = "stopping"
PROBLEM = Problem(503, "stopping", "The server is stopping. Try again in 5 s.", headers={"Retry-After": "5"})


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, asyncio.Event]]:
    """The state that all connections and requests of a server share: whether it is stopping. Meanwhile it tidies up."""
    tidying = asyncio.create_task(give_back_now_and_then())
    yield {STOPPING: asyncio.Event()}
    tidying.cancel()


def announce_stop(state: MutableMapping[str, Any]) -> None:
    """Tell all who ask `is_stopping`."""
    if STOPPING in state:
        state[STOPPING].set()


def is_stopping(request: Request) -> bool:
    """Whether the server was told to stop. A server without a lifespan never tells."""
    stopping: asyncio.Event | None = getattr(request.state, STOPPING, None)
    return stopping is not None and stopping.is_set()


class LastAnswers:
    """Answers 503 for what uvicorn cancels when time is up; uvicorn alone answers 500, and logs it as a mistake."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        begun = False

        async def send_and_note(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        except asyncio.CancelledError:
            if not begun:
                await problem_response(PROBLEM)(scope, receive, send)
        return None
