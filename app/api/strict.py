"""Reading requests strictly, before they are validated: content type, UTF-8, JSON and query string.

Python's own JSON reader takes NaN, duplicate keys, byte order marks and UTF-16; query strings hide bytes that are no
UTF-8 and repeated names. All of these are refused here, each with its own sentence.
"""

from collections.abc import Callable, Coroutine
from email.message import Message
from functools import lru_cache
from json import JSONDecoder, JSONEncoder
from typing import Any
from urllib.parse import unquote_to_bytes

from fastapi.routing import APIRoute
from starlette.requests import Request
from starlette.responses import Response

from app.answers import AnswerCache, as_sent
from app.problem import ProblemError


class StrictRequest(Request):
    """A request whose body must be strict JSON in UTF-8."""

    async def json(self) -> Any:
        """Raises ProblemError 400, or 422 for a lone surrogate."""
        return parse_json(await self.body())


class StrictRoute(APIRoute):
    """A route that reads its requests strictly, and those whose answer is remembered not at all."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        has_body = self.body_field is not None
        has_query = any(part.query_params for part in (self.dependant, *self.dependant.dependencies))

        async def handle_strictly(request: Request) -> Response:
            check_query(request, has_query)
            if has_body:
                check_content_type(request.headers.get("content-type", ""))
            strict = StrictRequest(request.scope, request.receive)
            answers: AnswerCache = request.app.state.answers
            content = answers.recall(await as_sent(strict))
            return await handle(strict) if content is None else Response(content, media_type="application/json")

        return handle_strictly


def check_content_type(value: str) -> None:
    """Raises ProblemError 415 unless the body is said to be JSON in UTF-8."""
    if not _is_json(value):
        raise ProblemError(
            415, "wrong_content_type", "Send the body as JSON in UTF-8, `Content-Type: application/json`."
        )


@lru_cache(maxsize=64)
def _is_json(content_type: str) -> bool:
    message = Message()
    message["content-type"] = content_type
    charset = message.get_content_charset("utf-8")
    return message.get_content_type() == "application/json" and charset in ("utf-8", "utf8", "us-ascii")


def check_query(request: Request, is_taken: bool) -> None:
    """Raises ProblemError 422 for a query string that is not UTF-8, that repeats a name, or that nobody reads."""
    try:
        unquote_to_bytes(request.scope["query_string"]).decode("utf-8")
    except UnicodeDecodeError:
        raise ProblemError(
            422, "bad_input", "The query string is not UTF-8, or holds half of a surrogate pair. Encode it anew."
        ) from None
    names = [name for name, _ in request.query_params.multi_items()]
    if len(set(names)) < len(names):
        raise ProblemError(422, "bad_input", "A parameter is given more than once. Lists are comma-separated.")
    if names and not is_taken:
        raise ProblemError(422, "bad_input", "This operation takes no parameters in its address.")


def parse_json(body: bytes) -> Any:
    """A JSON text. Raises ProblemError 400 for what is not JSON in UTF-8, and 422 for a lone surrogate anywhere."""
    try:
        # Surrogates written as three bytes are let through here, to be told apart from other broken bytes below.
        text = body.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise ProblemError(400, "not_utf8", "The body is not UTF-8. Encode it as UTF-8.") from None
    try:
        value = DECODER.decode(text)
        ENCODER.encode(value).encode("utf-8")
    except UnicodeEncodeError:
        raise ProblemError(
            422, "bad_input", "The body holds half of a surrogate pair, which is no character. Leave it out."
        ) from None
    except RecursionError:
        raise ProblemError(400, "not_json", "The body is nested too deeply. Send a flat JSON object.") from None
    except ValueError as error:
        reason = str(error) if isinstance(error, _JsonFormError) else "Check its quotes, commas and brackets"
        raise ProblemError(400, "not_json", f"The body is not JSON. {reason}.") from None
    return value


class _JsonFormError(ValueError):
    """A form that the standard library takes and JSON does not."""


def _refuse_constant(_: str) -> float:
    raise _JsonFormError("NaN and Infinity are no JSON numbers")


def _finite(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise _JsonFormError("A number is too large")
    return value


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _JsonFormError("An object names a key twice")
    return found


DECODER = JSONDecoder(parse_constant=_refuse_constant, parse_float=_finite, object_pairs_hook=_distinct)
ENCODER = JSONEncoder(ensure_ascii=False)
