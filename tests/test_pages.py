"""The page as the server renders it: it works before any script runs, and no link breaks it."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.main import create_app
from app.pages.pieces import formula, script_json
from app.settings import Settings

TEXT = "The queen was tired, but the king said that he would wait until she woke."
HOSTILE = (
    "<b>bold</b>", '<a href="javascript:alert(1)">x</a>', "&lt;", "$x^2$", "{{7*7}}",
    "</textarea><script>alert(1)</script>", "</script><!--", "\u202eright to left", "\u2028", "'\"`",
)  # fmt: skip


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(model="tiny-lstm"), tiny_folder), base_url="http://127.0.0.1") as client:
        yield client


def page(client: TestClient, **query: object) -> str:
    answer = client.get("/?" + urlencode({name: str(value) for name, value in query.items()}))
    assert answer.status_code == 200
    return answer.text


def start(html: str) -> dict[str, Any]:
    found = re.search(r'<script type="application/json" id="start">(.*?)</script>', html, re.DOTALL)
    assert found
    data: dict[str, Any] = json.loads(found[1])
    return data


def notices(html: str) -> list[str]:
    block = re.search(r'<div id="notice"[^>]*>(.*?)</div>', html, re.DOTALL)
    assert block
    return [unescape(text) for text in re.findall(r"<p>△ (.*?)</p>", block[1], re.DOTALL)]


def tables_of(html: str) -> str:
    return html[html.index('<section class="tables"') :]


def test_without_a_query_the_model_shows_what_it_suggests(client: TestClient) -> None:
    view = start(page(client))["view"]
    assert view == {
        "text": TEXT, "model": "tiny-lstm", "layer": 1, "sort": "liveliness", "show": 32, "unit": 3, "step": 4,
        "signal": "cell", "pinned": [], "drawing": "cell", "words": "strip",
    }  # fmt: skip


def test_the_view_of_a_link_is_the_view_of_the_page(client: TestClient) -> None:
    asked = {
        "text": "A girl.",
        "model": "tiny-rnn",
        "layer": 1,
        "sort": "index",
        "show": "all",
        "unit": 5,
        "step": 2,
        "signal": "hidden",
        "pinned": "7,2",
        "drawing": "unrolled",
        "words": "prose",
    }
    data = start(page(client, **asked))
    assert data["view"] == asked | {"show": None, "pinned": [7, 2]}
    assert data["reading"]["model"] == "tiny-rnn"
    assert data["reading"]["units"] == list(range(8))


def test_the_page_holds_the_same_reading_as_the_api(client: TestClient) -> None:
    view = {"text": TEXT, "sort": "value", "unit": 3, "layer": 1, "step": 2, "signal": "forget"}
    data = start(page(client, **view, pinned="5,1"))
    body = view | {"pinned": [5, 1], "top_k": 3, "encoding": "base64"}
    answer = client.post("/api/v1/figures", json=body).json()
    for volatile in ("elapsed", "notices"):
        answer.pop(volatile), data["reading"].pop(volatile)
    assert data["reading"] == answer


def test_without_scripts_there_are_tables_of_the_cell_and_three_gates_and_a_csv(client: TestClient) -> None:
    html = page(client, text=TEXT)
    tables = tables_of(html)
    assert re.findall(r"<h2>(.*?)</h2>", tables)[:5] == ["Words", "cell", "input gate", "forget gate", "output gate"]
    link = re.search(r'<a href="([^"]+)">All units and words as CSV', tables)
    assert link
    assert client.get(unescape(link[1])).headers["content-type"].startswith("text/csv")


def test_tables_hold_the_values_of_the_api(client: TestClient) -> None:
    html = page(client, text=TEXT, layer=1, unit=3)
    trace = client.post(
        "/api/v1/trace", json={"text": TEXT, "layer": 1, "signals": ["cell"], "units": [3], "decimals": 2}
    ).json()
    expected = [row[0] for row in trace["layers"][0]["signals"]["cell"]]
    cell = html[html.index("<h2>cell</h2>") : html.index("<h2>input gate</h2>")]
    row = re.search(r'<th scope="row">3</th>(.*?)</tr>', cell)
    assert row
    shown = [float(value.replace("−", "-")) for value in re.findall(r"<td>(.*?)</td>", row[1])]
    assert shown == pytest.approx(expected, abs=0.0051)


def test_the_simple_network_has_a_table_of_its_hidden_state_alone(client: TestClient) -> None:
    html = page(client, model="tiny-rnn", text=TEXT)
    assert re.findall(r"<h2>(.*?)</h2>", tables_of(html))[:2] == ["Words", "hidden state"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_typed_is_text_and_nothing_else(client: TestClient, text: str) -> None:
    html = page(client, text=text)
    assert start(html)["view"]["text"] == text
    outside = re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.DOTALL)
    assert "<b>bold" not in outside
    assert (
        "javascript:" not in re.sub(r"<textarea.*?</textarea>", "", outside, flags=re.DOTALL)
        or "href=&#34;javascript" in outside
    )
    assert outside.count("<script") == 3
    area = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", html, re.DOTALL)
    assert area
    assert unescape(area[1]) == text


@pytest.mark.parametrize(("query", "word", "field", "value"), [
    ({"model": "nobody"}, "There is no model “nobody”", "model", "tiny-lstm"),
    ({"layer": "7"}, "There is no layer “7”", "layer", 1),
    ({"layer": "-2"}, "There is no layer “-2”", "layer", 0),
    ({"unit": "99"}, "There is no unit “99”", "unit", 7),
    ({"unit": "<b>"}, "There is no unit “<b>”", "unit", 3),
    ({"unit": "9" * 5000}, "There is no unit “999", "unit", 3),
    ({"sort": "colour"}, "There is no order “colour”", "sort", "liveliness"),
    ({"sort": "half_life", "model": "tiny-rnn"}, "no forget gates", "sort", "liveliness"),
    ({"show": "7"}, "not “7”", "show", 32),
    ({"step": "x"}, "There is no step “x”", "step", None),
    ({"step": "-1"}, "There is no step “-1”", "step", None),
    ({"signal": "forgot"}, "or hidden, not “forgot”; cell is shown", "signal", "cell"),
    ({"signal": "forget", "model": "tiny-rnn"}, "Signal can be hidden, not “forget”", "signal", "hidden"),
    ({"drawing": "3d"}, "Drawing can be cell or unrolled, not “3d”; cell is shown.", "drawing", "cell"),
    ({"words": "<b>"}, "Words can be strip or prose, not “<b>”; strip is shown.", "words", "strip"),
    ({"pinned": "3,x,99,-1,5"}, "not all of “3,x,99,-1,5”; pinned: 3, 5.", "pinned", [3, 5]),
    ({"pinned": "1,2,3,4,5"}, "Up to 4 units of 0 to 7", "pinned", [1, 2, 3, 4]),
    ({"pinned": "6,6"}, "each once", "pinned", [6]),
    ({"pinned": ","}, "pinned: none.", "pinned", []),
    ({"sort": "similarity", "unit": "none"}, "to compare with", "sort", "liveliness"),
])  # fmt: skip
def test_a_value_that_cannot_be_used_gives_the_nearest_view_and_says_so(
    client: TestClient, query: dict[str, str], word: str, field: str, value: object
) -> None:
    html = page(client, text=TEXT, **query)
    assert any(word in notice for notice in notices(html))
    assert start(html)["view"][field] == value


def test_a_step_behind_the_last_one_is_the_last_one_and_the_page_says_so(client: TestClient) -> None:
    html = page(client, text=TEXT, step=9999)
    data = start(html)
    last = len(data["reading"]["tokens"]) - 1
    assert data["view"]["step"] == last
    assert notices(html) == [f"There is no step 9999 in this text; step {last}, the last one, is shown."]
    assert data["reading"]["notices"] == notices(html)
    assert notices(page(client, text=TEXT, step=last)) == []


def test_without_a_selected_unit_the_page_shows_the_liveliest(client: TestClient) -> None:
    html = page(client, text=TEXT, unit="none")
    data = start(html)
    assert data["view"]["unit"] is None
    assert len(data["reading"]["units"]) == 8
    assert notices(html) == []
    assert "<h2>cell</h2>" in tables_of(html)


NAMES = ("text", "model", "layer", "sort", "show", "unit", "step", "signal", "pinned", "drawing", "words")
VALUES = st.text(max_size=12) | st.integers(-3, 300).map(str) | st.sampled_from(
    ["none", "all", "tiny-rnn", "half_life", "similarity", "value", "clusters", "0,1", "7,7", "forget", "9" * 30]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), VALUES))
def test_no_link_breaks_the_page_and_every_view_is_one_that_can_be_shown(
    client: TestClient, query: dict[str, str]
) -> None:
    data = start(page(client, **{"text": TEXT} | query))
    view, reading = data["view"], data["reading"]
    units = {unit for unit in (view["unit"], *view["pinned"]) if unit is not None}
    assert units <= set(range(8))
    assert len(set(view["pinned"])) == len(view["pinned"]) <= 4
    assert view["drawing"] in ("cell", "unrolled")
    assert view["words"] in ("strip", "prose")
    if reading:
        assert view["signal"] in reading["figures"]
        assert units <= set(reading["units"])
        assert view["step"] is None or 0 <= view["step"] < len(reading["tokens"])


def test_a_text_over_the_limit_is_read_as_far_as_the_limit(client: TestClient) -> None:
    text = "the queen " * 201
    html = page(client, text=text)
    assert notices(html)[0] == "2,010 characters: only the first 2,000 are read."
    assert start(html)["view"]["text"] == text
    assert start(html)["reading"]["tokens"][-1]["end"] == 2000


def test_a_text_of_too_many_tokens_is_read_as_far_as_it_surely_fits(client: TestClient) -> None:
    html = page(client, text="🙂" * 1000)
    assert notices(html)[0] == "1,000 characters: only the first 511 are read."
    assert len(start(html)["reading"]["tokens"]) == 1 + 511 * 4
    assert start(html)["view"]["text"] == "🙂" * 1000


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_a_blank_text_is_an_empty_page(client: TestClient, text: str) -> None:
    data = start(page(client, text=text))
    assert data["reading"] is None
    assert data["view"]["text"] == text


def test_two_thousand_chinese_characters_fit_into_a_link(client: TestClient) -> None:
    text = "中" * 600 + "王" * 1400
    data = start(page(client, text=text))
    assert data["view"]["text"] == text


def test_the_large_figure_has_all_units_in_the_order_of_the_view(client: TestClient) -> None:
    figure = client.get(
        "/large", params={"text": TEXT, "signal": "forget", "layer": 0, "sort": "index", "theme": "dark"}
    ).json()
    assert figure["data"][0]["y"] == [str(unit) for unit in range(8)]
    assert figure["layout"]["paper_bgcolor"] == "#111416"
    assert figure["layout"]["title"]["text"] == "forget gate"


@pytest.mark.parametrize(("query", "like"), [
    ({"sort": "value", "step": 3, "signal": "forget"}, {"sort": "value", "step": 3, "signal": "forget"}),
    ({"sort": "value", "step": 9999, "signal": "forget"}, {"sort": "value", "signal": "forget"}),
    ({"sort": "clusters", "signal": "cell"}, {"sort": "clusters"}),
    ({"sort": "similarity", "unit": 4, "pinned": "6,1", "signal": "cell"}, {"sort": "similarity", "unit": 6}),
    ({"sort": "similarity", "unit": "none", "signal": "cell"}, {"sort": "liveliness"}),
])  # fmt: skip
def test_the_large_figure_goes_by_the_order_of_the_page(
    client: TestClient, query: dict[str, Any], like: dict[str, Any]
) -> None:
    figure = client.get("/large", params={"text": TEXT, "layer": 0} | query).json()
    answer = client.post("/api/v1/figures", json={"text": TEXT, "layer": 0, "show": None} | like).json()
    assert figure["data"][0]["y"] == [str(unit) for unit in answer["units"]]


def test_every_kind_of_network_has_its_page(client: TestClient) -> None:
    for model in ("tiny-lstm", "tiny-rnn", "tiny-gru"):
        data = start(page(client, model=model, text=TEXT, pinned="1", unit="none", sort="clusters"))
        assert data["reading"]["model"] == model
        assert data["view"]["pinned"] == [1]


def test_the_orders_of_rows_are_named_as_readers_know_them(client: TestClient) -> None:
    options = re.findall(r'name="sort" value="(\w+)".*?<span>(.*?)</span>', page(client, unit=5))
    assert options == [
        ("liveliness", "liveliness"), ("half_life", "half-life"), ("clusters", "similarity"), ("similarity", "like 5"),
        ("value", "value here"), ("index", "index"),
    ]  # fmt: skip


def test_every_help_button_has_its_text_and_every_id_is_one_of_a_kind(client: TestClient) -> None:
    html = page(client)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'popovertarget="([^"]+)"', html)) <= set(ids)


def test_no_page_has_inline_scripts_or_styles(client: TestClient) -> None:
    html = page(client)
    assert " style=" not in html
    assert "<style" not in html
    assert not re.search(r"\son\w+=", html)
    scripts = re.findall(r"<script([^>]*)>", html)
    assert all("src=" in attributes or "application/json" in attributes for attributes in scripts)


def test_a_missing_page_is_told_as_a_page(client: TestClient) -> None:
    answer = client.get("/nowhere", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "There is no such path" in answer.text
    assert '<a class="link" href="/">' in answer.text


def test_json_in_a_script_cannot_end_it() -> None:
    text = "</script><!-- & \u2028"
    written = str(script_json({"text": text}))
    assert not set("<>&\u2028") & set(written)
    assert json.loads(written)["text"] == text


def test_a_formula_has_low_subscripts_and_no_markup_of_its_own() -> None:
    assert formula("f_t = σ(W_{hf} h_{t-1})") == "f<sub>t</sub> = σ(W<sub>hf</sub> h<sub>t−1</sub>)"
    assert formula("a < b_t") == "a &lt; b<sub>t</sub>"
