"""Every operation of the OpenAPI document, with input that nobody thought of: no 5xx, no echo, no long error, and
nothing that the document does not say.

`make bench` asks thousands of times instead of a hundred: INPUTS=full.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conformance import conformance, document, told_problem
from hypothesis import HealthCheck, given, settings
from poison import MARK, Asked, requests
from serving import check_problem, serve
from starlette.testclient import TestClient

FULL = os.environ.get("INPUTS") == "full"
JSON = {"content-type": "application/json"}
REFUSED = (400, 404, 413, 422)
Record = Callable[[str, object], None]


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def send(client: TestClient, asked: Asked) -> Any:
    return client.get(asked.path) if asked.body is None else client.post(asked.path, content=asked.body, headers=JSON)


def test_poison_in_any_place_breaks_nothing(client: TestClient, record_property: Record) -> None:
    """An answer is what was asked for, or an error of our one shape that repeats nothing of what was sent."""
    seen: Counter[int] = Counter()

    @settings(max_examples=2500 if FULL else 100, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(requests(document(client.app, 1)))
    def ask(asked: Asked) -> None:
        response = send(client, asked)
        seen[response.status_code] += 1
        if response.status_code != 200:
            assert response.status_code in REFUSED, response.text
            check_problem(response, response.status_code)
            assert MARK not in response.text
            assert "x-evil" not in response.headers

    try:
        ask()
    finally:
        record_property("examples", seen.total())
        record_property("server errors", sum(count for status, count in seen.items() if status >= 500))
    assert {200, 400, 422} <= set(seen)


def test_the_server_is_as_its_document_says(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, record_property: Record
) -> None:
    monkeypatch.setattr("app.errors.validation_problem", told_problem)
    phases = ("examples", "coverage", "fuzzing") if FULL else ("examples", "fuzzing")
    report = conformance(document(client.app, 120 if FULL else 3, *phases))
    record_property("requests", report.statuses.total())
    record_property("server errors", report.server_errors)
    record_property("departures", len(report.failures))
    assert not report.failures, "\n\n".join(report.failures[:5])
    assert report.statuses[200] > 20
