"""Whatever stands in an address, the answer is 200 or one deliberate error."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import API, check_problem, serve
from starlette.testclient import TestClient


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


QUERIES = {
    "nothing": "",
    "no text": "layer=0",
    "twice": "text=a&layer=0&layer=0",
    "unknown": "text=a&x=1",
    "surrogate": "text=%ED%A0%80",
    "broken UTF-8": "text=%ff%fe",
    "a float": "text=a&layer=1e9",
    "negative": "text=a&layer=-1",
    "huge": "text=a&layer=" + "9" * 400,
    "empty number": "text=a&layer=",
    "empty list": "text=a&units=",
    "list with a hole": "text=a&units=1,,2",
    "list of words": "text=a&units=one",
    "twice in a list": "text=a&units=1,1",
    "60 kB": "text=" + "a" * 60_000,
    "60 kB unknown": "MARK" * 15_000,
}
NEEDED = {"trace": "", "export": "format=csv&", "explain": "unit=0&"}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
@pytest.mark.parametrize("path", NEEDED)
def test_bad_queries(client: TestClient, path: str, query: str) -> None:
    response = client.get(f"{API}/{path}?{NEEDED[path]}{query}")
    check_problem(response, 422, "bad_input")
    assert "MARK" not in response.text


@pytest.mark.parametrize("layer", ["9", "65535"])
def test_an_index_that_is_not_there(client: TestClient, layer: str) -> None:
    check_problem(client.get(f"{API}/trace?text=a&layer={layer}"), 404, field="layer")


@settings(max_examples=100, deadline=None)
@given(raw=st.binary(max_size=60))
def test_no_query_breaks_the_server(client: TestClient, raw: bytes) -> None:
    response = client.get(f"{API}/trace?text={quote(raw)}&units=0&signals=hidden")
    if response.status_code != 200:
        check_problem(response, 422)
