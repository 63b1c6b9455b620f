"""Whatever is sent, the answer is 200 or one deliberate error; never a 5xx, never an echo."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import uvicorn
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import API, check_problem, serve
from starlette.testclient import TestClient

from app.server import OPTIONS

JSON = {"content-type": "application/json"}
OPERATIONS = (
    "trace", "figures", "score", "ledger", "spans", "gradients", "memory-test", "order", "compare", "ablate",
    "generate", "probe", "similar",
)  # fmt: skip
LIMIT = 2000


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def post(client: TestClient, body: bytes, operation: str = "trace") -> Any:
    return client.post(f"{API}/{operation}", content=body, headers=JSON)


def read(client: TestClient, text: str) -> Any:
    return post(client, json.dumps({"text": text, "units": [0], "signals": ["hidden"], "top_k": 1}).encode())


READABLE = {
    "one character": "a",
    "NUL": "a\0b",
    "NUL alone": "\0",
    "C0 and DEL": "".join(map(chr, range(1, 32))) + "\x7f",
    "C1": "".join(map(chr, range(0x80, 0xA0))),
    "line ends": "a\r\nb\u2028c\u2029d",
    "bidi": "a\u202eb\u2066c\u2069\u200e\u200f\u061c",
    "zero width": "a\u200b\u200c\u200d\ufeff\u00ad\U000e0001\ufe0f",
    "500 combining marks": "e" + 500 * "\u0301",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈🇩🇪👍🏽1️⃣",
    "Chinese": "女王累了" * 50,
    "Hebrew and Arabic": "שלום مرحبا",
    "Devanagari": "नमस्ते",
    "noncharacters": "a\ufffe\U0010ffff\ue000",
    "normalisation": "é e\u0301 ﬁ ı ß Å",
    "one long word": "a" * LIMIT,
    "one long address": "https://a.example/" + "x" * (LIMIT - 18),
    "numbers": "123 1e3 2024-01-01 NaN null",
    "markup": '<b>x</b> <unk> <s> &lt; $x^2$ {{7*7}} %{x} %s ../ =1+1 <a href="javascript:alert(1)">y</a>',
}


@pytest.mark.parametrize("text", READABLE.values(), ids=READABLE)
def test_strange_text_is_read_and_comes_back_as_typed(client: TestClient, text: str) -> None:
    response = read(client, text)
    assert response.status_code == 200, response.text[:300]
    tokens = response.json()["tokens"]
    assert response.json()["text"] == text
    assert tokens[-1]["end"] == len(text)
    assert all(token["text"] == text[token["start"] : token["end"]] for token in tokens[1:])


SHORT = {name: text[:300] for name, text in READABLE.items()}


@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT)
@pytest.mark.parametrize("operation", [
    "figures", "score", "ledger", "compare", "ablate", "generate", "probe", "similar",
    "explain?unit=0", "export?format=csv", "export?format=npz", "export?format=html", "export?format=parquet",
])  # fmt: skip
def test_every_operation_reads_it(client: TestClient, text: str, operation: str) -> None:
    if "?" in operation:
        response = client.get(f"{API}/{operation}&text={quote(text)}")
    else:
        own = {
            "score": {"texts": [text]},
            "compare": {"a": text, "b": f"The {text[:500]}"},
            "probe": {"with": [text], "without": ["The"]},
            "similar": {"text": text, "texts": [text, "The"]},
        }
        body = own.get(operation, {"text": text})
        response = post(client, json.dumps(body).encode(), operation)
    assert response.status_code == 200, response.text[:300]


@pytest.mark.parametrize("text", SHORT.values(), ids=SHORT)
def test_gradients_are_had_of_all_that_is_more_than_one_token(client: TestClient, text: str) -> None:
    response = post(client, json.dumps({"text": text}).encode(), "gradients")
    if len(read(client, text).json()["tokens"]) == 2:
        check_problem(response, 422, "bad_input", "text")
    else:
        assert response.status_code == 200, response.text[:300]


@pytest.mark.parametrize("text", ["", " ", "\n\t \u3000\u00a0", " " * LIMIT])
def test_blank_text(client: TestClient, text: str) -> None:
    check_problem(read(client, text), 422, "bad_input", "text")
    check_problem(client.get(f"{API}/trace", params={"text": text}), 422, "bad_input", "text")


@pytest.mark.parametrize("letter", ["a", "女", "\U0001f600"])
@pytest.mark.parametrize(("length", "status"), [(LIMIT - 1, 200), (LIMIT, 200), (LIMIT + 1, 422)])
def test_characters_are_code_points(tiny_folder: Path, letter: str, length: int, status: int) -> None:
    with serve(tiny_folder, max_tokens=100_000) as client:
        assert read(client, letter * length).status_code == status


def test_too_many_characters_are_told_with_both_numbers(client: TestClient) -> None:
    detail = check_problem(read(client, "a" * 2412), 422, "bad_input", "text")["detail"]
    assert detail == "Text is 2,412 characters long; the limit is 2,000. Shorten it, or raise GATESCOPE_MAX_CHARS."


@pytest.mark.parametrize(("length", "status"), [(98, 200), (99, 200), (100, 422)])
def test_tokens_are_counted_with_the_start_token(tiny_folder: Path, length: int, status: int) -> None:
    with serve(tiny_folder, max_tokens=100) as client:
        response = read(client, "7 " * (length // 2) + "7" * (length % 2))
        tokens = client.post(f"{API}/trace", json={"text": "7 7"}).json()["tokens"]
        assert len(tokens) == 4  # one a character, and the start token
        assert response.status_code == status
        if status == 422:
            assert "Text is 101 tokens long; the limit is 100" in check_problem(response, 422, field="text")["detail"]


def test_2000_emoji_are_too_many_tokens(client: TestClient) -> None:
    assert "2,048" in check_problem(read(client, "\U0001f600" * LIMIT), 422, "bad_input", "text")["detail"]


SURROGATES = {
    "high": rb'{"text": "a\ud800"}',
    "low": rb'{"text": "\udc00b"}',
    "swapped": rb'{"text": "\udc00\ud800"}',
    "raw bytes": b'{"text": "a\xed\xa0\x80"}',
    "in a key": rb'{"text": "a", "\ud800": 1}',
    "in a list": rb'{"text": "a", "signals": ["\ud800"]}',
    "in a name": rb'{"text": "a", "model": "\udfff"}',
    "deep": rb'{"text": "a", "x": [{"y": "\ud800"}]}',
}


@pytest.mark.parametrize("body", SURROGATES.values(), ids=SURROGATES)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_lone_surrogates(client: TestClient, body: bytes, operation: str) -> None:
    check_problem(post(client, body, operation), 422, "bad_input")


def test_a_pair_of_surrogates_is_a_character(client: TestClient) -> None:
    assert post(client, rb'{"text": "\ud83d\ude00"}').json()["text"] == "😀"


NOT_JSON = {
    "cut off": b'{"text": "a"',
    "trailing comma": b'{"text": "a",}',
    "comment": b'{"text": "a"} // x',
    "single quotes": b"{'text': 'a'}",
    "two values": b'{"text": "a"} {}',
    "raw control character": b'{"text": "a\x01"}',
    "NaN": b'{"text": NaN}',
    "Infinity": b'{"text": -Infinity}',
    "a number without bounds": b'{"text": 1e999}',
    "60,000 digits": b'{"text": 1' + b"0" * 60_000 + b"}",
    "duplicate keys": b'{"text": "a", "text": "b"}',
    "duplicate keys deep": b'{"text": "a", "x": {"y": 1, "y": 1}}',
    "byte order mark": b'\xef\xbb\xbf{"text": "a"}',
    "UTF-16": '{"text": "a"}'.encode("utf-16"),
    "UTF-32": '{"text": "a"}'.encode("utf-32-be"),
    "Latin-1": '{"text": "é"}'.encode("latin-1"),
    "overlong": b'{"text": "\xc0\xaf"}',
    "beyond Unicode": b'{"text": "\xf4\x90\x80\x80"}',
    "nested 2,000 deep": b'{"text": ' + b"[" * 2000 + b"]" * 2000 + b"}",
    "nested 30,000 deep": b'{"x":' * 10_000 + b"1" + b"}" * 10_000,
    "garbage": bytes(range(256)),
}


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON)
def test_what_is_not_json_in_utf8(client: TestClient, body: bytes) -> None:
    check_problem(post(client, body), 400)


WRONG = {
    "null": b'{"text": null}',
    "a number": b'{"text": 5}',
    "minus zero": b'{"text": "a", "layer": -0.0}',
    "a bool": b'{"text": "a", "layer": true}',
    "nested": b'{"text": ' + b"[" * 100 + b"]" * 100 + b"}",
    "unknown": b'{"text": "a", "txet": "b"}',
    "4,000 keys": json.dumps({"text": "a"} | {f"k{n}": n for n in range(4000)}).encode(),
    "a huge index": b'{"text": "a", "layer": 1' + b"0" * 400 + b"}",
    "a huge list": json.dumps({"text": "a", "units": [0] * 20_000}).encode(),
    "reflected": json.dumps({"text": "a", "encoding": "MARK" * 15_000}).encode(),
    "reflected key": json.dumps({"text": "a", "MARK" * 15_000: 1}).encode(),
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_what_is_no_request_is_not_echoed(client: TestClient, body: bytes) -> None:
    response = post(client, body)
    check_problem(response, 422, "bad_input")
    assert "MARK" not in response.text


@settings(max_examples=50, deadline=None)
@given(raw=st.binary(max_size=60))
def test_no_bytes_break_the_server(client: TestClient, raw: bytes) -> None:
    response = post(client, raw)
    assert response.status_code in (400, 422)
    check_problem(response, response.status_code)


def test_large_forms_where_large_bodies_are_allowed(tiny_folder: Path) -> None:
    forms = {
        b'{"text": "a"' + b"".join(b', "k%d": 1' % number for number in range(100_000)) + b"}": 422,
        b'{"text": ' + b"[" * 100_000 + b"]" * 100_000 + b"}": 400,
        b'{"text": ' + b"9" * 1_000_000 + b"}": 400,
        b'{"text": "' + b"a" * 9_000_000 + b'"}': 422,
    }
    with serve(tiny_folder, max_body=10_000_000) as client:
        for body, status in forms.items():
            check_problem(post(client, body), status)


@pytest.mark.parametrize("origin", ["null", "https://evil.example"])
def test_a_page_of_others_may_read_nothing(client: TestClient, origin: str) -> None:
    """A browser shows another site's script an answer only where a header allows it; before it posts JSON, it asks."""
    asked = client.get(f"{API}/trace?text=a", headers={"origin": origin})
    wish = {"origin": origin, "access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    before = client.options(f"{API}/trace", headers=wish)
    assert (asked.status_code, before.status_code) == (200, 405)
    assert not [name for answer in (asked, before) for name in answer.headers if name.startswith("access-control")]


def test_a_forged_address_does_not_pass_the_rate_limit(tiny_folder: Path) -> None:
    """As the command serves: a header is believed from a proxy on this machine alone."""
    forged = [{"x-forwarded-for": f"10.1.1.{number}", "forwarded": f"for=10.1.1.{number}"} for number in range(4)]
    config = uvicorn.Config(serve(tiny_folder, rate="3/hour").app, **OPTIONS)
    config.load()
    far, near = (TestClient(config.loaded_app, client=(address, 1000)) for address in ("192.0.2.7", "127.0.0.1"))
    assert [far.get(f"{API}/signals", headers=headers).status_code for headers in forged] == [200, 200, 200, 429]
    assert [near.get(f"{API}/signals", headers=headers).status_code for headers in forged] == [200] * 4


def test_a_stream_is_not_taken_up_again(client: TestClient) -> None:
    """A browser's reader of events would ask again, with the id of the last one; ours have none, and it begins anew."""
    again = {"last-event-id": "5", "accept": "text/event-stream"}
    first, second = (
        client.post(f"{API}/generate", json={"text": "a", "tokens": 3, "seed": 1}, headers=headers).text
        for headers in ({}, again)
    )
    assert first == second
    assert "id:" not in first
