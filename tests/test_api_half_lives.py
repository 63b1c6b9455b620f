"""`/half-lives` and its figure: how long each unit remembers, here and in books."""

import math
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.half_lives import HalfLivesAnswer, HalfLivesFigureAnswer
from model import LoadedModel, load_checkpoint, trace_text
from model.checkpoint import write_card


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder, max_chars=8000) as client:
        yield client


def ask(client: TestClient, path: str = "half-lives", **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/{path}", json={"text": TEXT} | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


@pytest.mark.parametrize("layer", [0, 1])
def test_each_unit_by_its_mean_log_gate(client: TestClient, tiny: LoadedModel, layer: int) -> None:
    answer = ask(client, layer=layer)
    HalfLivesAnswer.model_validate(answer)
    forget = trace_text(tiny, TEXT).signals["forget"][layer, 1:].double()
    expected = [math.log(0.5) / float(gate.log().mean()) for gate in forget.T]
    assert answer["units"] == pytest.approx(expected, rel=1e-3)
    assert (answer["model"], answer["layer"]) == ("tiny-lstm", layer)


def test_the_books_are_those_of_the_card(client: TestClient, tiny: LoadedModel) -> None:
    assert ask(client, layer=1)["books"] == tiny.card["units"]["half_life"][1] == [1.5] * 7 + [None]


def test_a_card_that_does_not_say_leaves_them_out(tiny_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_folder / "tiny-lstm", tmp_path / "checkpoints" / "tiny-lstm")
    card = load_checkpoint(folder).card
    write_card(folder, card | {"units": {"half_life": [], "saturation": {}}})
    with serve(folder.parent) as client:
        assert ask(client)["books"] is None
        figure = ask(client, "figures/half-lives", unit=3)["figures"]["half_lives"]
    assert [trace["name"] for trace in go.Figure(figure).data if trace["name"]] == ["this text"]


def test_a_text_of_one_token_can_be_told(client: TestClient) -> None:
    assert len(ask(client, text="7")["units"]) == 8


def test_the_figure_comes_with_the_numbers(client: TestClient) -> None:
    numbers = ask(client, layer=1)
    answer = ask(client, "figures/half-lives", layer=1, unit=3, pinned=[5], theme="dark")
    HalfLivesFigureAnswer.model_validate(answer)
    assert {name: answer[name] for name in ("model", "layer", "units", "books")} == {
        name: numbers[name] for name in ("model", "layer", "units", "books")
    }
    figure = go.Figure(answer["figures"]["half_lives"])
    assert sorted(figure.data[0]["customdata"]) == list(range(8))
    named = {label["text"] for label in answer["figures"]["half_lives"]["layout"]["annotations"]}
    assert named == {"this text", "books", "3", "5"}


@pytest.mark.parametrize("path", ["half-lives", "figures/half-lives"])
@pytest.mark.parametrize("model", ["tiny-rnn", "tiny-gru"])
def test_networks_without_forget_gates_have_none(client: TestClient, path: str, model: str) -> None:
    response = client.post(f"{API}/{path}", json={"text": TEXT, "model": model})
    detail = check_problem(response, 422, "no_cells", "model")["detail"]
    assert model in detail
    assert "gradients" in detail


@pytest.mark.parametrize(("path", "fields", "status", "field"), [
    ("half-lives", {"layer": 2}, 404, "layer"),
    ("half-lives", {"model": "nobody"}, 404, "model"),
    ("half-lives", {"text": " "}, 422, "text"),
    ("half-lives", {"unit": 3}, 422, "unit"),
    ("figures/half-lives", {"unit": 8}, 404, "unit"),
    ("figures/half-lives", {"unit": -1}, 422, "unit"),
    ("figures/half-lives", {"pinned": [3, 8]}, 404, "pinned"),
    ("figures/half-lives", {"pinned": [3, 3]}, 422, "pinned"),
    ("figures/half-lives", {"pinned": [1, 2, 3, 4, 5]}, 422, "pinned"),
])  # fmt: skip
def test_what_does_not_exist_is_named(
    client: TestClient, path: str, fields: dict[str, Any], status: int, field: str
) -> None:
    check_problem(client.post(f"{API}/{path}", json={"text": TEXT} | fields), status, field=field)
