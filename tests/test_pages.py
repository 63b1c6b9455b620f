"""The page as the server renders it: it works before any script runs, and nothing that is typed breaks it."""

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from rendered import TEXT, notices, page, start
from starlette.testclient import TestClient

from app.main import create_app
from app.pages.pieces import formula
from app.serialize import script_json
from app.settings import Settings

HOSTILE = (
    "<b>bold</b>", '<a href="javascript:alert(1)">x</a>', "&lt;", "$x^2$", "{{7*7}}",
    "</textarea><script>alert(1)</script>", "</script><!--", "\u202eright to left", "\u2028", "'\"`",
)  # fmt: skip


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(model="tiny-lstm"), tiny_folder), base_url="http://127.0.0.1") as client:
        yield client


def tables_of(html: str) -> str:
    return html[html.index('<section class="tables"') :]


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


def test_tables_of_a_long_text_end_and_say_so(client: TestClient) -> None:
    html = page(client, text="a b " * 300)
    steps = len(start(html)["reading"]["tokens"])
    tables = tables_of(html)
    assert f"These are the first 250 words; the CSV below has the other {steps - 250} too." in tables
    header = re.search(r"<thead><tr><th scope=\"col\">unit</th>(.*?)</thead>", tables)
    assert header is not None
    assert header[1].count('class="word"') == 250
    assert tables.count("<tr><td>") == 250
    assert "These are the first" not in tables_of(page(client, text=TEXT))


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
    assert outside.count("<script") == 2
    area = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", html, re.DOTALL)
    assert area
    assert unescape(area[1]) == text


def test_without_a_selected_unit_the_page_shows_the_liveliest(client: TestClient) -> None:
    html = page(client, text=TEXT, unit="none")
    data = start(html)
    assert data["view"]["unit"] is None
    assert len(data["reading"]["units"]) == 8
    assert notices(html) == []
    assert "<h2>cell</h2>" in tables_of(html)


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
