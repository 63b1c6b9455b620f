"""How long the units of a layer remember: a dot a unit on a logarithmic axis, this text above it, the books below."""

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.figures.chart import axis, chart_layout
from app.figures.palette import TOKENS, Theme
from app.figures.panels import Figure
from app.figures.words import in_brackets

BINS = 18  # to a power of ten
GAP = 3  # bins from the longest half-life to those that are longer than can be told
HEIGHT, TOP, BOTTOM, LEFT, RIGHT = 420, 28, 44, 78, 12  # px; static/css/lives.css gives the chart this height
STRIP = 34  # px above and below the stacks, where marked units are named, in two lines
LARGEST_DOT = 8.0  # px
NEAR = 6  # bins: the names of units nearer to each other might touch

Lives = Sequence[float | None]


@dataclass(frozen=True)
class Dot:
    """A unit's place: its bin on the axis, and the row 1, 2, … away from the axis."""

    unit: int
    bin: int
    row: int


@dataclass(frozen=True)
class Side:
    """One text's units: `sign` 1 stacks upwards, −1 downwards."""

    name: str
    sign: int
    dots: list[Dot]

    @property
    def height(self) -> int:
        return max(dot.row for dot in self.dots)

    def of(self, units: Sequence[int]) -> list[Dot]:
        """The dots of some units, from left to right."""
        return sorted((dot for dot in self.dots if dot.unit in units), key=lambda dot: dot.bin)


def build_half_lives(
    units: Lives,
    books: Lives | None,
    selected: int | None,
    pinned: Sequence[int],
    theme: Theme,
    names: Mapping[int, str] | None = None,
) -> Figure:
    """The figure of a layer: half-lives in tokens, unit by unit, None where longer than can be told.

    Every dot has its unit as `customdata`; the units `selected` and `pinned` are ringed and numbered. `names`: those
    that units have earned.
    """
    known = [tokens for tokens in (*units, *(books or ())) if tokens is not None]
    first, last = _bin(min(known, default=1.0)), _bin(max(known, default=1.0))
    sides = [Side("this text", 1, stack(units, last + GAP))]
    if books:
        sides.append(Side("books", -1, stack(books, last + GAP)))
    size = _row_size(sides)
    marked = [*pinned, *([] if selected is None else [selected])]
    hints = [_hint(unit, units, books, (names or {}).get(unit, "")) for unit in range(len(units))]
    data = [_dots(side, hints, size, theme) for side in sides]
    data += [_rings(side, marked, selected, size, theme) for side in sides]
    layout = chart_layout(theme, LEFT, RIGHT, TOP, BOTTOM) | {
        "hovermode": "closest",
        "xaxis": _tokens_axis(theme, first, last, len(known) < len(units) + len(books or ())),
        "yaxis": _rows_axis(theme, sides, size),
        "annotations": [
            each for side in sides for each in (_title(side), *_names(side, marked, selected, size, theme))
        ],
    }
    return {"data": data, "layout": layout}


def stack(lives: Lives, endless: int) -> list[Dot]:
    """The place of every unit; in a bin the shortest memories lie nearest the axis. `endless`: the bin of None."""
    heights: dict[int, int] = defaultdict(int)
    dots = []
    for unit in sorted(range(len(lives)), key=lambda unit: (_or_endless(lives[unit]), unit)):
        tokens = lives[unit]
        place = endless if tokens is None else _bin(tokens)
        heights[place] += 1
        dots.append(Dot(unit, place, heights[place]))
    return dots


def _row_size(sides: Sequence[Side]) -> float:
    """The height of a row in px: as much as there is room for."""
    space = HEIGHT - TOP - BOTTOM - STRIP * len(sides)
    return min(LARGEST_DOT, space / sum(side.height + 1 for side in sides))


def _or_endless(tokens: float | None) -> float:
    return math.inf if tokens is None else tokens


def _bin(tokens: float) -> int:
    return math.floor(math.log10(tokens) * BINS)


def _centre(place: int) -> float:
    """The middle of a bin as a power of ten: so a logarithmic axis counts in ranges and annotations."""
    return (place + 0.5) / BINS


def _tokens_axis(theme: Theme, first: int, last: int, has_endless: bool) -> dict[str, Any]:
    powers = range(math.floor(first / BINS), math.floor(last / BINS) + 1)
    ticks = [times * 10.0**power for power in powers for times in (1, 3)]
    named = {tick: f"{tick:g}" for tick in ticks if first <= _bin(tick) <= last}
    if has_endless:
        named[10 ** _centre(last + GAP)] = "longer"
    return axis(
        theme,
        type="log",
        range=[_centre(first - 3), _centre(last + (GAP if has_endless else 0) + 3)],
        title={"text": "words until half of it is forgotten", "standoff": 6},
        tickvals=list(named),
        ticktext=list(named.values()),
    )


def _rows_axis(theme: Theme, sides: Sequence[Side], size: float) -> dict[str, Any]:
    """Rows of `size` px, with room for the names; what is left over lies above."""
    foot = -sides[-1].height - 1 - STRIP / size if len(sides) > 1 else -0.5
    rows = (HEIGHT - TOP - BOTTOM) / size
    wire = TOKENS[theme]["wire"]
    return axis(theme, range=[foot, foot + rows], zeroline=True, zerolinecolor=wire, ticks="", showticklabels=False)


def _dots(side: Side, hints: Sequence[str], size: float, theme: Theme) -> dict[str, Any]:
    colours = TOKENS[theme]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": side.name,
        **_places(side, side.dots),
        "customdata": [dot.unit for dot in side.dots],
        "text": [hints[dot.unit] for dot in side.dots],
        "marker": {"size": max(3.0, size - 1), "color": colours["bar" if side.sign > 0 else "wire"]},
        "hovertemplate": "%{text}<extra></extra>",
    }


def _places(side: Side, dots: Sequence[Dot]) -> dict[str, list[float]]:
    return {
        "x": [float(f"{10 ** _centre(dot.bin):.6g}") for dot in dots],
        "y": [float(side.sign * dot.row) for dot in dots],
    }


def _rings(side: Side, marked: Sequence[int], selected: int | None, size: float, theme: Theme) -> dict[str, Any]:
    dots = side.of(marked)
    return {
        "type": "scatter",
        "mode": "markers",
        **_places(side, dots),
        "marker": {
            "symbol": "circle-open",
            "size": size + 6,
            "color": TOKENS[theme]["ink"],
            "line": {"width": [2.0 if dot.unit == selected else 1.0 for dot in dots]},
        },
        "hoverinfo": "skip",
    }


def _names(side: Side, marked: Sequence[int], selected: int | None, size: float, theme: Theme) -> list[dict[str, Any]]:
    """The numbers of marked units beyond the stacks, each with a line to its dot; neighbours take turns."""
    colours = TOKENS[theme]
    found, line, before = [], 0, -math.inf
    for dot in side.of(marked):
        line = 1 - line if dot.bin - before < NEAR else 0
        before = dot.bin
        found.append({
            "x": _centre(dot.bin), "y": side.sign * dot.row, "axref": "x", "ayref": "y",
            "ax": _centre(dot.bin), "ay": side.sign * (side.height + (10 + 15 * line) / size),
            "text": str(dot.unit), "showarrow": True, "arrowhead": 0, "arrowwidth": 1, "arrowcolor": colours["soft"],
            "standoff": size / 2 + 3, "yanchor": "middle",
            "font": {"color": colours["ink"], "weight": 600 if dot.unit == selected else 400},
        })  # fmt: skip
    return found


def _title(side: Side) -> dict[str, Any]:
    """What the dots of a side are, left of them."""
    return {
        "xref": "paper", "x": 0, "xshift": -10, "xanchor": "right", "y": side.sign * side.height / 2,
        "text": side.name, "showarrow": False,
    }  # fmt: skip


def _hint(unit: int, units: Lives, books: Lives | None, name: str) -> str:
    there = f", {_told(books[unit])} in books" if books else ""
    return f"unit {unit}{in_brackets(name)}: {_told(units[unit])} here{there}"


def _told(tokens: float | None) -> str:
    return "longer than can be told" if tokens is None else f"{tokens:.3g} words"
