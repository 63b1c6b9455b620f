"""The one shape of errors: `application/problem+json` (RFC 9457), with a `code` and a `field` of our own.

A problem never echoes the input, is under 4 kB, and says what is wrong, which value, and what to do.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from starlette.exceptions import HTTPException
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"
LONGEST_DETAIL = 700


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

    def __init__(
        self,
        status: int,
        code: str,
        detail: str,
        field: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(status, detail)
        self.problem = Problem(status, code, detail, field, headers)


def problem_response(problem: Problem) -> Response:
    """A problem as application/problem+json."""
    shown = problem.as_dict() | {"detail": shorten(problem.detail)}
    return Response(orjson.dumps(shown), problem.status, problem.headers, MEDIA_TYPE)


def shorten(text: str) -> str:
    """At most LONGEST_DETAIL characters, each of them encodable."""
    text = text.encode("utf-8", "replace").decode()
    return text if len(text) <= LONGEST_DETAIL else text[: LONGEST_DETAIL - 1] + "…"
