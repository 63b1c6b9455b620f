"""`/order`: the same words in another order, and how far the final states move; the same as a figure."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.order import OrderAnswer, OrderFiguresAnswer
from model import Kind, LoadedModel, final_states, shuffle_words, state_distance


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def ask(client: TestClient, **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/order", json={"text": TEXT} | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    OrderAnswer.model_validate(answer)
    return answer


def draw(client: TestClient, **fields: Any) -> dict[str, Any]:
    """The answer with its figure, which Plotly itself takes."""
    response = client.post(f"{API}/figures/order", json={"text": TEXT} | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    OrderFiguresAnswer.model_validate(answer)
    go.Figure(answer["figures"]["ends"])
    return answer


def test_the_words_move_and_so_do_the_states(client: TestClient, tiny_models: dict[Kind, LoadedModel]) -> None:
    answer, expected = ask(client, seed=5), shuffle_words(TEXT, 5)
    assert (answer["text"], answer["order"]) == (expected.text, expected.order)
    assert [entry["model"] for entry in answer["models"]] == ["tiny-lstm", "tiny-gru", "tiny-rnn"]
    for entry, kind in zip(answer["models"], ("lstm", "gru", "rnn"), strict=True):
        states = final_states(tiny_models[kind], [TEXT, expected.text])
        for signal, found in (("hidden", states.hidden), ("cell", states.cell)):
            if found is None:
                assert entry[signal] is None
            else:
                assert entry[signal] == pytest.approx(vars(state_distance(*found)), rel=1e-4)
                assert entry[signal]["distance"] > 0


def test_the_figure_draws_twenty_orders(client: TestClient) -> None:
    answer = draw(client, models=["tiny-rnn", "tiny-lstm"])
    assert answer["shuffled"] is None
    assert answer["seeds"] == list(range(1, 21))
    lanes = answer["figures"]["ends"]["data"]
    rnn, lstm = answer["spread"]
    assert [lane["x"] for lane in lanes] == [
        pytest.approx(values, abs=1e-4) for values in (rnn["hidden"], lstm["cell"], lstm["hidden"])
    ]
    assert all(lane["customdata"] == answer["seeds"] for lane in lanes)
    assert answer["figures"]["ends"]["layout"]["yaxis"]["ticktext"] == ["RNN h", "LSTM c", "LSTM h"]


@pytest.mark.parametrize("seed", [3, 21])
def test_one_order_is_marked_and_told_in_numbers(client: TestClient, seed: int) -> None:
    answer, expected = draw(client, seed=seed), ask(client, seed=seed)
    for name in ("text", "order"):
        assert answer["shuffled"][name] == expected[name]
    for entry, other in zip(answer["shuffled"]["models"], expected["models"], strict=True):
        assert entry["hidden"] == pytest.approx(other["hidden"], rel=1e-4)
    ring = answer["figures"]["ends"]["data"][-1]
    assert ring["marker"]["symbol"] == "circle-open"
    assert ring["x"][0] == pytest.approx(expected["models"][0]["cell"]["relative"], abs=1e-4)
    if seed in answer["seeds"]:
        assert answer["spread"][0]["cell"][seed - 1] == pytest.approx(ring["x"][0], abs=1e-4)


def test_a_thousand_words_are_read_in_fewer_orders(tiny_folder: Path) -> None:
    with serve(tiny_folder, max_chars=8000, max_tokens=4096) as client:
        answer = draw(client, text="The old man read the letter. " * 170)
    assert answer["seeds"] == list(range(1, 9))
    assert [len(entry["hidden"]) for entry in answer["spread"]] == [8] * 3


@pytest.mark.parametrize("name", ["order", "figures/order"])
@pytest.mark.parametrize(("fields", "status", "field"), [
    ({"text": "alone"}, 422, "text"),
    ({"text": " "}, 422, "text"),
    ({"text": "a " * 1001}, 422, "text"),
    ({"seed": -1}, 422, "seed"),
    ({"seed": 2**32}, 422, "seed"),
    ({"seed": "1"}, 422, "seed"),
    ({"models": ["nobody"]}, 404, "models"),
    ({"layer": 0}, 422, "layer"),
])  # fmt: skip
def test_what_cannot_be_shuffled_is_named(
    client: TestClient, name: str, fields: dict[str, Any], status: int, field: str
) -> None:
    check_problem(client.post(f"{API}/{name}", json={"text": TEXT} | fields), status, field=field)
