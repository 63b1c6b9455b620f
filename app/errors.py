"""Exception -> Problem, as JSON or as a page for browsers. The only file that knows which error is which status."""

import logging
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from jinja2 import TemplateNotFound
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match

from app.assets import templates
from app.extras import ExtraMissingError
from app.journal import request_id
from app.limit import BusyError
from app.problem import Problem, ProblemError, problem_response
from app.validation import validation_problem
from model import CheckpointError, InputError, MissingError, ModelError, NoCellsError, NoPredictionsError

log = logging.getLogger("gatescope")

STATUS: dict[type[ModelError], int] = {
    InputError: 422,
    NoCellsError: 422,
    NoPredictionsError: 422,
    MissingError: 404,
    CheckpointError: 503,
    ExtraMissingError: 501,
}
CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed", 413: "too_large", 415: "wrong_content_type"}
WAIT = str(BusyError.retry_after)
BUSY = Problem(503, "busy", f"The server is busy. Try again in {WAIT} s.", headers={"Retry-After": WAIT})
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
DETAILS = {
    400: "The request cannot be understood. Send it whole.",
    404: "There is no such path. All paths are listed at /docs.",
    413: "The request is larger than the server takes. Send less, or raise GATESCOPE_MAX_BODY.",
}


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
            return validation_problem(error.errors())
        case BusyError():
            return BUSY
        case InputError() | MissingError() | CheckpointError() | ExtraMissingError():
            return Problem(STATUS[type(error)], error.code, error.detail, error.field)
        case _:
            return internal_problem(error)


def internal_problem(error: BaseException) -> Problem:
    """A defect of ours: logged in full under the request's id, and told without a trace of internals."""
    number = request_id.get()
    log.error("error %s", number, exc_info=error)
    return Problem(500, "internal", f"The server made a mistake. It is in the log under {number}.")


def plain_problem(status: int) -> Problem:
    """A problem known by its status alone."""
    detail = DETAILS.get(status, f"{HTTPStatus(status).phrase}.")
    return Problem(status, CODES.get(status, "http_error"), detail)


def outer_problem(status: int) -> Problem:
    """What a plain answer of a layer further in means; 400 is that of the one which checks host names."""
    if status == 400:
        return Problem(
            400, "unknown_host", "The server does not answer under this host name. Add it to GATESCOPE_HOSTS."
        )
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


def wants_page(request: Request) -> bool:
    """Whether a person's browser asked for a page, rather than a program for data."""
    path = request.scope["path"]
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
