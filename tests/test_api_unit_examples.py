"""`/units/examples` and `/figures/units`: sentences as a unit reads them, and the picture of all units."""

import json
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from serving import API, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.units import UnitExamplesAnswer, UnitsAnswer, UnitsFigureAnswer
from model import MOST_EXAMPLES, NAMEABLE, PROPERTY_WORDS, SHIPPED, effect_to_exceed
from model.knowledge.labelled import PROPERTIES, SENTENCE_PROPERTIES, beginnings
from model.knowledge.marks import LETTER_PROPERTIES


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> TestClient:
    return serve(tiny_folder)


def ask(client: TestClient, path: str, **query: Any) -> dict[str, Any]:
    response = client.get(f"{API}/{path}", params=query)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def test_every_property_has_its_words_once_for_all() -> None:
    assert tuple(PROPERTY_WORDS) == (*PROPERTIES, *LETTER_PROPERTIES)
    labels = [words.label for words in PROPERTY_WORDS.values()]
    assert len(set(labels)) == len(labels)


@pytest.mark.parametrize("of", PROPERTIES)
@pytest.mark.parametrize("model", ["tiny-lstm", "tiny-rnn", "tiny-gru"])
def test_examples_are_the_units_trace_of_sentences_with_both_answers(client: TestClient, of: str, model: str) -> None:
    answer = ask(client, "units/examples", unit=5, layer=1, property=of, model=model, count=3)
    UnitExamplesAnswer.model_validate(answer)
    assert answer["signal"] == ("cell" if model == "tiny-lstm" else "hidden")
    assert len(answer["examples"]) == 3
    for example in answer["examples"]:
        body = {"text": example["text"], "model": model, "layer": 1, "units": [5], "signals": [answer["signal"]]}
        trace = client.post(f"{API}/trace", json=body).json()
        assert example["tokens"] == trace["tokens"]
        (layer,) = trace["layers"]
        assert example["values"] == [row[0] for row in layer["signals"][answer["signal"]]]
        asked = [step for step, label in enumerate(example["labels"]) if label is not None]
        assert asked == ([len(trace["tokens"]) - 1] if of in SENTENCE_PROPERTIES else [*range(1, len(trace["tokens"]))])
        assert example["step"] == (asked[-1] if of in SENTENCE_PROPERTIES else example["labels"].index(True))
    assert {label for example in answer["examples"] for label in example["labels"]} == {None, True, False}


def test_examples_are_the_first_of_the_held_out_half_and_labels_follow_the_text(client: TestClient) -> None:
    answer = ask(client, "units/examples", unit=0, property="subject_gender", count=MOST_EXAMPLES)
    held_out = beginnings("subject_gender", 2, MOST_EXAMPLES, seed=1)
    assert [each["text"] for each in answer["examples"]] == [each.text for each in held_out]
    assert [each["labels"][-1] for each in answer["examples"]] == [each.label for each in held_out]
    for example in ask(client, "units/examples", unit=0, property="inside_quotes")["examples"]:
        read = [example["text"][: token["end"]] for token in example["tokens"]]
        assert example["labels"][1:] == [bool(text.count('"') % 2) for text in read[1:]]


@pytest.mark.parametrize(("query", "status", "field"), [
    ("unit=8&property=inside_quotes", 404, "unit"),
    ("unit=0&layer=2&property=inside_quotes", 404, "layer"),
    ("unit=0&property=inside_quotes&model=nobody", 404, "model"),
    ("unit=0&property=colour", 422, "property"),
    ("property=inside_quotes", 422, "unit"),
    ("unit=0", 422, "property"),
    ("unit=0&property=inside_quotes&count=0", 422, "count"),
    (f"unit=0&property=inside_quotes&count={MOST_EXAMPLES + 1}", 422, "count"),
    ("unit=0&property=inside_quotes&signal=forget", 422, "signal"),
    ("unit=0&property=inside_quotes&signal=cell&model=tiny-rnn", 422, "signal"),
    ("unit=-1&property=inside_quotes", 422, "unit"),
    ("unit=0&property=inside_quotes&decimals=10", 422, "decimals"),
    ("unit=0&property=inside_quotes&step=3", 422, "step"),
])  # fmt: skip
def test_what_cannot_be_asked_of_examples_is_named(client: TestClient, query: str, status: int, field: str) -> None:
    check_problem(client.get(f"{API}/units/examples?{query}"), status, field=field)


def test_a_named_unit_is_read_by_the_signal_it_knows_its_property_by(shipped: TestClient) -> None:
    answer = ask(shipped, "units")
    UnitsAnswer.model_validate(answer)
    knower = next(unit for unit in answer["units"] if unit["knows"])
    for known in knower["knows"]:
        query = {"unit": knower["unit"], "layer": knower["layer"], "property": known["property"]}
        assert ask(shipped, "units/examples", **query, count=1)["signal"] == known["signal"]


@pytest.mark.parametrize("of", ["inside_quotes", "sentence_start"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_figure_has_a_point_for_every_unit_where_it_was_measured(shipped: TestClient, of: str, theme: str) -> None:
    answer = ask(shipped, "figures/units", property=of, theme=theme)
    UnitsFigureAnswer.model_validate(answer)
    figure = answer["figures"]["units"]
    go.Figure(figure)
    known = ask(shipped, "units")
    measured = next(each for each in known["properties"] if each["property"] == of)
    points = {
        tuple(place): (x, y)
        for trace in figure["data"]
        for place, x, y in zip(trace["customdata"], trace["x"], trace["y"], strict=True)
    }
    units = [(each["layer"], each["unit"]) for each in known["units"]]
    assert [points[place][0] for place in units] == measured["auc"]
    band = next(shape for shape in figure["layout"]["shapes"] if shape["type"] == "rect")
    assert [band["x0"], band["x1"]] == measured["band"]
    named = [place for place, each in zip(units, known["units"], strict=True)
             if any(one["property"] == of for one in each["knows"])]  # fmt: skip
    assert sorted(tuple(place) for place in figure["data"][1]["customdata"]) == named
    assert {each["text"] for each in figure["layout"]["annotations"]} >= {str(unit) for _, unit in named}
    if of in NAMEABLE:
        assert [points[place][1] for place in units] == measured["effect"]
        line = next(shape for shape in figure["layout"]["shapes"] if shape["type"] == "line")
        assert line["y0"] == effect_to_exceed(measured["effect"])
    else:
        assert named == []
        assert all(y >= 1 for _, y in points.values())


def test_nobody_has_measured_it_and_no_such_property(client: TestClient) -> None:
    answer = ask(client, "figures/units", property="inside_quotes")
    assert answer["figures"] == {}
    assert "python -m model.knowledge units tiny-lstm" in answer["notices"][0]
    check_problem(client.get(f"{API}/figures/units?property=colour"), 422, field="property")
    check_problem(client.get(f"{API}/figures/units"), 422, field="property")
    check_problem(client.get(f"{API}/figures/units?property=inside_quotes&theme=red"), 422, field="theme")


def test_units_tell_of_every_property_the_band_and_the_best(shipped: TestClient) -> None:
    answer = ask(shipped, "units", model="english-rnn")
    told = json.loads((SHIPPED / "english-rnn" / "knowledge.json").read_text("utf-8"))
    assert [each["label"] for each in answer["properties"]] == [PROPERTY_WORDS[of].label for of in PROPERTIES]
    for each, record in zip(answer["properties"], told["properties"], strict=True):
        assert {name: each[name] for name in ("property", "band", "auc", "effect", "whole")} == {
            name: record[name] for name in ("property", "band", "auc", "effect", "whole")
        }
        assert each["best"].items() >= record["best"].items()
