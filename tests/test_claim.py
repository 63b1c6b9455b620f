"""The claim card: one page that needs nothing but itself, and says no more than what can be checked."""

import gzip
import json
import re
from base64 import b64decode
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from foreign import FOREIGN_TEXT, foreign_folder
from serving import API, TEXT, serve
from starlette.testclient import TestClient

from app.assets import plotly, source_hash
from app.claim.words import hold_words
from app.schemas.holds import HoldRequest
from model import LoadedModel

HOSTILE = (
    "</script><script>alert(1)</script>", "<b>bold</b> & &lt;", "a\u2028b\u2029c", "<!-- <script>", "{{7*7}} {% x %}",
    "it's \"$HOME\" `id` \\n \\", "\u202eabc", "🙂 中文",
)  # fmt: skip


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def card(client: TestClient, text: str = TEXT, **query: object) -> str:
    asked = {name: str(value) for name, value in query.items()}
    response = client.get(f"{API}/export", params={"text": text, "format": "html"} | asked)
    assert response.status_code == 200, response.text[:500]
    return response.text


def block(page: str, name: str) -> dict[str, Any]:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


@pytest.mark.parametrize("text", [TEXT, *HOSTILE])
def test_its_values_are_those_of_trace_whatever_the_text(client: TestClient, tiny: LoadedModel, text: str) -> None:
    claim = block(card(client, text), "claim")
    traced = client.post(f"{API}/trace", json=claim["request"]).json()
    del traced["elapsed"]
    assert claim["trace"] == traced
    assert claim["request"]["text"] == traced["text"] == text
    assert claim["model"] == {"name": "tiny-lstm", "kind": "lstm", "sha256": tiny.sha256}


@pytest.mark.parametrize("text", HOSTILE)
def test_typed_text_is_text(client: TestClient, text: str) -> None:
    page, plain = card(client, text, units="0", layer="0"), card(client, "a", units="0", layer="0")
    assert re.findall(r"</?script|<!--|<b>", page) == re.findall(r"</?script|<!--|<b>", plain)
    heading = re.search(r"<h1><bdi>(.*?)</bdi></h1>", page, re.DOTALL)
    assert heading
    if text.isprintable():
        assert unescape(heading[1]) == text
    assert "\u202e" not in heading[1]


def test_the_policy_names_what_runs_and_lets_in_nothing_else(client: TestClient) -> None:
    page = card(client)
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)
    assert found
    policy = dict(part.strip().split(" ", 1) for part in unescape(found[1]).split(";"))
    assert policy["default-src"] == policy["form-action"] == policy["base-uri"] == "'none'"
    assert policy["img-src"] == "data: blob:"
    (script,) = re.findall(r'<script type="module">(.*?)</script>', page, re.DOTALL)
    library = plotly().file.content.decode()
    assert set(policy["script-src"].split()) == {source_hash(script), source_hash(library)}
    styles = re.findall(r"<style[^>]*>(.*?)</style>", page, re.DOTALL)
    assert set(policy["style-src"].split()) == {source_hash(style) for style in styles}


def test_it_carries_the_library_once_and_small(client: TestClient) -> None:
    page = card(client)
    (packed,) = re.findall(r'<script type="text/plain" id="plotly"[^>]*>([^<]*)</script>', page)
    assert gzip.decompress(b64decode(packed)) == plotly().file.content
    assert len(page) - len(packed) < 120_000
    assert not re.search(r'(?:src|href)="(?!data:)', page)


def test_it_says_what_was_asked(client: TestClient, tiny: LoadedModel) -> None:
    hold = {"layer": 1, "units": [3, 4], "signal": "forget", "steps": [2, None], "value": 0.5}
    page = card(client, layer=1, units="6,2,5", sort="similarity", unit=5, holds=json.dumps([hold, hold]), decimals=2)
    said = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))
    assert said["Weights, SHA-256"] == tiny.sha256
    assert said["Layers"] == "1 of 2, counted from 0"
    assert said["Units"].startswith("3 of 8, top first: 5, ")
    assert said["Order of the units"] == "most like unit 5 first"
    held = "forget of units 3, 4 in layer 1, steps 2 to the end, at 0.5"
    assert said["Held"] == f"{held}; {held}"
    assert "2 decimals" in said["Values"]
    assert "△" in page  # one hold overrides the other
    assert block(page, "claim")["order"] == "similarity"


def test_its_figures_carry_looks_and_no_values(client: TestClient) -> None:
    drawing = block(card(client, signals="cell,forget", units="4,1", layer=0), "drawing")
    for theme in ("light", "dark"):
        assert set(drawing["figures"][theme]) == {"cell", "forget"}
        for figure in drawing["figures"][theme].values():
            (heatmap,) = figure["data"]
            assert heatmap["y"] == ["4", "1"]
            assert not {"z", "customdata", "hovertext"} & set(heatmap)
    light, dark = (drawing["figures"][theme]["cell"]["layout"]["paper_bgcolor"] for theme in ("light", "dark"))
    assert light != dark


def test_holds_are_told_in_words() -> None:
    assert hold_words([]) == "nothing"
    assert hold_words([HoldRequest(signal="cell", value=-1.5)]) == "cell of all units in layer 0, all steps, at -1.5"
    assert hold_words([HoldRequest(signal="cell", units=[7], steps=[2, 5], value=1)]) == (
        "cell of unit 7 in layer 0, steps 2 to 5, at 1"
    )


@pytest.fixture(scope="module")
def mute(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server of a network of words that predicts nothing and has no start token."""
    folder = tmp_path_factory.mktemp("mute")
    foreign_folder(folder, "mute", head="none")
    with serve(folder, model="mute") as client:
        yield client


@pytest.mark.parametrize("kind", ["html", "csv", "json", "npz", "parquet"])
def test_a_network_that_predicts_nothing_is_exported(mute: TestClient, kind: str) -> None:
    response = mute.get(f"{API}/export", params={"text": FOREIGN_TEXT, "format": kind})
    assert response.status_code == 200, response.text[:300]


def test_its_card_says_so(mute: TestClient) -> None:
    page = card(mute, FOREIGN_TEXT)
    claim = block(page, "claim")
    assert claim["trace"]["predictions"] is claim["trace"]["perplexity"] is None
    assert claim["trace"]["tokens"][0]["text"].strip() == "The"
    assert "This network predicts nothing" in page
    assert "surprisal, bits" not in page
    assert len(block(page, "drawing")["words"]) == len(claim["trace"]["tokens"])


def test_the_code_of_such_a_network_asks_the_same(mute: TestClient) -> None:
    codes = mute.get("/recipes", params={"text": FOREIGN_TEXT}).json()
    assert '"model": "mute"' in codes["curl"]
    assert "(layer,) = trace" in codes["python"]
