"""The log: a line per request with its id, and never what people type."""

import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from serving import API, serve
from starlette.testclient import TestClient

from app.journal import Line, Style, write_journal

SECRET = "My password is swordfish."
LOGGERS = [logging.getLogger(name) for name in ("gatescope", "uvicorn.error")]


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


@pytest.fixture
def styled(capsys: pytest.CaptureFixture[str]) -> Iterator[pytest.CaptureFixture[str]]:
    """What is written on stderr; the loggers are afterwards as they were."""
    before = [(logger.handlers, logger.propagate, logger.level) for logger in LOGGERS]
    yield capsys
    for logger, (handlers, propagate, level) in zip(LOGGERS, before, strict=True):
        logger.handlers, logger.propagate = handlers, propagate
        logger.setLevel(level)


def test_every_answer_carries_the_id_of_its_request(client: TestClient) -> None:
    paths = ("/healthz", "/nothing", f"{API}/trace?text=a", f"{API}/trace", "/static/css/plot.css")
    ids = [client.get(path).headers["x-request-id"] for path in paths]
    assert all(re.fullmatch("[0-9a-f]{12}", each) for each in ids)
    assert len(set(ids)) == len(ids)


def test_a_line_of_json_tells_a_request(client: TestClient, styled: pytest.CaptureFixture[str]) -> None:
    write_journal("json")
    answer = client.get(f"{API}/trace", params={"text": SECRET})
    client.post(f"{API}/trace", json={"text": SECRET, "layer": 99})
    first, second = map(json.loads, styled.readouterr().err.splitlines())
    assert first["request"] == answer.headers["x-request-id"]
    assert (first["method"], first["path"], first["status"]) == ("GET", f"{API}/trace", 200)
    assert first["bytes"] == len(answer.content)
    assert first["ms"] > 0
    assert (second["method"], second["status"]) == ("POST", 404)


@pytest.mark.parametrize("style", ["text", "json"])
def test_what_people_type_is_in_no_line(client: TestClient, styled: pytest.CaptureFixture[str], style: Style) -> None:
    write_journal(style)
    client.get("/", params={"text": SECRET})
    client.post(f"{API}/score", json={"texts": [SECRET, ""]})
    client.post(f"{API}/trace", content=b'{"text": "' + SECRET.encode())
    lines = styled.readouterr().err
    assert lines.count("\n") == 3
    assert not any(word in lines for word in SECRET.split())


def test_a_quiet_log_leaves_requests_out(client: TestClient, styled: pytest.CaptureFixture[str]) -> None:
    write_journal("quiet")
    client.get("/healthz")
    logging.getLogger("gatescope").error("it broke")
    assert "it broke" in (text := styled.readouterr().err)
    assert text.count("\n") == 1


def test_nothing_begins_a_line_of_its_own(client: TestClient, styled: pytest.CaptureFixture[str]) -> None:
    write_journal("text")
    client.get("/no%0Asuch%1B[31mpath")
    assert styled.readouterr().err.count("\n") == 1


def test_a_mistake_is_told_with_its_trace() -> None:
    try:
        raise ZeroDivisionError
    except ZeroDivisionError as error:
        record = logging.LogRecord("gatescope", logging.ERROR, "", 0, "error %s", ("1",), (type(error), error, None))
    told = json.loads(Line("json").format(record))
    assert (told["level"], told["message"]) == ("error", "error 1")
    assert "ZeroDivisionError" in told["trace"]
    first, *trace = Line("text").format(record).splitlines()
    assert "error 1" in first
    assert trace[-1] == "  ZeroDivisionError"
    assert all(line.startswith("  ") for line in trace)
