"""`/figures/probe`: the ranking of `/probe`, drawn."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from serving import API, check_problem, serve
from starlette.testclient import TestClient
from test_api_probe import FIELDS, WITH

from app.figures.probe import Dot, build_probe
from app.schemas.probe import ProbeFiguresAnswer


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_dots_are_the_ranking_from_the_lowest_to_the_highest(client: TestClient, theme: str) -> None:
    body = FIELDS | {"model": "tiny-rnn", "layer": 1}
    response = client.post(f"{API}/figures/probe", json=body | {"theme": theme})
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    ProbeFiguresAnswer.model_validate(answer)
    plain = client.post(f"{API}/probe", json=body).json()
    assert {name: answer[name] for name in plain} == plain
    figure = go.Figure(answer["figures"]["probe"])
    (dots,) = figure.data
    ranked = sorted(plain["units"], key=lambda each: (each["auc"], each["unit"]))
    assert list(dots.y) == [each["auc"] for each in ranked]
    assert [list(place) for place in dots.customdata] == [[1, each["unit"]] for each in ranked]
    assert all(text.startswith(f"Unit 2 · {each['unit']}: ") for text, each in zip(dots.text, ranked, strict=True))
    band, _ = figure.layout.shapes
    assert [band.y0, band.y1] == plain["band"]


def test_dots_outside_the_band_are_told_from_those_within() -> None:
    aucs = [0.5, 0.05, 1.0, 0.1, 0.9, 0.996]
    figure = build_probe([Dot(str(n), 0, n, auc) for n, auc in enumerate(aucs)], (0.1, 0.9), "light")
    (dots,) = figure["data"]
    large = {unit for (_, unit), size in zip(dots["customdata"], dots["marker"]["size"], strict=True) if size > 5}
    assert large == {1, 2, 5}  # on its limit is not outside
    below, within, above = (dots["marker"]["color"][n] for n in (0, 2, 5))
    assert len({below, within, above}) == 3
    told = dict(zip((unit for _, unit in dots["customdata"]), dots["text"], strict=True))
    assert told[1].endswith("lower with it in 95 % of pairs, better than chance")
    assert told[2].endswith("higher with it in 100 % of pairs, better than chance")
    assert told[4].endswith("higher with it in 90 % of pairs, chance would do as well")
    assert told[5].endswith("in 99.6 % of pairs, better than chance")


@pytest.mark.parametrize(("fields", "status", "field"), [
    ({"with": []}, 422, "with"),
    ({"with": [*WITH, " "]}, 422, f"with[{len(WITH)}]"),
    ({"theme": "red"}, 422, "theme"),
    ({"layer": 2}, 404, "layer"),
])  # fmt: skip
def test_what_cannot_be_drawn_is_named(client: TestClient, fields: dict[str, Any], status: int, field: str) -> None:
    check_problem(client.post(f"{API}/figures/probe", json=FIELDS | fields), status, field=field)
