"""Headers on every response: policies, caching, compression; and what is served for ever."""

import gzip
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from headers import check_headers
from serving import API, TEXT, serve
from starlette.testclient import TestClient

from app.api.assets import DOCS_SCRIPT
from app.assets import Packaged, packaged, plotly, source_hash, static_root, swagger
from app.explore import Explorer
from app.limit import BusyError

JSON = {"content-type": "application/json"}
# What is asked, and the status of the answer; pages have a policy of their own.
DATA = {
    "API": (("GET", f"{API}/models", {}), 200),
    "reading": (("GET", f"{API}/trace?text=a", {}), 200),
    "stream": (("POST", f"{API}/generate", {"json": {"text": "a", "tokens": 1}}), 200),
    **{kind: (("GET", f"{API}/export?text=a&format={kind}", {}), 200) for kind in ("csv", "json", "npz", "parquet")},
    "health": (("GET", "/healthz", {}), 200),
    "ready": (("GET", "/readyz", {}), 200),
    "metrics": (("GET", "/metrics", {}), 200),
    "OpenAPI": (("GET", "/openapi.json", {}), 200),
    "style sheet": (("GET", "/static/css/plot.css", {}), 200),
    "its head": (("HEAD", "/static/css/plot.css", {}), 200),
    "a part of it": (("GET", "/static/css/plot.css", {"headers": {"range": "bytes=0-3"}}), 200),
    "no part of it": (("GET", "/static/css/plot.css", {"headers": {"range": "lines=0-3"}}), 200),
    "Plotly": (("GET", plotly().file.url, {}), 200),
    "no JSON": (("POST", f"{API}/trace", {"content": b"{", "headers": JSON}), 400),
    "another host": (("GET", f"{API}/models", {"headers": {"host": "evil.example"}}), 400),
    "no path": (("GET", "/nothing", {}), 404),
    "no file": (("GET", "/static/nothing.css", {}), 404),
    "no model": (("GET", f"{API}/trace?text=a&model=nobody", {}), 404),
    "head of the page": (("HEAD", "/", {}), 405),
    "preflight": (("OPTIONS", f"{API}/trace", {"headers": {"origin": "https://evil.example"}}), 405),
    "too large": (("POST", f"{API}/trace", {"content": b" " * 70_000}), 413),
    "too large, in pieces": (("POST", f"{API}/trace", {"content": [b" " * 70_000], "headers": JSON}), 413),
    "no JSON's type": (("POST", f"{API}/trace", {"content": b"{}", "headers": {"content-type": "text/plain"}}), 415),
    "wrong request": (("GET", f"{API}/trace", {}), 422),
}
PAGES = {
    "page": (("GET", "/", {}), 200),
    "documentation": (("GET", "/docs", {}), 200),
    "glossary": (("GET", "/glossary", {}), 200),
    "card": (("GET", f"{API}/export?text=a&format=html", {}), 200),
    "no page": (("GET", "/nothing", {"headers": {"accept": "text/html"}}), 404),
    "another host, for people": (("GET", "/", {"headers": {"host": "evil.example", "accept": "text/html"}}), 400),
}


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


@pytest.mark.parametrize("case", DATA)
def test_what_is_no_page_may_do_nothing(client: TestClient, case: str) -> None:
    (method, path, options), status = DATA[case]
    response = client.request(method, path, **options)
    assert response.status_code == status
    check_headers(response.headers)
    assert ("immutable" in response.headers["cache-control"]) is (case == "Plotly")


@pytest.mark.parametrize("case", PAGES)
def test_a_page_may_do_what_it_needs(client: TestClient, case: str) -> None:
    (method, path, options), status = PAGES[case]
    response = client.request(method, path, **options)
    assert response.status_code == status
    assert response.headers["content-type"].startswith("text/html")
    check_headers(response.headers, policy=None)


@pytest.mark.parametrize("kind", ["csv", "json", "npz", "parquet", "html"])
def test_downloads_are_kept_not_shown(client: TestClient, kind: str) -> None:
    headers = client.get(f"{API}/export?text=a&format={kind}").headers
    assert re.fullmatch(r'attachment; filename="[\w.-]+"', headers["content-disposition"])
    assert headers["cache-control"] == "no-store"


@pytest.mark.parametrize(("error", "status"), [(BusyError(), 503), (RuntimeError("a defect"), 500)])
def test_what_went_wrong_carries_the_set(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(Explorer, "trace", fail)
    response = client.get(f"{API}/trace?text=b")
    assert response.status_code == status
    check_headers(response.headers)


def test_who_asks_too_often_gets_the_set(tiny_folder: Path) -> None:
    with serve(tiny_folder, rate="1/hour") as client:
        first, second = (client.get(f"{API}/signals") for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 429)
    check_headers(second.headers)


def test_the_page_trusts_its_own_scripts_alone(client: TestClient) -> None:
    policy = client.get("/").headers["content-security-policy"]
    directives = dict(part.strip().split(" ", 1) for part in policy.split(";"))
    hashes = " ".join(plotly().style_hashes)
    assert directives == {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "style-src-attr": f"'unsafe-hashes' {hashes}",
        "img-src": "'self' data: blob:",
        "connect-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "default",
    }


def test_who_may_frame_the_page_is_a_setting(tiny_folder: Path) -> None:
    with serve(tiny_folder, frame_ancestors="https://example.org") as client:
        for path in ("/", "/docs"):
            assert "frame-ancestors https://example.org;" in client.get(path).headers["content-security-policy"]


def test_https_is_remembered(tiny_folder: Path) -> None:
    with serve(tiny_folder) as client:
        response = client.get("https://testserver/healthz")
    assert response.headers["strict-transport-security"] == "max-age=31536000"


def test_the_hashes_are_those_of_the_installed_bundle() -> None:
    empty, pixels = plotly().style_hashes
    assert empty == source_hash("") == "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    assert pixels.startswith("'sha256-")
    source = plotly().file.content.decode()
    assert source.count('createElement("style")') == 2, "the bundle makes a style element that we do not know"
    assert source.count(plotly().script_id) >= 2


@pytest.mark.parametrize("file", [*packaged(), DOCS_SCRIPT], ids=lambda file: file.name)
def test_packaged_files_are_kept_for_ever(client: TestClient, file: Packaged) -> None:
    url, content = file.url, file.content
    plain = client.get(url, headers={"accept-encoding": "identity"})
    assert plain.content == content
    assert hashlib.sha256(content).hexdigest()[:8] in url
    packed = client.get(url, headers={"accept-encoding": "gzip, deflate, br;q=0"})
    assert packed.headers["content-encoding"] == "gzip"
    smaller = client.get(url, headers={"accept-encoding": "gzip, deflate, br, zstd"})
    assert smaller.headers["content-encoding"] == "br"
    for response in (plain, packed, smaller):
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert "Accept-Encoding" in response.headers["vary"]
        assert response.headers["content-type"].startswith("text/")
    assert packed.content == smaller.content == content


def test_compression_gives_the_same_bytes_each_time() -> None:
    style = swagger()[1]
    assert gzip.decompress(style.gzipped) == style.content
    assert len(style.gzipped) < len(style.content) / 5
    assert replace(style).gzipped == style.gzipped


def test_own_files_are_kept_under_the_hash_of_them_all(client: TestClient) -> None:
    page = client.get("/").text
    own = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    assert all(path.startswith(f"{static_root()}/") for path in own)
    assert re.fullmatch(r"/static/[0-9a-f]{8}", static_root())
    kept = client.get(f"{static_root()}/css/plot.css")
    assert "immutable" in kept.headers["cache-control"]
    assert kept.content == client.get("/static/css/plot.css").content
    assert client.get("/static/00000000/css/plot.css").status_code == 404


def test_own_files_elsewhere_are_asked_for_again(client: TestClient) -> None:
    first = client.get("/static/css/plot.css")
    assert first.headers["cache-control"] == "no-cache"
    again = client.get("/static/css/plot.css", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304
    check_headers(again.headers)


def test_the_page_loads_the_bundle_that_is_served(client: TestClient) -> None:
    page = client.get("/").text
    (tag,) = re.findall(r"<meta[^>]*plotly[^>]*>", page)
    assert plotly().file.url in tag
    assert f'id="{plotly().script_id}"' in tag


def test_large_answers_are_compressed(client: TestClient) -> None:
    body = {"text": TEXT * 30, "decimals": 9}
    packed = client.post(f"{API}/trace", json=body, headers={"accept-encoding": "gzip"})
    plain = client.post(f"{API}/trace", json=body, headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json()["layers"] == plain.json()["layers"]
