"""A line per request in the log, without what people type: the path is logged, never the query string or the body.

Every answer carries the id of its request, `X-Request-Id`; an error of ours is logged under the same.
"""

import json
import logging
import random
import time
from contextvars import ContextVar
from textwrap import indent
from typing import Any, Literal

from starlette.types import ASGIApp, Message, Receive, Scope, Send

Style = Literal["quiet", "text", "json"]

log = logging.getLogger("gatescope.request")
request_id: ContextVar[str] = ContextVar("request_id", default="-")


class Journal:
    """Gives each request an id, and logs its answer: method, path, status, milliseconds, bytes."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        begun, status, sent = time.perf_counter(), 0, 0
        number = f"{random.getrandbits(48):012x}"  # no secret; and asking the system hands the interpreter over
        request_id.set(number)

        async def send_and_count(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", number.encode("ascii"))]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, send_and_count)
        finally:
            if log.isEnabledFor(logging.INFO):
                entry = {"method": scope["method"], "path": scope["path"], "status": status, "bytes": sent}
                log.info("request", extra={"entry": entry | {"ms": round(1000 * (time.perf_counter() - begun), 1)}})
        return None


class Line(logging.Formatter):
    """A record as one line, of plain text or of JSON; in plain text the trace of a mistake follows, indented.

    Control characters in a path cannot begin a line of their own.
    """

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._json = style == "json"

    def format(self, record: logging.LogRecord) -> str:
        entry = fields(record)
        if self._json:
            return json.dumps(entry)
        trace = indent("\n" + entry.pop("trace", ""), "  ").rstrip()
        words = (f"{name}={json.dumps(value)}" for name, value in entry.items() if name not in ("time", "level"))
        return f"{entry['time']} {entry['level']} {' '.join(words)}{trace}"


def fields(record: logging.LogRecord) -> dict[str, Any]:
    """What is told of a record."""
    seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
    entry = {
        "time": f"{seconds}.{int(record.msecs):03}Z",
        "level": record.levelname.lower(),
        "request": request_id.get(),
    }
    entry |= getattr(record, "entry", None) or {"message": record.getMessage(), "from": record.name}
    if record.exc_info:
        entry["trace"] = logging.Formatter().formatException(record.exc_info)
    return entry


def write_journal(style: Style) -> None:
    """Log to stderr in this style; `quiet` leaves out the requests. Calling it again changes the style."""
    handler = logging.StreamHandler()
    handler.setFormatter(Line(style))
    for name in ("gatescope", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
    logging.getLogger("gatescope").setLevel(logging.WARNING if style == "quiet" else logging.INFO)
