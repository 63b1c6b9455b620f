"""`gatescope cluster` as far as it goes without Ray: the rest is measured by `make bench-cluster`."""

import pickle
import re
import sys

import pytest
import uvicorn.config
from serving import check_problem
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send
from terminal import gatescope, refused

from app.cluster.address import check_address
from app.cluster.door import at_the_door
from app.cluster.options import CALLBACK, DOOR, Replicas, deployment_options, environment, read_replicas
from app.server import StartError
from app.settings import Settings
from benchmarks.server import free_port


@pytest.mark.parametrize(("text", "replicas"), [("1", (1, 1)), ("2..8", (2, 8)), ("3..3", (3, 3))])
def test_replicas_are_a_number_or_a_range(text: str, replicas: tuple[int, int]) -> None:
    assert read_replicas(text) == Replicas(*replicas)


@pytest.mark.parametrize("text", ["", "0", "0..2", "4..2", "2-8", "..4", "1..", "99999", "²", "two"])
def test_what_is_no_number_of_replicas_is_asked_wrongly(text: str) -> None:
    assert "--replicas" in refused(gatescope("cluster", "--replicas", text), code=2)


def test_without_ray_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    told = refused(gatescope("cluster"), code=1)
    assert told == "Ray is not installed. Install it: pip install 'gatescope[cluster]'."


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("nonsense", "--address takes HOST:PORT or auto, not 'nonsense'."),
        ("127.0.0.1:99999", "--address takes HOST:PORT or auto, not '127.0.0.1:99999'."),
        (
            "127.0.0.1:{free}",
            "No Ray cluster at 127.0.0.1:{free}: Connection refused. Start one there: ray start --head.",
        ),
    ],
)
def test_a_cluster_that_is_not_there_is_told_at_once(address: str, told: str) -> None:
    free = free_port()
    with pytest.raises(StartError, match=f"^{re.escape(told.format(free=free))}$"):
        check_address(address.format(free=free))


def test_proxies_and_replicas_get_all_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(hosts=("one.example", "two.example"), waiting=3, header_seconds=2.5, rate="5/second", home="")
    variables = environment(settings)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert Settings() == settings
    assert variables[CALLBACK] == DOOR


def test_a_replica_is_sent_what_it_can_hold_and_a_range_follows_the_load() -> None:
    settings = Settings(concurrency=3, waiting=10, streams=7)
    fixed, range_ = (deployment_options(settings, Replicas(*ends)) for ends in ((4, 4), (2, 8)))
    assert (fixed["max_ongoing_requests"], fixed["max_queued_requests"], fixed["num_replicas"]) == (20, 10, 4)
    assert deployment_options(Settings(waiting=0), Replicas(1, 1))["max_queued_requests"] == 1
    scaling = range_["autoscaling_config"]
    assert (scaling["min_replicas"], scaling["max_replicas"], scaling["target_ongoing_requests"]) == (2, 8, 3)


@pytest.fixture(autouse=True)
def kept_protocols(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the door tells uvicorn holds for this process alone, and for the test."""
    monkeypatch.setitem(uvicorn.config.HTTP_PROTOCOLS, "auto", "")


def door_of(proxy: ASGIApp) -> TestClient:
    """A client of Ray's proxy with what stands around it, put there as Ray does."""
    for each in at_the_door():
        proxy = each.cls(proxy, *each.args, **each.kwargs)
    return TestClient(proxy)


@pytest.mark.parametrize(("status", "words"), [(404, "Path '/' not found."), (408, "timed out"), (503, "overloaded")])
def test_a_proxy_without_a_place_is_busy(status: int, words: str) -> None:
    answer = door_of(PlainTextResponse(words, status)).get("/api/v1/models")
    check_problem(answer, 503, "busy")
    assert answer.headers["retry-after"] == "1"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-request-id"]


async def silent(_: Scope, receive: Receive, __: Send) -> None:
    """A proxy whose replica has gone, which asks for the request in vain and says nothing."""
    while (await receive()).get("more_body"):
        pass


def test_silence_is_told_to_ask_again() -> None:
    answer = door_of(silent).get("/")
    check_problem(answer, 503, "replica_gone")
    assert answer.headers["retry-after"] == "1"


def test_a_body_that_is_too_large_stays_at_the_door() -> None:
    pieces = (b"x" * 40_000 for _ in range(3))
    check_problem(door_of(silent).post("/api/v1/trace", content=pieces), 413, "too_large")


def test_a_replica_s_answer_passes_as_it_is_under_its_own_id() -> None:
    async def proxy(scope: Scope, receive: Receive, send: Send) -> None:
        assert pickle.loads(pickle.dumps(scope))["path"] == "/nowhere"  # it travels to another process
        ids = {"X-Request-Id": "ours"}
        answer = (
            HTMLResponse("<p>Nothing here</p>", 404, ids)
            if accept(scope) == b"text/html"
            else JSONResponse(1, 200, ids)
        )
        answer.raw_headers.append((b"x-request-id", b"of Ray"))
        await answer(scope, receive, send)

    for kind, status, content in (("text/html", 404, "<p>Nothing here</p>"), ("*/*", 200, "1")):
        answer = door_of(proxy).get("/nowhere", headers={"accept": kind})
        assert (answer.status_code, answer.text, answer.headers.get_list("x-request-id")) == (status, content, ["ours"])


def accept(scope: Scope) -> bytes:
    return dict(scope["headers"])[b"accept"]


def test_uvicorn_is_told_of_our_connection() -> None:
    at_the_door()
    assert uvicorn.config.HTTP_PROTOCOLS["auto"] == "app.connection:Connection"
