"""`/figures/gradients`: the curves of `/gradients`, drawn and told line by line."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.gradients import GradientFiguresAnswer

LONG = 4 * (TEXT + " ")


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder, max_chars=8000) as client:
        yield client


def ask(client: TestClient, **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/figures/gradients", json={"text": TEXT} | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    GradientFiguresAnswer.model_validate(answer)
    return answer


def test_a_line_for_each_state_of_each_network(client: TestClient) -> None:
    answer = ask(client, text=LONG)
    entries = client.post(f"{API}/gradients", json={"text": LONG}).json()
    named = {(entry["model"], signal): entry for entry in entries["models"] for signal in ("cell", "hidden")}
    assert [line["label"] for line in answer["lines"]] == ["LSTM cell", "LSTM hidden", "GRU hidden", "RNN hidden"]
    assert (answer["step"], answer["tokens"]) == (entries["step"], entries["tokens"])
    for line in answer["lines"]:
        entry = named[line["model"], line["signal"]]
        assert line["model"] == f"tiny-{line['kind']}"
        assert line["norms"] == entry[line["signal"]]
        assert line["halves_every"] == entry["halves_every"][line["signal"]]


def test_networks_of_one_kind_go_by_their_names(client: TestClient, tiny_folder: Path) -> None:
    labels = [line["label"] for line in ask(client, models=["tiny-rnn"])["lines"]]
    assert labels == ["RNN hidden"]
    with serve(twice(tiny_folder)) as other:
        labels = [line["label"] for line in ask(other, models=["tiny-rnn", "again-rnn"])["lines"]]
    assert labels == ["tiny-rnn hidden", "again-rnn hidden"]


def twice(folder: Path) -> Path:
    """The folder of checkpoints with a second simple network."""
    copy = folder.with_name("twice")
    shutil.copytree(folder, copy, dirs_exist_ok=True)
    shutil.copytree(folder / "tiny-rnn", copy / "again-rnn", dirs_exist_ok=True)
    return copy


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("step", [1, 9, None])
def test_plotly_validates_both_figures(client: TestClient, theme: str, step: int | None) -> None:
    answer = ask(client, text=LONG, theme=theme, step=step)
    for figure in answer["figures"].values():
        assert len(go.Figure(figure).data) == len(answer["lines"])


def test_relative_lines_are_divided_by_the_last_one(client: TestClient) -> None:
    answer = ask(client, text=LONG, step=30)
    for line, absolute, relative in zip(
        answer["lines"], *(answer["figures"][name]["data"] for name in ("absolute", "relative")), strict=True
    ):
        assert absolute["y"] == line["norms"]
        assert relative["y"] == pytest.approx([norm / line["norms"][-1] for norm in line["norms"]], rel=1e-5)
        assert absolute["x"] == list(range(30))
        assert absolute["customdata"] == list(range(30, 0, -1))


def test_a_thousand_tokens_stay_small_enough_to_draw(client: TestClient) -> None:
    text = "The queen was tired of waiting. " * 60
    answer = ask(client, text=text)
    assert len(answer["tokens"]) > 1000
    numbers = sum(
        len(trace["x"]) + len(trace["y"]) for figure in answer["figures"].values() for trace in figure["data"]
    )
    assert numbers < 100_000
    assert len(json.dumps(answer["figures"])) < 2_000_000


@pytest.mark.parametrize(("fields", "status", "field"), [
    ({"text": "7"}, 422, "text"),
    ({"step": 0}, 422, "step"),
    ({"step": 9999}, 422, "step"),
    ({"layer": 2}, 404, "layer"),
    ({"models": ["nobody"]}, 404, "models"),
    ({"theme": "red"}, 422, "theme"),
])  # fmt: skip
def test_what_does_not_exist_is_named(client: TestClient, fields: dict[str, Any], status: int, field: str) -> None:
    check_problem(client.post(f"{API}/figures/gradients", json={"text": TEXT} | fields), status, field=field)
