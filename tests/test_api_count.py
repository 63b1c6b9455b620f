"""The figure of a counting cell: its numbers are the trace's, and the count is that of the letters."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest
from fastapi.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from model import SHIPPED, LoadedModel, checkpoint_names, load_model, predict, trace_text

COUNTERS = [name for name in checkpoint_names() if "counting" in load_model(name).card["figures"]]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    settings = Settings(model=COUNTERS[0])
    with TestClient(create_app(settings, SHIPPED), base_url="http://localhost") as client:
        yield client


@pytest.fixture(scope="module")
def counter() -> LoadedModel:
    return load_model(COUNTERS[0])


def ask(client: TestClient, text: str) -> Any:
    response = client.post("/api/v1/figures/count", json={"text": text})
    assert response.status_code == 200, response.text
    return response.json()


def test_the_answer_is_what_the_network_does(client: TestClient, counter: LoadedModel) -> None:
    answer, trace = ask(client, "aaaaXbbbb"), trace_text(counter, "aaaaXbbbb")
    cell = trace.signals["cell"][0, :, answer["unit"]].double().numpy()
    assert answer["count"] == [0, 1, 2, 3, 4, 4, 3, 2, 1, 0]
    assert answer["cell"] == pytest.approx(cell, rel=1e-5)
    changes = np.diff(cell)
    assert answer["up"] == pytest.approx(
        {"mean": changes[:4].mean(), "spread": changes[:4].std(), "times": 4}, rel=1e-4
    )
    assert answer["down"]["mean"] == pytest.approx(changes[5:].mean(), rel=1e-4)
    best = predict(counter, trace, 4)
    for step, (ids, chances) in enumerate(zip(best.ids.tolist(), best.probabilities.tolist(), strict=True)):
        given = dict(zip(ids, chances, strict=True))
        assert answer["end"][step] == pytest.approx(given[0], rel=1e-4)
        assert answer["more"][step] == pytest.approx(given[3], rel=1e-4)
    figure = go.Figure(answer["figures"]["count"])
    assert [list(line.y) for line in figure.data[:2]] == [answer["count"], answer["cell"]]


def test_it_is_right_and_wrong_where_the_card_says(client: TestClient, counter: LoadedModel) -> None:
    figures = counter.card["figures"]["counting"]
    n = figures["perfect_to"]
    answer = ask(client, f"{'a' * n}X{'b' * n}")
    assert answer["wrong"] == []
    assert answer["unit"] == figures["cells"][0]["unit"]
    assert answer["counted"] == {name: figures[name] for name in answer["counted"]}
    wrong = ask(client, f"{'a' * (n + 1)}X{'b' * (n + 1)}")["wrong"]
    assert wrong
    assert min(wrong) > n + 1  # after the X


@pytest.mark.parametrize(("text", "up", "down"), [("X", None, None), ("aa", 2, None), ("Xb", None, 1), ("aXbbb", 1, 3)])
def test_strings_that_are_not_of_the_language_are_read_too(
    client: TestClient, text: str, up: int | None, down: int | None
) -> None:
    answer = ask(client, text)
    assert [answer[way] and answer[way]["times"] for way in ("up", "down")] == [up, down]
    assert answer["count"][-1] == text.count("a") - text.count("b")
    assert all(answer["count"][step] >= 0 for step in answer["wrong"])


def test_who_cannot_count_and_what_cannot_be_read_is_said(client: TestClient) -> None:
    others = [name for name in checkpoint_names() if name not in COUNTERS]
    refused = client.post("/api/v1/figures/count", json={"text": "aXb", "model": others[0]})
    assert (refused.status_code, refused.json()["field"]) == (422, "model")
    assert COUNTERS[0] in refused.json()["detail"]
    foreign = client.post("/api/v1/figures/count", json={"text": "a and b"})
    assert (foreign.status_code, foreign.json()["field"]) == (422, "text")
    assert "reads X, a, b alone" in foreign.json()["detail"]


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("memory-test", {}, "for"),
        ("ablate", {"text": "aXb"}, "for"),
        ("score", {"texts": ["aXb", "a b"]}, "texts[1]"),
        ("probe", {"with": ["aX"], "without": ["bye"]}, "without[0]"),
        ("order", {"text": "a queen"}, "text"),
    ],
)
def test_a_letter_that_it_does_not_read_is_the_fault_of_its_field(
    client: TestClient, path: str, body: dict[str, object], field: str
) -> None:
    response = client.post(f"/api/v1/{path}", json=body)
    assert (response.status_code, response.json()["field"]) == (422, field)
    assert "reads X, a, b alone" in response.json()["detail"]


def test_it_writes_on_though_its_vocabulary_is_small(client: TestClient) -> None:
    response = client.post("/api/v1/generate", json={"text": "aaXb", "tokens": 2, "temperature": 0})
    assert response.status_code == 200
    assert response.text.count("event: token") >= 1


def test_what_its_units_know_cannot_be_asked_and_that_is_said(client: TestClient, counter: LoadedModel) -> None:
    answer = client.get("/api/v1/units").json()
    assert len(answer["units"]) == counter.units
    assert all(unit["knows"] == [] for unit in answer["units"])
    assert "English" in answer["notices"][0]


def test_the_page_opens_with_its_own_string(client: TestClient, counter: LoadedModel) -> None:
    suggested = counter.card["suggested"]["text"]
    for query in ("/", "/?text=The+queen+was+tired."):
        page = client.get(query).text
        assert f"\n{suggested}</textarea>" in page
        assert "A string of the letters X, a, b for the model to read" in page
    assert "reads X, a, b alone, so a string of its own is shown" in page
