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


LINE, HOST = GET.splitlines(keepends=True)
BODY = b'{"text": "a"}'
TEXT = b"POST /api/v1/trace HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\n"
CHUNKED = b"Transfer-Encoding: chunked\r\n"
CHUNKS = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
GARBAGE = {
    "words": b"hello there\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(500),
    "a line without a colon": LINE + HOST + b"No colon\r\n\r\n",
    "a blank before the colon": LINE + b"Host : 127.0.0.1\r\n\r\n",
    "a folded line": LINE + HOST + b"X: a\r\n b\r\n\r\n",
    "NUL in a header": LINE + HOST + b"X: a\0b\r\n\r\n",
    "line feeds alone": LINE[:-2] + b"\nHost: 127.0.0.1\n\n",
    "bytes in the path": b"GET /\xff\xfe HTTP/1.1\r\n" + HOST + b"\r\n",
    "no such method": b"BREW /coffee HTTP/1.1\r\n" + HOST + b"\r\n",
    "a tunnel": b"CONNECT 127.0.0.1:22 HTTP/1.1\r\n" + HOST + b"\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "HTTP/9.9": b"GET / HTTP/9.9\r\n" + HOST + b"\r\n",
    "two hosts": LINE + HOST + b"host: evil.example\r\n\r\n",
    "a length and chunks": TEXT + b"Content-Length: 13\r\n" + CHUNKED + b"\r\n" + CHUNKS,
    "chunks and a length": TEXT + CHUNKED + b"Content-Length: 13\r\n\r\n" + CHUNKS,
    "two lengths": TEXT + b"Content-Length: 13\r\nContent-Length: 14\r\n\r\n" + BODY,
    "one length twice": TEXT + b"Content-Length: 13\r\nContent-Length: 13\r\n\r\n" + BODY,
    "a list of lengths": TEXT + b"Content-Length: 13, 13\r\n\r\n" + BODY,
    "a negative length": TEXT + b"Content-Length: -1\r\n\r\n" + BODY,
    "a signed length": TEXT + b"Content-Length: +13\r\n\r\n" + BODY,
    "a length of 30 digits": TEXT + b"Content-Length: " + b"9" * 30 + b"\r\n\r\n" + BODY,
    "an unknown encoding": TEXT + b"Transfer-Encoding: gzip, foo\r\n\r\n" + CHUNKS,
    "a chunk of no number": TEXT + CHUNKED + b"\r\nzz\r\n",
    "a negative chunk": TEXT + CHUNKED + b"\r\n-1\r\n" + BODY,
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_what_is_no_request_is_told_so(address: tuple[str, int], garbage: bytes) -> None:
    """Nothing behind it is read as another request."""
    told = problem(exchange(address, garbage + GET + b"\r\n"))
    assert (told["status"], told["code"]) == (400, "bad_request")


@pytest.mark.parametrize(
    "head", [b"GET /healthz\r\n\r\n", LINE + b"Connection: close\r\n\r\n"], ids=["HTTP/0.9", "no host"]
)
def test_without_a_host_nothing_is_answered(address: tuple[str, int], head: bytes) -> None:
    answer = exchange(address, head)
    assert answer.startswith(b"HTTP/1.1 400")
    assert b'"unknown_host"' in answer


@pytest.mark.parametrize(("size", "status"), [(65_535, 200), (65_536, 200), (65_537, 413)])
def test_a_body_in_chunks_is_measured_as_it_comes(address: tuple[str, int], size: int, status: int) -> None:
    body = BODY[:-1] + b" " * (size - len(BODY)) + b"}"
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:40_000], body[40_000:]))
    answer = exchange(address, TEXT + b"Connection: close\r\n" + CHUNKED + b"\r\n" + chunks + b"0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 %d" % status)


@pytest.mark.parametrize(("beyond", "status"), [(-1, 200), (0, 200), (1, 431)])
def test_a_head_may_be_as_large_as_it_may_be(address: tuple[str, int], beyond: int, status: int) -> None:
    """Counted are the path and each line of a header with its end."""
    close = b"Connection: close\r\n"
    room = 4096 - len(b"/healthz" + HOST + close + b"X: \r\n")
    answer = exchange(address, LINE + HOST + close + b"X: " + b"a" * (room + beyond) + b"\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 %d" % status)


def test_an_upgrade_to_websockets_is_no_matter(address: tuple[str, int]) -> None:
    upgrade = b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: YQ==\r\n"
    answer = exchange(address, LINE + HOST + upgrade + b"Origin: http://evil.example\r\n\r\n", GET[:20])
    assert answer.startswith(b"HTTP/1.1 200")


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


@pytest.mark.parametrize("head", [b"X-Long: " + b"a" * 200_000, b"\r\n".join(b"X-%d: a" % n for n in range(20_000))])
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


@pytest.mark.parametrize("what", ["head", "body"])
def test_the_next_request_of_a_connection_has_a_deadline_too(address: tuple[str, int], what: str) -> None:
    with socket.create_connection(address, PATIENCE) as talk:
        talk.sendall(GET + b"\r\n")
        time.sleep(SECONDS / 3)
        assert talk.recv(65_536).startswith(b"HTTP/1.1 200")
        talk.sendall({"head": GET, "body": POST}[what])
        answer = b""
        while piece := talk.recv(65_536):
            answer += piece
    assert f"The {what} of the request" in str(problem(answer)["detail"])


def test_pipelined_requests_are_answered_in_turn(address: tuple[str, int]) -> None:
    with socket.create_connection(address, PATIENCE) as talk:
        talk.sendall((GET + b"\r\n") * 300)
        answer = b""
        while answer.count(b"HTTP/1.1 200") < 300:
            piece = talk.recv(65_536)
            assert piece
            answer += piece


def test_the_command_serves_with_it() -> None:
    from app.server import OPTIONS

    assert uvicorn.Config("app.main:create_app", **OPTIONS).http == f"{connection.__name__}:Connection"
