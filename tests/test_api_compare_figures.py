"""`/figures/compare`: the differences of `/compare` as heat maps, the wake as a chart, and who carries it."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.compare import CompareFiguresAnswer
from model import Kind, LoadedModel, compare_traces, differing_units, longest_carriers, predict, trace_text

A, B = "The queen was tired, but the others said no.", "The old king was tired, but the others said no."
ORDER = {
    "lstm": ["forget", "input", "candidate", "cell", "output", "hidden"],
    "gru": ["reset", "update", "candidate", "hidden"],
    "rnn": ["hidden"],
}


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def ask(client: TestClient, **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/figures/compare", json={"a": A, "b": B} | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    CompareFiguresAnswer.model_validate(answer)
    return answer


def values_of(figure: dict[str, Any]) -> Any:
    """The values [rows, columns] of a heat map."""
    z = figure["data"][0]["z"]
    shape = [int(size) for size in z["shape"].split(", ")]
    return np.frombuffer(base64.b64decode(z["bdata"]), "<f4").reshape(shape)


@pytest.mark.parametrize("kind", ["lstm", "gru", "rnn"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_maps_hold_the_differences_at_pairs_and_nothing_elsewhere(
    client: TestClient, tiny_models: dict[Kind, LoadedModel], kind: Kind, theme: str
) -> None:
    answer = ask(client, model=f"tiny-{kind}", layer=1, theme=theme)
    found = compare_traces(*(trace_text(tiny_models[kind], text) for text in (A, B)), 1)
    assert (answer["kind"], answer["layer"], list(answer["figures"])) == (kind, 1, ORDER[kind])
    assert answer["units"] == differing_units(found, 32)
    pairs = [place for place, column in enumerate(answer["columns"]) if column in answer["alignment"]]
    assert len(pairs) == len(answer["alignment"]) < len(answer["columns"])
    for name, figure in answer["figures"].items():
        drawn = values_of(figure)
        np.testing.assert_array_equal(drawn[:, pairs], found.differences[name][:, answer["units"]].T.numpy())
        assert np.isnan(np.delete(drawn, pairs, axis=1)).all()
        go.Figure(figure)


def test_columns_hold_every_step_of_both_texts_once(client: TestClient) -> None:
    answer = ask(client)
    for side, name in enumerate("ab"):
        steps = [column[side] for column in answer["columns"] if column[side] is not None]
        assert steps == list(range(len(answer[name]["tokens"])))


@pytest.mark.parametrize("kind", ["lstm", "rnn"])
def test_wake_and_carriers_are_those_of_the_model(
    client: TestClient, tiny_models: dict[Kind, LoadedModel], kind: Kind
) -> None:
    answer = ask(client, model=f"tiny-{kind}")
    found = compare_traces(*(trace_text(tiny_models[kind], text) for text in (A, B)), 0)
    assert answer["wake"]["ends"] == found.ends
    assert (answer["wake"]["cell"] is None) == (kind == "rnn")
    lines = go.Figure(answer["wake_figure"]).data
    for line, (name, norms) in zip(lines, found.wake.items(), strict=True):
        assert answer["wake"][name] == pytest.approx(norms.tolist(), rel=1e-5)
        assert [height for height in line.y if height is not None] == pytest.approx(norms.tolist(), rel=1e-5)
        places = [x for x, height in zip(line.x, line.y, strict=True) if height is not None]
        assert [answer["columns"][place] for place in places] == answer["alignment"]
    expected = longest_carriers(found, 8)
    assert [(each["unit"], each["since"], each["until"]) for each in answer["carriers"]] == [
        (each.unit, each.since, each.until) for each in expected
    ]
    for each, carrier in zip(answer["carriers"], expected, strict=True):
        assert (each["largest"], each["final"]) == pytest.approx((carrier.largest, carrier.final), rel=1e-5)


def test_the_end_of_the_wake_is_marked_where_it_is(client: TestClient) -> None:
    """The tiny GRU forgets within words, the tiny LSTM does not."""
    rest = " was in the door." * 4
    assert ask(client, a=f"The key{rest}", b=f"The keys{rest}")["wake_figure"]["layout"]["shapes"] == []
    answer = ask(client, model="tiny-gru", a=f"The key{rest}", b=f"The keys{rest}")
    ends = answer["wake"]["ends"]
    assert ends is not None
    place = answer["columns"].index(answer["alignment"][ends])
    layout = answer["wake_figure"]["layout"]
    assert [shape["x0"] for shape in layout["shapes"]] == [place]
    assert f"has died at “{layout['xaxis']['ticktext'][place]}”" in [each["text"] for each in layout["annotations"]]


def test_words_that_differ_share_a_column_and_are_both_named(client: TestClient) -> None:
    answer = ask(client, a="The 7 was tired.", b="The 8 was tired.")
    label = next(text for text in answer["wake_figure"]["layout"]["xaxis"]["ticktext"] if "/" in text)
    assert label == "7/8"


def test_what_the_network_expects_after_each_token_of_each_text(client: TestClient, tiny: LoadedModel) -> None:
    answer = ask(client)
    for side, text in (("a", A), ("b", B)):
        expected = predict(tiny, trace_text(tiny, text), 3)
        assert [[guess["id"] for guess in top] for top in answer["guesses"][side]] == expected.ids.tolist()


def test_rows_are_those_asked_for_and_the_unit_is_among_them(client: TestClient) -> None:
    ranked = ask(client)["units"]
    assert sorted(ranked) == list(range(8))
    assert ask(client, unit=ranked[-1], show=32)["units"] == ranked
    assert ask(client, unit=ranked[-1], show=None)["units"] == ranked


def test_the_same_text_twice_differs_nowhere(client: TestClient) -> None:
    answer = ask(client, a=TEXT, b=TEXT)
    assert not any(values_of(figure).any() for figure in answer["figures"].values())
    assert (answer["carriers"], answer["wake"]["ends"]) == ([], None)
    go.Figure(answer["wake_figure"])


def test_texts_that_share_nothing_but_their_start(client: TestClient) -> None:
    answer = ask(client, a="queen", b="xyz")
    assert answer["alignment"] == [[0, 0]]
    assert answer["carriers"] == []


def test_markup_in_words_stays_text(client: TestClient) -> None:
    labels = ask(client, a="a <b> c", b="a <b> d")["wake_figure"]["layout"]["xaxis"]["ticktext"]
    assert not any("<" in label for label in labels)
    assert any("&lt;" in label for label in labels)


@pytest.mark.parametrize(("fields", "status", "field"), [
    ({"a": " "}, 422, "a"),
    ({"b": ""}, 422, "b"),
    ({"b": "b" * 2001}, 422, "b"),
    ({"show": 33}, 422, "show"),
    ({"unit": 8}, 404, "unit"),
    ({"layer": 2}, 404, "layer"),
    ({"theme": "red"}, 422, "theme"),
    ({"encoding": "list"}, 422, "encoding"),
])  # fmt: skip
def test_what_cannot_be_drawn_is_named(client: TestClient, fields: dict[str, Any], status: int, field: str) -> None:
    check_problem(client.post(f"{API}/figures/compare", json={"a": A, "b": B} | fields), status, field=field)
