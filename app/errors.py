"""Exception -> one shape of error, `application/problem+json` (RFC 9457), or the HTML page for browsers.

The only file that knows which error is which status. A problem never echoes the input, is under 4 kB, and says what is
wrong, which value, and what to do.
"""

import logging
import re
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from jinja2 import TemplateNotFound
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from app.assets import templates
from app.limit import BusyError
from model import CheckpointError, InputError, MissingError, ModelError

log = logging.getLogger("gatescope")

MEDIA_TYPE = "application/problem+json"
LONGEST_DETAIL = 700
STATUS: dict[type[ModelError], int] = {InputError: 422, MissingError: 404, CheckpointError: 503}
CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "wrong_content_type"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
DETAILS = {
    400: "The request cannot be understood. Send it whole.",
    404: "There is no such path. All paths are listed at /docs.",
    413: "The request is larger than the server takes. Send less, or raise GATESCOPE_MAX_BODY.",
}


@dataclass(frozen=True)
class Problem:
    """One error as clients see it."""

    status: int
    code: str
    detail: str
    field: str | None = None
    headers: Mapping[str, str] | None = None

    @property
    def title(self) -> str:
        return HTTPStatus(self.status).phrase

    def as_dict(self) -> dict[str, Any]:
        """The members of RFC 9457, and `code` and `field` of our own."""
        return {
            "type": "about:blank",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "field": self.field,
        }


class ProblemError(HTTPException):
    """Raised where the HTTP layer itself finds something wrong."""

    def __init__(self, status: int, code: str, detail: str, field: str | None = None) -> None:
        super().__init__(status, detail)
        self.problem = Problem(status, code, detail, field)


def install_error_handlers(app: FastAPI) -> None:
    """Every exception that a route may raise ends as a Problem."""

    async def handle(request: Request, error: Exception) -> Response:
        return respond(request, problem_of(request, error))

    for kind in (HTTPException, RequestValidationError, ModelError, BusyError):
        app.add_exception_handler(kind, handle)


def problem_of(request: Request, error: Exception) -> Problem:
    """What an exception tells a client. An unforeseen one tells nothing but an id to find it in the log."""
    match error:
        case ProblemError():
            return error.problem
        case HTTPException():
            return _http_problem(request, error)
        case RequestValidationError():
            return _validation_problem(error.errors())
        case BusyError():
            wait = str(error.retry_after)
            detail = f"The server is busy. Try again in {wait} s."
            return Problem(503, "busy", detail, headers={"Retry-After": wait})
        case InputError() | MissingError() | CheckpointError():
            return Problem(STATUS[type(error)], error.code, error.detail, error.field)
        case _:
            return internal_problem(error)


def internal_problem(error: BaseException) -> Problem:
    """A defect of ours: logged in full under a random id, and told without a trace of internals."""
    number = secrets.token_hex(6)
    log.error("error %s", number, exc_info=error)
    return Problem(500, "internal", f"The server made a mistake. It is in the log under {number}.")


def plain_problem(status: int) -> Problem:
    """A problem known by its status alone."""
    detail = DETAILS.get(status, f"{HTTPStatus(status).phrase}.")
    return Problem(status, CODES.get(status, "http_error"), detail)


def outer_problem(status: int) -> Problem:
    """What a plain answer of a layer further in means; 400 is that of the one which checks host names."""
    if status == 400:
        return Problem(400, "unknown_host", "The server does not answer under this host name. Add it to GATESCOPE_HOSTS.")
    return plain_problem(status)


def respond(request: Request, problem: Problem) -> Response:
    """HTML for a browser that asked for a page, else problem+json."""
    if wants_page(request):
        try:
            return templates().TemplateResponse(
                request, "error.html", {"problem": problem}, status_code=problem.status, headers=problem.headers
            )
        except TemplateNotFound:
            log.error("templates/error.html is missing")
    return problem_response(problem)


def problem_response(problem: Problem) -> Response:
    """A problem as application/problem+json."""
    shown = problem.as_dict() | {"detail": shorten(problem.detail)}
    return Response(orjson.dumps(shown), problem.status, problem.headers, MEDIA_TYPE)


def shorten(text: str) -> str:
    """At most LONGEST_DETAIL characters, each of them encodable."""
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST_DETAIL else text[: LONGEST_DETAIL - 1] + "…"


def wants_page(request: Request) -> bool:
    """Whether a person's browser asked for a page, rather than a program for data."""
    path = request.url.path
    return "text/html" in request.headers.get("accept", "") and not path.startswith(("/api/", "/static/", "/assets/"))


def _http_problem(request: Request, error: HTTPException) -> Problem:
    if error.status_code != 405:
        plain = plain_problem(error.status_code)
        return Problem(plain.status, plain.code, plain.detail, headers=error.headers)
    allowed = ", ".join(_methods(request))
    return Problem(405, CODES[405], f"This path takes {allowed} only.", headers={"Allow": allowed})


def _methods(request: Request) -> list[str]:
    """Methods that this path takes; the framework's own answer names those of its first route alone."""
    return [
        method
        for method in METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in request.app.routes)
    ]


def _validation_problem(errors: Sequence[Any]) -> Problem:
    """The first of pydantic's errors in a sentence; `input`, `ctx` and `url`, which echo, are left out."""
    first = errors[0]
    name = _field_name(first["loc"][1:])
    more = f" {len(errors) - 1} more fields are wrong." if len(errors) > 1 else ""
    return Problem(422, "bad_input", _sentence(first, name) + more, name)


def _field_name(location: Sequence[str | int]) -> str | None:
    """`texts[3]` for ("texts", 3); None where a name is not plain enough to be shown."""
    name = ""
    for part in location:
        if isinstance(part, int):
            name += f"[{part}]"
        elif re.fullmatch(r"[a-z_]{1,40}", part):
            name += part if not name else f".{part}"
        else:
            break
    return name or None


def _sentence(error: Mapping[str, Any], name: str | None) -> str:
    shown = f"`{name}`" if name else "The request"
    match error["type"]:
        case "missing":
            return f"{shown} is missing." if name else "The body is missing: send a JSON object."
        case "extra_forbidden":
            return f"{shown} is not a field of this operation." if name else "A field is unknown to this operation."
        case "string_unicode":
            return f"{shown} holds half of a surrogate pair, which is no character. Leave it out."
        case "value_error":
            return f"{shown} {str(error['msg']).removeprefix('Value error, ')}."
        case _:
            return str(error["msg"]).replace("Input", shown, 1) + "."
