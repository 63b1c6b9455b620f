"""`/figures/twins`: the numbers are those of each network's own trace, and Plotly takes the figures."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient
from test_figures import decode

from app.figures.twins import build_effective_memory
from app.schemas.twins import TwinsAnswer
from model import LoadedModel, liveliest_units, predict, trace_text


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def ask(client: TestClient, **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/figures/twins", json={"text": TEXT} | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    TwinsAnswer.model_validate(answer)
    return answer


@pytest.mark.parametrize("layer", [0, 1])
def test_each_shows_the_memory_of_its_own_trace(
    client: TestClient, tiny_models: dict[str, LoadedModel], layer: int
) -> None:
    entries = {entry["kind"]: entry for entry in ask(client, layer=layer)["models"]}
    assert {kind: entry["signal"] for kind, entry in entries.items()} == {
        "lstm": "cell",
        "rnn": "hidden",
        "gru": "hidden",
    }
    for kind, entry in entries.items():
        trace = trace_text(tiny_models[kind], TEXT)
        assert sorted(entry["units"]) == liveliest_units(trace, layer, 32)
        values = trace.signals[entry["signal"]][layer][:, entry["units"]].T
        np.testing.assert_array_equal(decode(entry["memory"]["data"][0]["z"]), values)
        assert [row[0] for row in entry["memory"]["data"][0]["customdata"]] == entry["units"]


def test_the_advantage_is_the_difference_of_surprises(client: TestClient, tiny_models: dict[str, LoadedModel]) -> None:
    answer = ask(client, models=["tiny-lstm", "tiny-rnn"])
    bits = [
        predict(tiny_models[kind], trace_text(tiny_models[kind], TEXT), 1).surprisal.numpy() for kind in ("lstm", "rnn")
    ]
    gained = answer["advantage"]["data"][0]["y"]
    assert gained[0] == 0
    np.testing.assert_allclose(gained[1:], (bits[1] - bits[0])[1:], atol=1e-3)
    for entry, own in zip(answer["models"], bits, strict=True):
        assert entry["bits"] == pytest.approx(np.nansum(own), rel=1e-5)


def test_plotly_takes_the_figures(client: TestClient) -> None:
    answer = ask(client, theme="dark", text="a <b>queen</b> &lt; queen")
    curve = {"tokens_before": [1, 2, 4], "nats": [5.0, 4.5, 4.4], "standard_error": [0.1, 0.1, 0.1]}
    effective = build_effective_memory({"one<b>": curve, "other": curve}, ["lstm", "rnn"], "light")
    for figure in (answer["advantage"], effective, *(entry["memory"] for entry in answer["models"])):
        go.Figure(figure)
    assert "<b>" not in str([effective, answer])
    assert answer["effective_memory"] is None  # the tiny cards have no such curve


def test_one_network_has_nobody_to_be_compared_with(client: TestClient) -> None:
    answer = ask(client, models=["tiny-rnn"], text="queen")
    assert [entry["model"] for entry in answer["models"]] == ["tiny-rnn"]
    assert answer["advantage"] is None


@pytest.mark.parametrize(
    ("fields", "status", "field"),
    [
        ({"models": ["tiny-lstm", "nobody"]}, 404, "models"),
        ({"models": ["tiny-lstm", "tiny-lstm"]}, 422, "models"),
        ({"layer": 2}, 404, "layer"),
        ({"text": "  "}, 422, "text"),
        ({"show": 33}, 422, "show"),
        ({"theme": "red"}, 422, "theme"),
    ],
)
def test_bad_requests(client: TestClient, fields: dict[str, Any], status: int, field: str) -> None:
    check_problem(client.post(f"{API}/figures/twins", json={"text": TEXT} | fields), status, field=field)
