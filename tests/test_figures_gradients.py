"""The picture of how far losses reach: whatever the numbers, lines, ticks and names are where they belong."""

from itertools import pairwise
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.figures.gradients import APART, BOTTOM, DECADES, HEIGHT, TOP, GradientLine, build_gradients
from app.figures.palette import TOKENS
from model import Token
from model.tokenizer import START_ID

NORMS = st.just(0.0) | st.floats(1e-150, 1e6)
# Three curves of one length, however steep.
CURVES = st.integers(1, 60).flatmap(
    lambda steps: st.lists(st.lists(NORMS, min_size=steps, max_size=steps), min_size=3, max_size=3)
)


def tokens(count: int, word: str = " word") -> list[Token]:
    start = Token(0, START_ID, "", 0, 0, None)
    return [start, *(Token(n, 5, word, n, n + 1, None) for n in range(1, count))]


def lines(curves: list[list[float]]) -> list[GradientLine]:
    cell, hidden, plain = curves
    return [
        GradientLine("LSTM cell", "lstm", "cell", cell),
        GradientLine("LSTM hidden", "lstm", "hidden", hidden),
        GradientLine("RNN hidden", "rnn", "hidden", plain),
    ]


def falling(rate: float, steps: int) -> list[float]:
    return [rate ** (steps - 1 - step) for step in range(steps)]


def powers(figure: dict[str, Any]) -> tuple[float, float]:
    low, high = figure["layout"]["yaxis"]["range"]
    return low, high


@given(curves=CURVES, relative=st.booleans())
@settings(max_examples=150, deadline=None)
def test_names_lie_on_the_chart_and_apart(curves: list[list[float]], relative: bool) -> None:
    figure = build_gradients(lines(curves), tokens(len(curves[0]) + 1), "light", relative)
    go.Figure(figure)
    low, high = powers(figure)
    pixel = (high - low) / (HEIGHT - TOP - BOTTOM)
    places = sorted(label["y"] for label in figure["layout"]["annotations"])
    assert [label["text"] for label in figure["layout"]["annotations"]] == ["LSTM cell", "LSTM hidden", "RNN hidden"]
    assert low <= places[0]
    assert places[-1] <= high
    assert all(other - one > 0.999 * APART * pixel for one, other in pairwise(places))
    assert high - low <= DECADES * 1.09


def test_a_name_stands_where_its_line_is_oldest() -> None:
    curves = [falling(0.97, 100), falling(0.95, 100), falling(0.5, 100)]
    figure = build_gradients(lines(curves), tokens(101), "light", relative=True)
    cell, _, rnn = figure["layout"]["annotations"]
    assert cell["x"] == 0
    assert 10 ** cell["y"] == pytest.approx(curves[0][0], rel=0.5)
    assert curves[2][rnn["x"]] >= 10 ** powers(figure)[0] > curves[2][rnn["x"] - 1]


def test_what_is_zero_is_left_out() -> None:
    figure = build_gradients(lines([[0.0, 0.5, 1.0], [0.0, 0.0, 0.0], [0.1, 0.2, 0.0]]), tokens(4), "light", True)
    assert [trace["y"] for trace in figure["data"]] == [[None, 0.5, 1.0], [None] * 3, [None] * 3]


def test_networks_differ_by_their_lines_and_not_by_hue() -> None:
    figure = build_gradients(lines([falling(0.9, 9)] * 3), tokens(10), "dark", relative=False)
    cell, hidden, rnn = (trace["line"] for trace in figure["data"])
    assert {line["color"] for line in (cell, hidden, rnn)} == {TOKENS["dark"]["ink"]}
    assert [line["dash"] for line in (cell, hidden, rnn)] == ["solid", "solid", "dash"]
    assert cell["width"] > hidden["width"]


def test_typed_text_is_no_markup() -> None:
    figure = build_gradients(lines([falling(0.9, 4)] * 3), tokens(5, " <b>&"), "light", relative=False)
    assert figure["data"][0]["text"][1:] == ["&lt;b&gt;&amp;"] * 3
    assert figure["layout"]["xaxis"]["ticktext"][1] == "&lt;b&gt;&amp;"


@pytest.mark.parametrize(
    ("count", "step", "expected"), [(18, 9, None), (130, 30, None), (130, 100, 10), (1000, 999, 100)]
)
def test_short_texts_name_their_words_and_long_ones_distances(count: int, step: int, expected: int | None) -> None:
    axis = build_gradients(lines([falling(0.99, step)] * 3), tokens(count), "light", True)["layout"]["xaxis"]
    assert axis["range"] == [-0.5, step + 0.5]
    if expected is None:
        assert axis["ticktext"] == ["start", *["word"] * step]
    else:
        distances = [step - tick for tick in axis["tickvals"]]
        assert distances == list(range(expected, step + 1, expected))
        assert axis["ticktext"] == [f"{distance} before" for distance in distances]


@pytest.mark.parametrize(
    ("rate", "steps", "expected"),
    [(0.9, 12, ["0.5", "1"]), (0.5, 12, ["0.001", "0.01", "0.1", "1"]), (0.5, 26, ["10⁻⁶", "10⁻⁴", "0.01", "1"])],
)
def test_ticks_are_read_at_a_glance(rate: float, steps: int, expected: list[str]) -> None:
    axis = build_gradients(lines([falling(rate, steps)] * 3), tokens(steps + 1), "light", True)["layout"]["yaxis"]
    assert axis["ticktext"] == expected
    low, high = axis["range"]
    assert all(10**low <= tick <= 10**high for tick in axis["tickvals"])
