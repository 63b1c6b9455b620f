"""The real application over the tiny checkpoints, for tests of the API."""

from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings

API = "/api/v1"
PROBLEM = "application/problem+json"
TEXT = "The queen was tired, but the king said that he would wait."
MEMBERS = {"type", "title", "status", "detail", "code", "field"}


def serve(folder: Path, **settings: Any) -> TestClient:
    """A client of a server of its own. `tiny-lstm` is the default model unless `model` says otherwise."""
    chosen = {"model": "tiny-lstm", "hosts": ("testserver",)} | settings
    return TestClient(create_app(Settings(**chosen), folder))


def check_problem(response: Any, status: int, code: str | None = None, field: str | None = None) -> dict[str, Any]:
    """Assert the one shape of errors; return the problem."""
    assert response.status_code == status, response.text[:500]
    assert response.headers["content-type"] == PROBLEM
    assert len(response.content) <= 4096
    problem: dict[str, Any] = response.json()
    assert set(problem) == MEMBERS
    assert problem["status"] == status
    assert problem["detail"]
    if code is not None:
        assert problem["code"] == code
    if field is not None:
        assert problem["field"] == field
    return problem
