"""What a server counts of itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from serving import API, serve
from starlette.testclient import TestClient


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def counted(client: TestClient) -> dict[tuple[str, ...], float]:
    """{(name, labels in alphabetical order …): value} of our own counters."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (sample.name, *(sample.labels[name] for name in sorted(sample.labels))): sample.value
        for family in families
        for sample in family.samples
        if sample.name.startswith("gatescope_")
    }


def test_requests_are_counted_by_route_and_status(client: TestClient) -> None:
    before = counted(client)
    for path in ("/trace?text=a", "/trace?text=b", "/trace", "/nothing", "/nowhere"):
        client.get(f"{API}{path}")
    after = counted(client)
    route = f"{API}/trace"
    for key, more in {("GET", route, "200"): 2, ("GET", route, "422"): 1, ("GET", "other", "404"): 2}.items():
        name = ("gatescope_requests_total", *key)
        assert after[name] - before.get(name, 0) == more
    assert after["gatescope_seconds_count", route] - before.get(("gatescope_seconds_count", route), 0) == 3


def test_paths_are_never_counted_as_typed(client: TestClient) -> None:
    client.get("/secret-words?text=secret")
    client.get("/static/css/plot.css")
    assert "secret" not in client.get("/metrics").text
    assert "plot.css" not in client.get("/metrics").text


def test_the_open_request_is_the_one_that_asks(client: TestClient) -> None:
    assert counted(client)["gatescope_open_requests",] == 1


def test_it_is_plain_text_of_prometheus(client: TestClient) -> None:
    answer = client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=")
    assert "process_resident_memory_bytes" in answer.text
