"""The home of every colour: tokens of the two themes, the two scales, and the style sheet that carries them.

    python -m app.figures        writes static/css/tokens.css from here; a test compares

Three colours mean three things: ink is a gate, orange is positive, blue is negative. The gate scale changes in
luminance alone, so it survives any kind of colour blindness and a grey print; orange and blue differ for all readers.
"""

import math
from functools import lru_cache
from typing import Literal

from model import Scale

Theme = Literal["light", "dark"]
Stops = tuple[str, ...]
ColourScale = tuple[tuple[float, str], ...]

TOKENS: dict[Theme, dict[str, str]] = {
    "light": {
        "paper": "#fcfbf8", "ink": "#1b1e20", "soft": "#5a5f63", "line": "#e3e0d8", "wash": "#f3f1ea",
        "wire": "#a9aaa6", "pos": "#a8440f", "neg": "#1c5a9e", "pos-fill": "#e58a4a", "neg-fill": "#5a9bd4",
        "bar": "#5f716f", "bar-soft": "#d5d3ca",
    },
    "dark": {
        "paper": "#111416", "ink": "#eceae4", "soft": "#a3a8ab", "line": "#2a2f32", "wash": "#1a1e20",
        "wire": "#5e6568", "pos": "#f3a069", "neg": "#82b8ee", "pos-fill": "#c8682a", "neg-fill": "#3d7dbd",
        "bar": "#8fa19e", "bar-soft": "#343a3c",
    },
}  # fmt: skip

# Evenly spaced, linear in sRGB. `gate` runs from 0 to 1, `signed` from −R to +R along the bend.
SCALES: dict[Theme, dict[Scale, Stops]] = {
    "light": {
        "gate": ("#f6f4ef", "#d3d8d4", "#9caaa7", "#5c7170", "#12302f"),
        "signed": ("#0b3768", "#2b6cb0", "#86b7e0", "#f6f4ef", "#f0ab73", "#c85f1c", "#7d2c06"),
    },
    "dark": {
        "gate": ("#171b1d", "#343c3d", "#647270", "#a0aca7", "#e6e3d9"),
        "signed": ("#b5dbff", "#5fa3e4", "#25578c", "#171b1d", "#8a431a", "#e27c36", "#ffd0a6"),
    },
}

BEND = 2.0
SIGNED_STOPS = 61  # a multiple of six intervals, so that each of the seven colours is met exactly


def bend(value: float, range_: float) -> float:
    """Place of a signed value on its scale, −1..1 within ±`range_`: asinh(2v) / asinh(2R), even near zero.

    g and h lie within ±1 while cells reach ±R and beyond: bent, one scale serves them all.
    """
    return math.asinh(BEND * value) / math.asinh(BEND * range_)


def unbend(place: float, range_: float) -> float:
    """The signed value at a place −1..1 of its scale: the inverse of `bend`."""
    return math.sinh(place * math.asinh(BEND * range_)) / BEND


@lru_cache(maxsize=256)  # every map of every reading asks: half the time of a figure was in this
def colour_scale(scale: Scale, range_: float, theme: Theme) -> ColourScale:
    """A Plotly colour scale: (position 0..1 along true values, colour) pairs, positions rising.

    `gate` spans 0..1, `signed` spans −range_..+range_ (range_ > 0). The bend is in the positions, so a figure keeps
    its true values.
    """
    stops = SCALES[theme][scale]
    if scale == "gate":
        return tuple((n / (len(stops) - 1), colour) for n, colour in enumerate(stops))
    places = [2 * n / (SIGNED_STOPS - 1) - 1 for n in range(SIGNED_STOPS)]
    # Rounded, because Plotly takes another scale altogether unless the ends are 0 and 1 to the last bit.
    positions = [round((unbend(place, range_) / range_ + 1) / 2, 12) for place in places]
    return tuple((position, mix(stops, (place + 1) / 2)) for position, place in zip(positions, places, strict=True))


def mix(stops: Stops, position: float) -> str:
    """The colour `#rrggbb` at a position 0..1 of evenly spaced stops; beyond the ends, the end."""
    place = min(1.0, max(0.0, position)) * (len(stops) - 1)
    low = min(int(place), len(stops) - 2)
    pair = zip(_channels(stops[low]), _channels(stops[low + 1]), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * (place - low)):02x}" for a, b in pair)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1..21 (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def style_sheet() -> str:
    """The text of tokens.css: the light theme, and the dark one by choice or by the system's wish."""
    light, dark = _declarations("light"), _declarations("dark")
    return (
        "/* Written by `python -m app.figures` from app/figures/palette.py: change it there. */\n"
        f":root {{\n{light}}}\n"
        f":root[data-theme=dark] {{\n{dark}}}\n"
        f"@media (prefers-color-scheme: dark) {{\n:root:not([data-theme]) {{\n{dark}}}\n}}\n"
    )


def _declarations(theme: Theme) -> str:
    lines = [f"  color-scheme: {theme};\n"]
    lines += [f"  --{name}: {colour};\n" for name, colour in TOKENS[theme].items()]
    lines += [f"  --scale-{name}: {', '.join(stops)};\n" for name, stops in SCALES[theme].items()]
    return "".join(lines)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (n / 255 for n in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
