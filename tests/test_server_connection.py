"""One connection, over real sockets: deadlines, limits, and answers to what is no request."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import suppress

import pytest
import uvicorn
from browser import serving
from headers import check_headers

from app import connection
from app.main import create_app
from app.settings import Settings

PATIENCE = 20.0
SECONDS = 0.3


@pytest.fixture(scope="module")
def address(tiny_folder: object) -> Iterator[tuple[str, int]]:
    """A server whose patience is short."""
    settings = Settings(model="tiny-lstm", header_seconds=SECONDS, body_seconds=SECONDS, max_head=4096)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "limits", lambda: settings)
        with serving(create_app(settings, tiny_folder), http=connection.Connection) as url:
            host, port = url.removeprefix("http://").split(":")
            yield host, int(port)


def exchange(address: tuple[str, int], *parts: bytes, pause: float = 0.0) -> bytes:
    """All that the server says to these parts, sent with pauses, until it closes the connection."""
    with socket.create_connection(address, PATIENCE) as talk:
        for part in parts:
            talk.sendall(part)
            time.sleep(pause)
        answer = b""
        while piece := talk.recv(65_536):
            answer += piece
    return answer


def problem(answer: bytes) -> dict[str, object]:
    """The problem of an answer, whose headers are those of all others."""
    head, _, body = answer.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode("ascii").lower().split("\r\n")[1:])
    assert headers["content-type"] == "application/problem+json"
    check_headers(headers)
    assert int(headers["content-length"]) == len(body)
    read: dict[str, object] = json.loads(body)
    assert head.startswith(f"HTTP/1.1 {read['status']} {read['title']}".encode())
    return read


GET = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n"
POST = b"POST /api/v1/trace HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n"


@pytest.mark.parametrize(
    "garbage",
    [b"hello there\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00", GET[:-2] + b"\r\nNo colon\r\n\r\n"],
)
def test_what_is_no_request_is_told_so(address: tuple[str, int], garbage: bytes) -> None:
    assert problem(exchange(address, garbage))["code"] == "bad_request"


@pytest.mark.parametrize(
    ("parts", "what"),
    [((GET,), "head"), ((GET[:20], GET[20:]), "head"), ((POST,), "body"), ((POST, b'{"text":'), "body")],
)
def test_who_is_too_slow_is_told_so(address: tuple[str, int], parts: tuple[bytes, ...], what: str) -> None:
    told = problem(exchange(address, *parts, pause=SECONDS / 4))
    assert (told["status"], told["code"]) == (408, "too_slow")
    assert f"The {what} of the request" in str(told["detail"])


def test_who_asks_nothing_has_to_leave(address: tuple[str, int]) -> None:
    assert exchange(address) == b""


def test_a_trickle_does_not_win_time(address: tuple[str, int]) -> None:
    """A deadline is for the whole head, not for the next byte."""
    begun = time.monotonic()
    with socket.create_connection(address, PATIENCE) as talk, suppress(ConnectionError):
        for byte in GET * 1000:
            talk.sendall(bytes([byte]))
            time.sleep(SECONDS / 30)
    assert time.monotonic() - begun < SECONDS / 30 * len(GET * 1000) / 2


@pytest.mark.parametrize("head", [b"X-Long: " + b"a" * 5000, b"\r\n".join(b"X-%d: a" % n for n in range(1000))])
def test_a_head_too_large_is_refused(address: tuple[str, int], head: bytes) -> None:
    told = problem(exchange(address, GET + head + b"\r\n\r\n"))
    assert (told["status"], told["code"]) == (431, "head_too_large")
    assert "4,096" in str(told["detail"])


def test_one_connection_takes_requests_one_after_the_other(address: tuple[str, int]) -> None:
    """Also after a pause that is longer than a head may take."""
    with socket.create_connection(address, PATIENCE) as talk:
        for _ in range(3):
            talk.sendall(GET + b"\r\n")
            assert talk.recv(65_536).startswith(b"HTTP/1.1 200")
            time.sleep(1.5 * SECONDS)


def test_pipelined_requests_are_answered_in_turn(address: tuple[str, int]) -> None:
    with socket.create_connection(address, PATIENCE) as talk:
        talk.sendall((GET + b"\r\n") * 50)
        answer = b""
        while answer.count(b"HTTP/1.1 200") < 50:
            piece = talk.recv(65_536)
            assert piece
            answer += piece


def test_the_command_serves_with_it() -> None:
    from app.server import OPTIONS

    assert uvicorn.Config("app.main:create_app", **OPTIONS).http == f"{connection.__name__}:Connection"
