"""The OpenAPI document: its error answers, and what makes clients of it clean."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from app.problem import MEDIA_TYPE, Problem
from app.schemas.answers import ProblemAnswer

EXAMPLES = {
    400: Problem(400, "not_json", "The body is not JSON. Check its quotes, commas and brackets."),
    404: Problem(404, "not_found", "There is no layer 7: english-lstm has 1, counted from 0 to 0.", "layer"),
    405: Problem(405, "method_not_allowed", "This path takes POST only."),
    413: Problem(
        413, "too_large", "The request is larger than the server takes. Send less, or raise GATESCOPE_MAX_BODY."
    ),
    415: Problem(415, "wrong_content_type", "Send the body as JSON in UTF-8, `Content-Type: application/json`."),
    422: Problem(
        422,
        "bad_input",
        "Text is 2,412 characters long; the limit is 2,000. Shorten it, or raise GATESCOPE_MAX_CHARS.",
        "text",
    ),
    429: Problem(429, "too_many", "More than 60 requests in 1 minute. Try again in 7 s."),
    501: Problem(
        501,
        "extra_missing",
        "This server cannot write Parquet: pyarrow is not installed. Install it with `pip install "
        "'gatescope[parquet]'`, or ask for csv or npz.",
        "format",
    ),
    503: Problem(503, "busy", "The server is busy. Try again in 1 s."),
}


class DocumentedApp(FastAPI):
    """Its OpenAPI document makes clean clients: errors have one schema, operations are called by their function."""

    def __init__(self, **options: Any) -> None:
        super().__init__(generate_unique_id_function=_name, **options)

    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        document["components"]["schemas"].setdefault(ProblemAnswer.__name__, ProblemAnswer.model_json_schema())
        return document


def _name(route: APIRoute) -> str:
    return route.name


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """`responses=` of a route: each of these errors as application/problem+json, with an example."""
    schema = {"$ref": f"#/components/schemas/{ProblemAnswer.__name__}"}
    return {
        status: {
            "description": EXAMPLES[status].title,
            "content": {MEDIA_TYPE: {"schema": schema, "example": EXAMPLES[status].as_dict()}},
        }
        for status in statuses
    }


FOR_QUERY = problems(400, 404, 405, 422, 429, 503)
FOR_EXPORT = FOR_QUERY | problems(501)
FOR_BODY = problems(400, 404, 405, 413, 415, 422, 429, 503)
FOR_TABLE = problems(400, 405, 422, 429, 503)
