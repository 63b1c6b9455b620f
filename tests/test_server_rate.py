"""The rate limit: off by default, told with the time to wait, for each address alone."""

import time
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from serving import API, check_problem, serve
from starlette.testclient import TestClient

from app.settings import Settings, explain

PATH = f"{API}/signals"


def from_address(client: TestClient, address: str) -> TestClient:
    """Another client of the same server."""
    return TestClient(client.app, client=(address, 1000))


@pytest.fixture
def client(tiny_folder: Path) -> TestClient:
    return serve(tiny_folder, rate="3/hour")


def test_beyond_the_rate_one_is_told_when_to_come_back(client: TestClient) -> None:
    assert [client.get(PATH).status_code for _ in range(3)] == [200, 200, 200]
    refused = client.get(PATH)
    assert "3 requests in 1 hour" in check_problem(refused, 429, "too_many")["detail"]
    assert 1 <= int(refused.headers["retry-after"]) <= 3600


def test_a_browser_is_told_on_a_page(client: TestClient) -> None:
    answers: list[Any] = [client.get("/docs", headers={"accept": "text/html"}) for _ in range(4)]
    assert answers[-1].status_code == 429
    assert answers[-1].headers["content-type"].startswith("text/html")


def test_others_do_not_notice(client: TestClient) -> None:
    greedy, other = (from_address(client, address) for address in ("10.0.0.1", "10.0.0.2"))
    assert [greedy.get(PATH).status_code for _ in range(4)][-1] == 429
    assert other.get(PATH).status_code == 200


@pytest.mark.parametrize("days", [-1, 1])
def test_a_clock_that_jumps_changes_nothing(client: TestClient, monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    wall, steady = time.time, time.monotonic
    statuses = [client.get(PATH).status_code for _ in range(3)]
    monkeypatch.setattr(time, "time", lambda: wall() + days * 86_400)
    refused = client.get(PATH)
    assert [*statuses, refused.status_code] == [200, 200, 200, 429]
    assert 1 <= int(refused.headers["retry-after"]) <= 3600
    monkeypatch.setattr(time, "monotonic", lambda: steady() + 3600)
    assert [client.get(PATH).status_code for _ in range(4)] == [200, 200, 200, 429]


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics", "/static/css/plot.css"])
def test_what_costs_nothing_is_free(client: TestClient, path: str) -> None:
    assert {client.get(path).status_code for _ in range(5)} == {200}


def test_it_is_off_by_default(tiny_folder: Path) -> None:
    client = serve(tiny_folder)
    assert {client.get(PATH).status_code for _ in range(100)} == {200}


@pytest.mark.parametrize("rate", ["sixty", "0/minute", "60/fortnight"])
def test_what_is_no_rate_is_named(monkeypatch: pytest.MonkeyPatch, rate: str) -> None:
    monkeypatch.setenv("GATESCOPE_RATE", rate)
    with pytest.raises(ValidationError) as caught:
        Settings()
    assert repr(rate) in explain(caught.value)
