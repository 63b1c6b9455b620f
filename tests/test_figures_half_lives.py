"""The picture of how long units remember: every unit is one dot on each side, none lies on another."""

import math
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.figures.half_lives import BOTTOM, HEIGHT, TOP, build_half_lives, stack

LIFE = st.none() | st.floats(0.01, 6900)
LAYERS = st.integers(1, 300).flatmap(
    lambda units: st.tuples(
        st.lists(LIFE, min_size=units, max_size=units),
        st.none() | st.lists(LIFE, min_size=units, max_size=units),
        st.integers(0, units - 1),
    )
)


def places(trace: dict[str, Any]) -> list[tuple[float, float]]:
    return list(zip(trace["x"], trace["y"], strict=True))


def layer(figure: dict[str, Any]) -> list[dict[str, Any]]:
    """The traces with a dot for every unit: this text, and the books where they are known."""
    return [trace for trace in figure["data"] if "name" in trace]


@given(lives=LAYERS)
@settings(max_examples=100, deadline=None)
def test_every_unit_has_a_place_of_its_own_near_its_half_life(
    lives: tuple[list[float | None], list[float | None] | None, int],
) -> None:
    units, books, selected = lives
    figure = build_half_lives(units, books, selected, [], "light")
    go.Figure(figure)
    for trace, values in zip(layer(figure), [units, *([books] if books else [])], strict=True):
        assert sorted(trace["customdata"]) == list(range(len(units)))
        assert len(set(places(trace))) == len(units)
        for unit, x in zip(trace["customdata"], trace["x"], strict=True):
            life = values[unit]
            if life is not None:
                assert abs(math.log10(x / life)) < 0.51 / 18 + 1e-5
            else:
                assert x > max([each for each in (*units, *(books or [])) if each is not None], default=0)
    assert_all_on_the_chart(figure)


def assert_all_on_the_chart(figure: dict[str, Any]) -> None:
    (left, right), (foot, head) = (figure["layout"][name]["range"] for name in ("xaxis", "yaxis"))
    for trace in figure["data"]:
        for x, y in places(trace):
            assert left < math.log10(x) < right
            assert foot < y < head


def test_dots_of_one_bin_stand_on_each_other_the_shortest_first() -> None:
    dots = stack([1.02, 1.0, None, 1.01, 50.0], endless=99)
    assert [(dot.unit, dot.row) for dot in dots if dot.bin == 0] == [(1, 1), (3, 2), (0, 3)]
    assert [(dot.unit, dot.row) for dot in dots if dot.bin == 99] == [(2, 1)]


def test_the_books_hang_below() -> None:
    here, books = layer(build_half_lives([1.0, 2.0], [1.0, 2.0], None, [], "light"))
    assert places(books) == [(x, -y) for x, y in places(here)]


def test_selected_and_pinned_units_are_ringed_and_named_on_both_sides() -> None:
    figure = build_half_lives([1.0, 2.0, 30.0], [1.0, 2.0, 3.0], 2, [0], "light")
    rings = [trace for trace in figure["data"] if "name" not in trace]
    for dots, ring in zip(layer(figure), rings, strict=True):
        expected = {unit: place for unit, place in zip(dots["customdata"], places(dots), strict=True) if unit != 1}
        assert set(places(ring)) == set(expected.values())
        widths = dict(zip(places(ring), ring["marker"]["line"]["width"], strict=True))
        assert widths[expected[2]] > widths[expected[0]]
    labels = [label for label in figure["layout"]["annotations"] if label["showarrow"]]
    assert sorted(label["text"] for label in labels) == ["0", "0", "2", "2"]
    assert {label["text"]: label["font"]["weight"] for label in labels} == {"0": 400, "2": 600}


def test_names_of_neighbours_do_not_touch() -> None:
    figure = build_half_lives([1.0, 1.1, 1.2, 20.0], None, 0, [1, 2, 3], "light")
    labels = [label for label in figure["layout"]["annotations"] if label["showarrow"]]
    heights = {label["text"]: label["ay"] for label in labels}
    foot, head = figure["layout"]["yaxis"]["range"]
    row = (HEIGHT - TOP - BOTTOM) / (head - foot)
    assert abs(heights["0"] - heights["1"]) * row == pytest.approx(15)
    assert heights["3"] == heights["0"]
    assert all(height < head for height in heights.values())


@pytest.mark.parametrize(
    ("units", "expected"),
    [([0.3, 1.0, 40.0], ["0.3", "1", "3", "10", "30"]), ([1.0, None], ["1", "longer"]), ([None], ["1", "longer"])],
)
def test_the_axis_is_in_words(units: list[float | None], expected: list[str]) -> None:
    axis = build_half_lives(units, None, None, [], "light")["layout"]["xaxis"]
    assert axis["ticktext"] == expected
    assert axis["type"] == "log"


def test_a_dot_says_what_it_is() -> None:
    here, books = layer(build_half_lives([0.25, None], [0.5, 12.0], None, [], "light"))
    assert here["text"] == ["unit 0: 0.25 words here, 0.5 words in books",
                            "unit 1: longer than can be told here, 12 words in books"]  # fmt: skip
    assert sorted(books["text"]) == sorted(here["text"])
