"""`/figures/ablate`: the ranking of `/ablate`, drawn, with the probabilities and means that the page tells."""

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from serving import API, check_problem, serve
from starlette.testclient import TestClient
from test_api_effects import SHORT, with_means

from app.figures.ablate import Bar, build_ablate
from app.schemas.ablate import AblateFiguresAnswer
from model import Kind, LoadedModel, score_texts


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def ask(client: TestClient, **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/figures/ablate", json={"text": SHORT} | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    AblateFiguresAnswer.model_validate(answer)
    return answer


@pytest.mark.parametrize("kind", ["lstm", "rnn", "gru"])
def test_the_bars_are_the_strongest_units_of_the_ranking(client: TestClient, kind: Kind) -> None:
    model = f"tiny-{kind}"
    answer = ask(client, model=model, step=5, show=6)
    plain = client.post(f"{API}/ablate", json={"text": SHORT, "model": model, "step": 5}).json()
    for name in plain.keys() - {"elapsed"}:
        assert answer[name] == plain[name]
    bars, odds, rows = answer["figures"]["ablate"]["data"]
    assert rows["customdata"] == [[each["layer"], each["unit"]] for each in plain["units"][:6]]
    assert bars["base"] == plain["log_odds"]
    for each, change, text in zip(plain["units"], bars["x"], odds["text"], strict=False):
        assert change == pytest.approx(each["change"], abs=1e-5)
        times = math.exp(abs(each["log_odds"]))
        assert text.strip() == ("even" if times < 1.05 else f"{times:.1f}× {'she' if each['log_odds'] > 0 else 'he'}")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_plotly_validates_the_figure(client: TestClient, theme: str) -> None:
    figure = ask(client, theme=theme)["figures"]["ablate"]
    assert len(go.Figure(figure).data[0].x) == 16
    low, high = figure["layout"]["xaxis"]["range"]
    assert all(low <= place <= high for place in figure["layout"]["xaxis"]["tickvals"])


def test_probabilities_are_those_of_the_continuations(client: TestClient, tiny: LoadedModel) -> None:
    answer = ask(client, **{"for": " she would", "against": " he"})
    for name, words in (("for", " she would"), ("against", " he")):
        whole, before = score_texts(tiny, [SHORT + words, SHORT])
        expected = math.exp(whole.log_probability - before.log_probability)
        assert answer["as_read"][name]["probability"] == pytest.approx(expected, rel=1e-4)
        assert "".join(answer["as_read"][name]["pieces"]) == words
    assert len(answer["as_read"]["for"]["pieces"]) > 1
    ratio = answer["as_read"]["for"]["probability"] / answer["as_read"]["against"]["probability"]
    assert math.log(ratio) == pytest.approx(answer["log_odds"], abs=1e-4)


def test_means_go_with_their_units(client: TestClient, tiny_folder: Path, tmp_path: Path) -> None:
    assert ask(client)["means"] is None
    means = [[layer / 2 + unit / 100 for unit in range(8)] for layer in range(2)]
    with serve(with_means(tiny_folder, tmp_path, means)) as other:
        answer = ask(other, value="mean")
    notes = [note["text"] for note in answer["figures"]["ablate"]["layout"]["annotations"]]
    assert "at its mean" in notes
    assert "without it" not in notes
    assert answer["means"] == pytest.approx([means[each["layer"]][each["unit"]] for each in answer["units"]])


@pytest.mark.parametrize(("log_odds", "without"), [
    (0.0, [0.0, 0.0]), (-1.83, [0.2, -2.0]), (1e-7, [-1e-7, 0.0]), (9.0, [9.2, 8.8]), (-3.0, [40.0, -90.0]),
    (0.5, [700.0, -700.0]), (-0.1, [-0.14, 0.02]),
])  # fmt: skip
def test_the_axis_has_room_and_readable_ticks(log_odds: float, without: list[float]) -> None:
    bars = [Bar(str(unit), 0, unit, value) for unit, value in enumerate(without)]
    layout = build_ablate(bars, log_odds, " she", " he", "without it", "light")["layout"]
    low, high = layout["xaxis"]["range"]
    assert low < min(log_odds, *without)
    assert high > max(log_odds, *without)
    named = dict(zip(layout["xaxis"]["tickvals"], layout["xaxis"]["ticktext"], strict=True))
    assert 1 <= len(named) <= 7
    for place, text in named.items():
        assert abs(place) == pytest.approx(factor_of(text), abs=1e-6)


def factor_of(text: str) -> float:
    """ln of the factor that a tick names: even, 3×, 10²⁰×."""
    if text == "even":
        return 0.0
    number = text.removesuffix("×")
    power = number.removeprefix("10").translate(str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789"))
    is_power = number.startswith("10") and not number.isdecimal()
    return int(power) * math.log(10) if is_power else math.log(float(number))


def test_even_odds_are_shown_where_they_are_near() -> None:
    def shown(log_odds: float, without: float) -> bool:
        figure = build_ablate([Bar("3", 0, 3, without)], log_odds, " she", " he", "without it", "dark")
        return "even" in figure["layout"]["xaxis"]["ticktext"]

    assert shown(-1.0, -0.4)
    assert not shown(-9.0, -8.8)


def test_what_is_typed_is_no_markup() -> None:
    figure = build_ablate([Bar("3", 0, 3, 2.0)], 1.0, " <b>x</b>", " &amp;", "without it", "light")
    texts = [note["text"] for note in figure["layout"]["annotations"]] + figure["data"][1]["text"]
    assert any("&lt;b&gt;x" in text for text in texts)
    assert not any("<" in text for text in texts)
    assert "&amp;amp;" in figure["layout"]["annotations"][3]["text"]


@pytest.mark.parametrize(("fields", "status", "field"), [
    ({"text": " "}, 422, "text"),
    ({"step": 500}, 422, "step"),
    ({"for": ""}, 422, "for"),
    ({"value": "mean"}, 422, "value"),
    ({"show": 0}, 422, "show"),
    ({"show": 65}, 422, "show"),
    ({"theme": "red"}, 422, "theme"),
    ({"model": "nobody"}, 404, "model"),
])  # fmt: skip
def test_what_cannot_be_drawn_is_named(client: TestClient, fields: dict[str, Any], status: int, field: str) -> None:
    check_problem(client.post(f"{API}/figures/ablate", json={"text": SHORT} | fields), status, field=field)
