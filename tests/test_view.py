"""What a link asks to see is what the page shows, or the nearest thing there is."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rendered import TEXT, notices, page, start
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(model="tiny-lstm"), tiny_folder), base_url="http://127.0.0.1") as client:
        yield client


def test_without_a_query_the_model_shows_what_it_suggests(client: TestClient) -> None:
    view = start(page(client))["view"]
    assert view == {
        "text": TEXT, "model": "tiny-lstm", "layer": 1, "sort": "liveliness", "show": 32, "unit": 3, "step": 4,
        "signal": "cell", "pinned": [], "drawing": "cell", "words": "strip",
        "tab": "ledger", "whose": "unit", "spans": "longest", "a": None, "b": None, "filler": None,
        "holds": [], "look": "held", "cause": "ablate", "favoured": None, "against": None, "ablated": "0",
        "other": None, "writing": None, "alike": None,
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
        "tab": "test",
        "whose": "layer",
        "spans": "alive",
        "a": "The queen",
        "b": "The king",
        "filler": " was tired",
        "look": "difference",
        "cause": "swap",
        "favoured": " his",
        "against": " her",
        "ablated": "mean",
        "other": "A boy.",
        "writing": "seed 3",
        "alike": "by:pattern",
    }
    hold = {"layer": 1, "units": [5], "signal": "hidden", "steps": [0, 1], "value": 0.5, "off": True}
    data = start(page(client, **asked, holds=json.dumps([hold])))
    assert data["view"] == asked | {"show": None, "pinned": [7, 2], "holds": [hold]}
    assert data["reading"]["model"] == "tiny-rnn"
    assert data["reading"]["units"] == list(range(8))


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
    ({"tab": "taste"}, "not “taste”; ledger is shown.", "tab", "ledger"),
    ({"whose": "mine"}, "Whose can be unit or layer, not “mine”", "whose", "unit"),
    ({"spans": "all"}, "not “all”; longest is shown.", "spans", "longest"),
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


NAMES = (
    "text",
    "model",
    "layer",
    "sort",
    "show",
    "unit",
    "step",
    "signal",
    "pinned",
    "drawing",
    "words",
    "tab",
    "a",
    "filler",
)
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
