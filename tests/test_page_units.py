"""The page “What each unit knows” as the server renders it: what is known without scripts, and plainly what is not."""

import json
import re
import shutil
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from rendered import notices, start
from serving import serve
from starlette.testclient import TestClient

from model import PROPERTY_WORDS, load_model

EVIDENCE = {"signal": "cell", "sign": -1, "auc": 0.97, "band": [0.31, 0.69]}
KNOWS = {"property": "inside_quotes", **EVIDENCE, "effect": 0.8, "effect_interval": [0.5, 1.1], "rank": 1}


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> TestClient:
    return serve(tiny_folder)


def page(client: TestClient, **query: str | int) -> str:
    response = client.get("/units", params=query)
    assert response.status_code == 200, response.text
    return response.text


def rows(html: str) -> list[list[str]]:
    """Cells of the table that is there without scripts."""
    (table,) = re.findall(r"<noscript><?.*?(<tbody>.*?</tbody>)", html[html.index('id="units"') :], re.S)
    return [
        [unescape(re.sub(r"<[^>]*>", "", cell)) for cell in re.findall(r"<t[hd].*?</t[hd]>", row)]
        for row in re.findall(r"<tr>.*?</tr>", table, re.S)
    ]


@pytest.mark.parametrize("name", ["english-lstm", "english-rnn"])
def test_the_table_has_every_name_with_its_evidence_and_leads_to_a_sentence(shipped: TestClient, name: str) -> None:
    html = page(shipped, model=name)
    answer = shipped.get("/api/v1/units", params={"model": name}).json()
    expected = [(each, known) for each in answer["units"] for known in each["knows"]]
    shown = rows(html)
    assert [row[:2] for row in shown] == [
        [str(each["unit"]), PROPERTY_WORDS[known["property"]].label] for each, known in expected
    ]
    for row, (_, known) in zip(shown, expected, strict=True):
        assert float(row[2]) == pytest.approx(known["auc"], abs=0.0051)
        assert float(row[4].split(",")[0]) == pytest.approx(known["effect"], abs=0.0051)
        assert row[5].startswith(f"{known['rank']} of ")
    links = [unescape(link) for link in re.findall(r'<th scope="row"><a href="([^"]+)"', html)]
    assert len(links) == len(shown)
    view = start(shipped.get(links[0]).text)["view"]
    assert (view["model"], view["unit"], view["signal"]) == (name, expected[0][0]["unit"], expected[0][1]["signal"])
    assert (view["text"], view["step"]) == tuple(start(html)["starts"][expected[0][1]["property"]].values())
    assert notices(html) == []


def test_what_nobody_knows_is_said_with_the_best_unit_and_the_band(shipped: TestClient) -> None:
    for name in ("english-lstm", "english-rnn"):
        html = page(shipped, model=name)
        answer = shipped.get("/api/v1/units", params={"model": name}).json()
        said = unescape(html[: html.index('id="notice"')])
        for each in answer["properties"]:
            nobody = f"No unit of {name} knows {PROPERTY_WORDS[each['property']].known}."
            assert (nobody in said) == (each["property"] in answer["unclaimed"])
            if nobody in said:
                sentence = said[said.index(nobody) :]
                assert f"unit {each['best']['unit']} " in sentence
                assert f"{each['band'][1]:.2f}" in sentence
        assert ("no gates" in html) == (name == "english-rnn")
        assert ('<th scope="col">half-life in books' in html) == (name == "english-lstm")


def test_where_nobody_has_measured_it_the_page_says_the_command(client: TestClient) -> None:
    html = page(client)
    assert "python -m model.knowledge units tiny-lstm" in notices(html)[0]
    assert "<noscript><div" not in html
    assert 'class="units-picture' not in html
    assert "No unit has a name" in html


def test_units_of_several_layers_are_told_apart(tiny_folder: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(tiny_folder, tmp_path / "checkpoints"))
    aucs, effects = [0.5] * 16, [0.0] * 16
    asked = {"moments": [5, 5], "band": [0.31, 0.69], "whole": 1.0, "auc": aucs, "effect": effects}
    best = {"layer": 1, "unit": 3, **EVIDENCE, "effect": 0.8, "effect_interval": [0.5, 1.1], "rank": 1}
    unclaimed: dict[str, Any] = {"property": "subject_gender", **asked, "best": best | {"unit": 6, "rank": 4}}
    record = {
        "model": "tiny-lstm",
        "sha256": load_model("tiny-lstm", folder).sha256,
        "units": [{"layer": 1, "unit": 3, "knows": [KNOWS]}],
        "tracks": [],
        "unclaimed": ["subject_gender"],
        "properties": [unclaimed, {"property": "inside_quotes", **asked, "best": best}],
    }
    (folder / "tiny-lstm" / "knowledge.json").write_text(json.dumps(record))
    with serve(folder) as client:
        html = page(client, unit=3, layer=1)
    assert [row[0] for row in rows(html)] == ["2 · 3"]
    assert "1 of the 16 units of tiny-lstm has earned a name." in html
    assert "Its unit 2 · 6 tells it best, with an AUC of 0.97 where chance alone reaches 0.69, but the network" in html
    assert (start(html)["view"]["layer"], start(html)["view"]["unit"]) == (1, 3)


@pytest.mark.parametrize(("query", "notice"), [
    ({"show": "colour"}, "Show can be named or "),
    ({"sort": "size"}, "Sort can be auc or "),
    ({"unit": "9999"}, "There is no unit “9999”; unit 7 is shown"),
    ({"unit": "x"}, "There is no unit “x”; unit 0 is shown"),
    ({"layer": "2"}, "There is no layer “2”; layer 1 is shown"),
    ({"model": "<b>"}, "There is no model “<b>”; tiny-lstm is shown."),
])  # fmt: skip
def test_what_a_link_asks_in_vain_is_said(client: TestClient, query: dict[str, str], notice: str) -> None:
    html = page(client, **query)
    assert notices(html)[0].startswith(notice)
    assert "<b>”" not in html


@pytest.mark.parametrize("search", ["<script>alert(1)</script>", '"><img src=x>', "\u202e", "x" * 5000])
def test_a_search_is_text_and_nothing_else(shipped: TestClient, search: str) -> None:
    html = page(shipped, search=search)
    assert start(html)["view"]["search"] == search[:60]
    outside = re.sub(r'<script type="application/json".*?</script>', "", html, flags=re.S)
    assert outside.count("<script") == 2
    assert "<img" not in outside


def test_every_help_button_has_its_text_and_nothing_is_inline(shipped: TestClient) -> None:
    html = page(shipped)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'popovertarget="([^"]+)"', html)) <= set(ids)
    assert " style=" not in html
    assert re.search(r'<a href="/units\?model=english-lstm" aria-current=page>Units</a>', html)
