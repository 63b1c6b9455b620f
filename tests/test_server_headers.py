"""Headers on every response: policies, caching, compression; and what is served for ever."""

import gzip
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from serving import API, TEXT, serve
from starlette.testclient import TestClient

from app.api.assets import DOCS_SCRIPT
from app.assets import Packaged, plotly, source_hash, static_root, swagger

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
DATA = [
    f"{API}/models",
    f"{API}/signals",
    f"{API}/trace?text=a",
    f"{API}/trace",
    f"{API}/export?text=a&format=csv",
    f"{API}/nothing",
    "/healthz",
    "/openapi.json",
    "/nothing",
]


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


@pytest.mark.parametrize("path", [*DATA, "/", "/docs", plotly().file.url, "/static/css/plot.css"])
def test_every_response_carries_the_set(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert ALWAYS.items() <= dict(headers).items()
    assert "cache-control" in headers
    assert "set-cookie" not in headers
    assert "strict-transport-security" not in headers


@pytest.mark.parametrize("path", DATA)
def test_data_may_do_nothing(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"] == DATA_POLICY
    assert headers["cache-control"] == "no-store"


def test_errors_of_the_outer_layers_carry_the_set(client: TestClient) -> None:
    too_large = client.post(f"{API}/trace", content=b" " * 70_000)
    foreign = client.get("/", headers={"host": "evil.example"})
    assert (too_large.status_code, foreign.status_code) == (413, 400)
    for response in (too_large, foreign):
        assert ALWAYS.items() <= dict(response.headers).items()


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


@pytest.mark.parametrize("file", [plotly().file, *swagger(), DOCS_SCRIPT], ids=lambda file: file.name)
def test_packaged_files_are_kept_for_ever(client: TestClient, file: Packaged) -> None:
    url, content = file.url, file.content
    plain = client.get(url, headers={"accept-encoding": "identity"})
    assert plain.content == content
    assert hashlib.sha256(content).hexdigest()[:8] in url
    packed = client.get(url, headers={"accept-encoding": "gzip, br"})
    assert packed.headers["content-encoding"] == "gzip"
    for response in (plain, packed):
        assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert "Accept-Encoding" in response.headers["vary"]
        assert response.headers["content-type"].startswith("text/")
    assert packed.content == content


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
    assert ALWAYS.items() <= dict(again.headers).items()


def test_the_page_loads_the_bundle_that_is_served(client: TestClient) -> None:
    page = client.get("/").text
    (tag,) = re.findall(r"<script[^>]*plotly[^>]*>", page)
    assert plotly().file.url in tag
    assert f'id="{plotly().script_id}"' in tag
    assert "defer" in tag


def test_large_answers_are_compressed(client: TestClient) -> None:
    body = {"text": TEXT * 30, "decimals": 9}
    packed = client.post(f"{API}/trace", json=body, headers={"accept-encoding": "gzip"})
    plain = client.post(f"{API}/trace", json=body, headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.json()["layers"] == plain.json()["layers"]
