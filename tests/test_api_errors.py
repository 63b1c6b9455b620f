"""One shape of error on every route, and the page for browsers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import API, PROBLEM, TEXT, check_problem, serve
from starlette.testclient import TestClient

from app.explore import Explorer

GETS = ("models", "signals", "units", "units/examples", "figures/units", "export", "explain")
GET_ROUTES = [f"{API}/{name}" for name in GETS]
POSTS = (
    "figures",
    "score",
    "ledger",
    "spans",
    "half-lives",
    "gradients",
    "memory-test",
    "order",
    "compare",
    "ablate",
    "figures/ablate",
    "generate",
    "probe",
    "similar",
    "figures/probe",
)
POST_ROUTES = [f"{API}/{name}" for name in POSTS]
ROOT_ROUTES = ["/healthz", "/readyz", "/docs", "/"]
SAMPLE = {
    "models": {},
    "signals": {},
    "trace": {"text": TEXT},
    "figures": {"text": TEXT},
    "score": {"texts": [TEXT]},
    "ledger": {"text": TEXT},
    "spans": {"text": TEXT},
    "half-lives": {"text": TEXT},
    "gradients": {"text": TEXT},
    "memory-test": {},
    "compare": {"a": TEXT, "b": TEXT},
    "ablate": {"text": TEXT},
    "figures/ablate": {"text": TEXT},
    "order": {"text": TEXT},
    "generate": {"text": TEXT},
    "probe": {"with": [TEXT], "without": [TEXT]},
    "similar": {"text": TEXT, "texts": [TEXT]},
    "figures/probe": {"with": [TEXT], "without": [TEXT]},
}


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


@pytest.mark.parametrize("path", ["/nothing", f"{API}", f"{API}/", f"{API}/nothing", "/static/nothing.js", "/assets/x"])
def test_an_unknown_path(client: TestClient, path: str) -> None:
    check_problem(client.get(path), 404, "not_found")


@pytest.mark.parametrize(
    "path",
    [
        "/static/%00",
        "/static/..%2f..%2fpyproject.toml",
        "/%0d%0aX-Evil:1",
        "/assets/%00",
        f"{API}/trace%00",
        f"{API}/..%2fhealthz",
        f"{API}/trace%0d%0aX-Evil:1",
    ],
)
def test_a_hostile_path(client: TestClient, path: str) -> None:
    response = client.get(path)
    check_problem(response, 404)
    assert "x-evil" not in response.headers
    assert "evil" not in response.text.lower()


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", [*GET_ROUTES, *POST_ROUTES, f"{API}/trace", *ROOT_ROUTES])
def test_a_method_that_the_path_lacks(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path)
    assert response.status_code == 405
    expected = {"GET"} if path in GET_ROUTES + ROOT_ROUTES else {"POST"} if path in POST_ROUTES else {"GET", "POST"}
    assert set(response.headers["allow"].split(", ")) == expected
    if method != "HEAD":
        check_problem(response, 405, "method_not_allowed")


@pytest.mark.parametrize("path", [*POST_ROUTES, f"{API}/trace"])
@pytest.mark.parametrize(
    "kind",
    [
        None,
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=latin1",
        "application/json; charset=utf-16",
        "application/problem+json",
        "application",
        "é",
    ],
)
def test_a_wrong_content_type(client: TestClient, path: str, kind: str | None) -> None:
    headers = {} if kind is None else {"content-type": kind.encode("latin-1")}
    check_problem(client.post(path, content=b'{"text": "a"}', headers=headers), 415, "wrong_content_type")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", 'Application/JSON; charset="UTF-8"'])
def test_a_right_content_type(client: TestClient, kind: str) -> None:
    response = client.post(f"{API}/trace", content=b'{"text": "a"}', headers={"content-type": kind})
    assert response.status_code == 200


@pytest.mark.parametrize("path", [*POST_ROUTES, f"{API}/trace"])
def test_a_body_over_the_limit_by_its_length(client: TestClient, path: str) -> None:
    for size in (65_537, 10_000_000):
        body = b'{"text": "' + b"a" * (size - 12) + b'"}'
        detail = check_problem(client.post(path, content=body), 413, "too_large")["detail"]
        assert "GATESCOPE_MAX_BODY" in detail


def test_a_body_over_the_limit_in_chunks(client: TestClient) -> None:
    chunks = (b"a" * 1000 for _ in range(70))
    response = client.post(f"{API}/trace", content=chunks, headers={"content-type": "application/json"})
    check_problem(response, 413, "too_large")


@pytest.mark.parametrize(("size", "status"), [(65_535, 200), (65_536, 200), (65_537, 413)])
def test_a_body_may_be_as_large_as_it_may_be(client: TestClient, size: int, status: int) -> None:
    body = b'{"text": "a"' + b" " * (size - 13) + b"}"
    response = client.post(f"{API}/trace", content=body, headers={"content-type": "application/json"})
    assert (len(body), response.status_code) == (size, status)


@pytest.mark.parametrize("host", ["evil.example", "", "testserver.evil.example"])
def test_a_foreign_host(client: TestClient, host: str) -> None:
    problem = check_problem(client.get(f"{API}/models", headers={"host": host}), 400, "unknown_host")
    assert "GATESCOPE_HOSTS" in problem["detail"]


def test_a_defect_of_ours_tells_nothing_but_an_id(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> Any:
        raise RuntimeError("secret internals")

    monkeypatch.setattr(Explorer, "trace", broken)
    response = client.post(f"{API}/trace", json={"text": TEXT})
    number = check_problem(response, 500, "internal")["detail"].rstrip(".").split()[-1]
    assert "secret" not in response.text
    assert number in caplog.text
    assert "secret internals" in caplog.text
    assert response.headers["x-content-type-options"] == "nosniff"


def test_a_browser_gets_a_page_of_the_same_words(client: TestClient) -> None:
    response = client.get("/nothing", headers={"accept": "text/html,*/*"})
    assert response.status_code == 404
    assert response.headers["content-type"].startswith("text/html")
    assert "There is no such path" in response.text
    assert "trusted-types" in response.headers["content-security-policy"]


def test_the_api_never_answers_with_a_page(client: TestClient) -> None:
    response = client.get(f"{API}/nothing", headers={"accept": "text/html"})
    assert response.headers["content-type"] == PROBLEM


@pytest.mark.parametrize("name", ["models", "signals"])
def test_an_operation_without_parameters_takes_none(client: TestClient, name: str) -> None:
    check_problem(client.get(f"{API}/{name}?x=1"), 422, "bad_input")


@pytest.mark.parametrize("name", ["trace", *POSTS])
def test_a_body_goes_without_parameters(client: TestClient, name: str) -> None:
    check_problem(client.post(f"{API}/{name}?decimals=2", json=SAMPLE[name]), 422, "bad_input")


@pytest.mark.parametrize("name", ["trace", *(name for name in POSTS if name != "memory-test")])
@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"5", b'"text"', b"true", b"{}"])
def test_a_body_that_is_no_request(client: TestClient, name: str, body: bytes) -> None:
    response = client.post(f"{API}/{name}", content=body, headers={"content-type": "application/json"})
    check_problem(response, 422, "bad_input")


@pytest.mark.parametrize(
    ("fields", "detail"),
    [
        ({}, "`text` is missing."),
        ({"text": "a", "decimals": 10}, "`decimals` should be less than or equal to 9."),
        ({"text": "a", "units": []}, "`units` should have at least 1 item after validation, not 0."),
        ({"text": "a", "units": [3, 3]}, "`units` names something twice; name each once."),
        ({"text": "a", "signals": [5]}, "`signals[0]` should be a valid string."),
        ({"text": "a", "encoding": "hex"}, "`encoding` should be 'list' or 'base64'."),
        ({"text": "a", "txet": 1}, "`txet` is not a field of this operation."),
        ({"text": "a", "<b>": 1}, "A field is unknown to this operation."),
        ({"text": 1, "top_k": 99}, "`text` should be a valid string. 1 other field is wrong, too."),
    ],
)
def test_the_detail_names_the_field_and_what_it_should_be(
    client: TestClient, fields: dict[str, Any], detail: str
) -> None:
    assert check_problem(client.post(f"{API}/trace", json=fields), 422)["detail"] == detail


def test_a_list_in_an_address_is_comma_separated(client: TestClient) -> None:
    problem = check_problem(client.get(f"{API}/trace?text=a&units=1, 2"), 422, field="units")
    assert problem["detail"].startswith("`units` should be a comma-separated list")


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "LOCALHOST:80", "[::1]:8000"])
def test_this_machine_is_no_foreign_host(tiny_folder: Path, host: str) -> None:
    with serve(tiny_folder, hosts=()) as client:
        assert client.get("/healthz", headers={"host": host}).status_code == 200
