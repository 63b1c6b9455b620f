"""`/figures`: all that the page shows of one layer."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.answers import FiguresAnswer
from model import (
    SIGNALS,
    Kind,
    LoadedModel,
    Order,
    half_life,
    liveliness,
    order_units,
    saturation,
    signal_names,
    still_units,
    trace_text,
)


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def ask(client: TestClient, **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/figures", json={"text": TEXT} | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    FiguresAnswer.model_validate(answer)
    return answer


def values(figure: dict[str, Any]) -> np.ndarray[Any, Any]:
    encoded = figure["data"][0]["z"]
    shape = [int(size) for size in encoded["shape"].split(",")]
    return np.frombuffer(base64.b64decode(encoded["bdata"]), dtype="<f4").reshape(shape)


@pytest.mark.parametrize("layer", [0, 1])
def test_rows_are_the_ordered_units_of_the_layer(client: TestClient, tiny: LoadedModel, layer: int) -> None:
    answer, trace = ask(client, layer=layer, sort="half_life"), trace_text(tiny, TEXT)
    assert answer["layer"] == layer
    assert answer["units"] == order_units(trace, layer, range(8), Order("half_life"))
    assert list(answer["figures"]) == list(signal_names("lstm"))
    for name, figure in answer["figures"].items():
        assert np.array_equal(values(figure), trace.signals[name][layer][:, answer["units"]].T)


def test_null_means_the_first_layer(client: TestClient) -> None:
    assert ask(client, layer=None)["layer"] == 0


def test_echoes_are_the_cell_before_and_the_cell_squashed(client: TestClient) -> None:
    answer = ask(client)
    cell = values(answer["figures"]["cell"])
    assert np.array_equal(values(answer["echoes"]["previous"])[:, 1:], cell[:, :-1])
    np.testing.assert_allclose(values(answer["echoes"]["squashed"]), np.tanh(cell), atol=1e-6)


def test_measures_stand_beside_their_rows(client: TestClient, tiny: LoadedModel) -> None:
    answer, trace = ask(client, decimals=6), trace_text(tiny, TEXT)
    np.testing.assert_allclose(answer["half_life"], half_life(trace, 0)[answer["units"]], atol=1e-5)
    np.testing.assert_allclose(answer["liveliness"], liveliness(trace, 0)[answer["units"]], atol=1e-6)


def test_the_range_is_that_of_the_card(client: TestClient) -> None:
    assert ask(client)["range"] == 2.0


def test_units_that_are_named_are_the_rows(client: TestClient) -> None:
    assert sorted(ask(client, units=[6, 1, 3])["units"]) == [1, 3, 6]
    assert sorted(ask(client, units=[6, 1], unit=4)["units"]) == [1, 4, 6]


def test_similarity_puts_its_unit_on_top(client: TestClient) -> None:
    assert ask(client, sort="similarity", unit=5)["units"][0] == 5


def test_similarity_is_to_the_unit_that_was_pinned_first(client: TestClient) -> None:
    expected = ask(client, sort="similarity", unit=4)["units"]
    assert ask(client, sort="similarity", unit=5, pinned=[4, 2])["units"] == expected
    assert ask(client, sort="similarity", pinned=[4])["units"] == expected


def test_pinned_units_are_always_among_the_rows(client: TestClient) -> None:
    assert sorted(ask(client, units=[6], unit=1, pinned=[3, 1, 0])["units"]) == [0, 1, 3, 6]
    assert sorted(ask(client, pinned=[7, 0], unit=7)["units"]) == list(range(8))


@pytest.mark.parametrize(("model", "memory"), [("tiny-lstm", "cell"), ("tiny-rnn", "hidden"), ("tiny-gru", "hidden")])
def test_rows_by_value_fall_by_the_memory_at_the_last_step_unless_more_is_said(
    client: TestClient, model: str, memory: str
) -> None:
    answer = ask(client, model=model, sort="value")
    column = values(answer["figures"][memory])[:, -1].tolist()
    assert column == sorted(column, reverse=True)


@pytest.mark.parametrize("step", [0, 5])
def test_rows_by_value_fall_by_a_signal_at_a_step(client: TestClient, step: int) -> None:
    answer = ask(client, sort="value", signal="output", step=step, layer=1)
    column = values(answer["figures"]["output"])[:, step].tolist()
    assert column == sorted(column, reverse=True)


def test_clusters_are_those_of_the_model(client: TestClient, tiny: LoadedModel) -> None:
    expected = order_units(trace_text(tiny, TEXT), 1, range(8), Order("clusters"))
    assert ask(client, sort="clusters", layer=1)["units"] == expected


@pytest.mark.parametrize("kind", ["lstm", "rnn", "gru"])
def test_saturation_is_that_of_all_units_of_the_layer(
    client: TestClient, tiny_models: dict[Kind, LoadedModel], kind: Kind
) -> None:
    answer = ask(client, model=f"tiny-{kind}", layer=1, units=[2])
    trace = trace_text(tiny_models[kind], TEXT)
    gates = [signal.name for signal in SIGNALS[kind] if signal.scale == "gate"]
    assert list(answer["saturation"]) == gates
    for gate, encoded in answer["saturation"].items():
        shares = np.frombuffer(base64.b64decode(encoded["data"]), dtype="<f4").reshape(encoded["shape"])
        assert np.array_equal(shares, saturation(trace.signals[gate][1]))


def test_units_that_never_move_are_named(client: TestClient, tiny: LoadedModel) -> None:
    for text in ("a", TEXT):
        assert ask(client, text=text, units=[0])["still"] == still_units(trace_text(tiny, text), 0)


def test_similarity_needs_a_unit(client: TestClient) -> None:
    check_problem(client.post(f"{API}/figures", json={"text": TEXT, "sort": "similarity"}), 422, field="unit")


def test_without_gates_half_lives_give_way_to_liveliness_and_say_so(client: TestClient) -> None:
    answer = ask(client, model="tiny-rnn", sort="half_life")
    assert answer["units"] == ask(client, model="tiny-rnn", sort="liveliness")["units"]
    assert answer["half_life"] == [None] * 8
    assert answer["echoes"] == {}
    (notice,) = answer["notices"]
    assert "liveliness" in notice
    assert ask(client, model="tiny-rnn")["notices"] == []


def test_one_token_has_no_half_life_yet(client: TestClient) -> None:
    answer = ask(client, text="a")
    assert len(answer["tokens"]) == 2
    assert all(number is None or number > 0 for number in answer["half_life"])


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_signal_may_be_asked_for_alone(client: TestClient, theme: str) -> None:
    assert list(ask(client, signals=["forget"], theme=theme)["figures"]) == ["forget"]


@pytest.mark.parametrize(
    ("fields", "status", "field"),
    [
        ({"show": 33}, 422, "show"),
        ({"sort": "name"}, 422, "sort"),
        ({"theme": "sepia"}, 422, "theme"),
        ({"unit": 8}, 404, "unit"),
        ({"unit": -1}, 422, "unit"),
        ({"layer": 2}, 404, "layer"),
        ({"pinned": [0, 8]}, 404, "pinned"),
        ({"pinned": [1, 1]}, 422, "pinned"),
        ({"pinned": [0, 1, 2, 3, 4]}, 422, "pinned"),
        ({"pinned": [-1]}, 422, "pinned[0]"),
        ({"pinned": "3,17"}, 422, "pinned"),
        ({"pinned": None}, 422, "pinned"),
        ({"step": 9999}, 422, "step"),
        ({"step": -1}, 422, "step"),
        ({"step": 1.0}, 422, "step"),
        ({"signal": "forgot"}, 422, "signal"),
        ({"signal": "forget", "model": "tiny-rnn"}, 422, "signal"),
        ({"signal": ["cell"]}, 422, "signal"),
    ],
)
def test_what_does_not_exist_is_named(client: TestClient, fields: dict[str, Any], status: int, field: str) -> None:
    check_problem(client.post(f"{API}/figures", json={"text": TEXT} | fields), status, field=field)
