"""Whether a cluster answers as a single server does: the same requests to both, compared byte by byte."""

import re
from collections.abc import Iterator

import httpx2

from benchmarks.operations import operations

API = "/api/v1/"
PROSE = "The queen was tired, but the king said that he would wait until she woke."
PAGES: tuple[tuple[str, dict[str, str]], ...] = (
    ("/", {"text": PROSE, "unit": "3"}),
    ("/docs", {}),
    ("/openapi.json", {}),
    ("/static/js/main.js", {}),
    ("/static/css/tokens.css", {}),
)
HTML, JSON = {"Accept": "text/html"}, {"Content-Type": "application/json"}
WRONG: tuple[tuple[str, str, dict[str, str], bytes], ...] = (
    ("GET", "/nowhere", {}, b""),
    ("GET", "/nowhere", HTML, b""),
    ("GET", "/", {"Host": "elsewhere.example"}, b""),
    ("DELETE", API + "trace", {}, b""),
    ("POST", API + "trace", JSON, b"{"),
    ("POST", API + "trace", JSON, b'{"text": "a", "units": [99999]}'),
    ("POST", API + "trace", {"Content-Type": "text/plain"}, b"text"),
    ("POST", API + "trace", JSON, b'"' + b"x" * 100_000 + b'"'),
)
# What differs between any two answers of one server, and the name that Ray's proxy gives itself.
OWN_HEADERS = {"date", "x-request-id", "server", "content-length"}
# How long it took, and the address at which it was asked.
OWN_WORDS = re.compile(rb'"elapsed":[0-9.e-]+|[0-9.]+ ms|127\.0\.0\.1:[0-9]+')


def requests(client: httpx2.Client) -> Iterator[httpx2.Request]:
    """Each operation with the example of its own documentation, pages and files, and what is asked wrongly."""
    for each in operations(str(client.base_url).rstrip("/")):
        if each.path != "/metrics":  # each replica counts what it answered
            given, query = (each.given, None) if each.method == "POST" else (None, each.given)
            yield client.build_request(each.method, each.path, json=given, params=query)
    for path, query in PAGES:
        yield client.build_request("GET", path, params=query)
    for method, path, headers, body in WRONG:
        yield client.build_request(method, path, headers=headers, content=body)


def different(one: httpx2.Client, other: httpx2.Client) -> tuple[int, list[str]]:
    """How many requests were sent to both, and which of them were answered differently."""
    asked, found = 0, []
    for ours, theirs in zip(requests(one), requests(other), strict=True):
        asked += 1
        if comparable(one.send(ours)) != comparable(other.send(theirs)):
            found.append(f"{ours.method} {ours.url.path}")
    return asked, found


def comparable(answer: httpx2.Response) -> tuple[int, dict[str, str], bytes]:
    """An answer without what no two answers share."""
    headers = {name: value for name, value in answer.headers.items() if name not in OWN_HEADERS}
    headers["ids"] = str(len(answer.headers.get_list("x-request-id")))
    return answer.status_code, headers, timeless(answer.content)


def timeless(body: bytes) -> bytes:
    """A body without the words that no two answers share."""
    return OWN_WORDS.sub(b"", body)
