"""Colours: the scales as the design has them, readable text, and the style sheet in step."""

from itertools import pairwise
from pathlib import Path

import pytest

from app.figures.palette import SCALES, TOKENS, Theme, bend, colour_scale, contrast, mix, style_sheet, unbend
from model import Scale

THEMES: tuple[Theme, ...] = ("light", "dark")
SHEET = Path(__file__).parent.parent / "static" / "css" / "tokens.css"


def test_the_style_sheet_is_the_palette() -> None:
    assert SHEET.read_text("utf-8") == style_sheet(), "run: python -m app.figures"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["ink", "soft", "pos", "neg"])
def test_text_can_be_read_on_paper_and_wash(theme: Theme, name: str) -> None:
    colours = TOKENS[theme]
    assert contrast(colours[name], colours["paper"]) >= 4.5
    assert contrast(colours[name], colours["wash"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scale", ["gate", "signed"])
def test_black_or_white_can_be_read_on_every_colour_of_a_scale(theme: Theme, scale: Scale) -> None:
    for n in range(101):
        colour = mix(SCALES[theme][scale], n / 100)
        assert max(contrast(colour, "#ffffff"), contrast(colour, "#000000")) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_an_open_gate_is_farther_from_the_paper_than_a_closed_one(theme: Theme) -> None:
    distances = [contrast(colour, TOKENS[theme]["paper"]) for colour in SCALES[theme]["gate"]]
    assert all(low < high for low, high in pairwise(distances))


@pytest.mark.parametrize("range_", [0.5, 2.0, 6.0, 14.0, 300.0])
@pytest.mark.parametrize("theme", THEMES)
def test_the_contents_scale_is_bent_by_its_stops(theme: Theme, range_: float) -> None:
    stops = colour_scale("signed", range_, theme)
    positions = [position for position, _ in stops]
    assert (positions[0], positions[-1]) == pytest.approx((0, 1))
    assert all(low < high for low, high in pairwise(positions))
    for position, colour in stops:
        value = (2 * position - 1) * range_
        assert farthest(colour, mix(SCALES[theme]["signed"], (bend(value, range_) + 1) / 2)) <= 1


def test_every_colour_of_the_design_is_met_exactly() -> None:
    colours = [colour for _, colour in colour_scale("signed", 14.0, "light")]
    assert [colour for colour in SCALES["light"]["signed"] if colour in colours] == list(SCALES["light"]["signed"])
    assert colour_scale("gate", 14.0, "light")[2] == (0.5, "#9caaa7")


def test_between_two_stops_plotly_mixes_what_the_bend_would_give() -> None:
    """Plotly goes straight from stop to stop; with 61 of them no channel is off by more than 3 of 255."""
    stops = colour_scale("signed", 14.0, "light")
    for (low, first), (high, second) in pairwise(stops):
        value = (low + high - 1) * 14.0
        exact = mix(SCALES["light"]["signed"], (bend(value, 14.0) + 1) / 2)
        straight = mix((first, second), 0.5)
        assert farthest(exact, straight) <= 3


def test_unbend_undoes_bend() -> None:
    for value in (-14.0, -1.0, 0.0, 0.3, 9.0):
        assert unbend(bend(value, 14.0), 14.0) == pytest.approx(value)


def test_zero_is_the_middle_and_has_the_colour_of_the_paper_side() -> None:
    middle = colour_scale("signed", 6.0, "dark")[30]
    assert middle == (0.5, "#171b1d")


def farthest(one: str, other: str) -> int:
    """The largest difference of two colours in one channel, 0..255."""
    return max(abs(int(one[n : n + 2], 16) - int(other[n : n + 2], 16)) for n in (1, 3, 5))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_ends_are_0_and_1_to_the_last_bit_whatever_the_range(theme: Theme) -> None:
    """Plotly silently draws with another scale where they are not; −1..1 is the range of every vanilla network."""
    for tenths in range(1, 400):
        positions = [position for position, _ in colour_scale("signed", tenths / 10, theme)]
        assert (positions[0], positions[-1]) == (0.0, 1.0)
        assert positions == sorted(positions)
