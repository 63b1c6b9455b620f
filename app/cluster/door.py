"""What stands around Ray's proxy on every machine: our limits on connections, headers and one shape of errors.

The replicas' answers pass as they are. What the proxy itself answers (too many requests, a replica that is gone) is
plain text without headers, or nothing at all.
"""

import secrets
from http import HTTPStatus

import uvicorn.config
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import problem_of, respond
from app.journal import request_id
from app.limit import BusyError
from app.problem import Problem
from app.security import OneErrorShape, SecurityHeaders
from app.settings import Settings

ID = "X-Request-Id"
# What ASGI names of a request. Middleware adds things of its own, which cannot travel to another process.
REQUEST = (
    "type",
    "asgi",
    "http_version",
    "method",
    "scheme",
    "path",
    "raw_path",
    "query_string",
    "root_path",
    "headers",
    "client",
    "server",
)
# Ray's words while there is no application, no place in time, and no place.
NO_PLACE = (HTTPStatus.NOT_FOUND, HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.SERVICE_UNAVAILABLE)
GONE = Problem(
    503,
    "replica_gone",
    "The process that was to answer has ended. Send the request again: another one will.",
    headers={"Retry-After": str(BusyError.retry_after)},
)


def at_the_door() -> list[Middleware]:
    """What Ray's proxy is to stand in, innermost first. Called once in each proxy, before it listens."""
    # Ray makes uvicorn's settings itself and leaves the choice of the connection to uvicorn.
    uvicorn.config.HTTP_PROTOCOLS["auto"] = "app.connection:Connection"
    settings = Settings()
    return [
        Middleware(Answered),
        Middleware(RequestBodyLimitMiddleware, max_body_size=settings.max_body),
        Middleware(OneErrorShape),
        Middleware(SecurityHeaders, frame_ancestors=settings.frame_ancestors),
        Middleware(Numbered),
    ]


class Answered:
    """Says what the proxy leaves unsaid: that it has no place, or that the replica went away before it answered."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        request = Request(scope)
        started = replaced = False
        broken: Exception | None = None

        async def receive_and_note() -> Message:
            nonlocal broken
            try:
                return await receive()
            except Exception as error:  # a body over the limit; Ray receives in a task of its own, and would lose it
                broken = error
                return {"type": "http.disconnect"}

        async def send_or_replace(message: Message) -> None:
            nonlocal started, replaced
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                replaced = message["status"] in NO_PLACE and headers.get("content-type", "").startswith("text/plain")
                if replaced:
                    await respond(request, problem_of(request, BusyError()))(scope, receive, send)
            if not replaced:
                await send(message)

        travels = {name: scope[name] for name in REQUEST if name in scope}
        await self.app(travels, receive_and_note, send_or_replace)
        if broken and not started:
            raise broken
        if not started:
            await respond(request, GONE)(scope, receive, send)
        return None


class Numbered:
    """Gives each answer one id: the replica's, which is in our log, rather than Ray's; a new one where it has none."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        number = secrets.token_hex(6)
        request_id.set(number)

        async def send_with_id(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers[ID] = headers.get(ID, number)
            await send(message)

        return await self.app(scope, receive, send_with_id)
