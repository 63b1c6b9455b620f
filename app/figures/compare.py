"""Two texts side by side: heat maps of how every signal differs, and the wake of that difference over the words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.figures.chart import SERIF, axis, chart_layout
from app.figures.differences import difference_panels
from app.figures.palette import TOKENS, Theme
from app.figures.panels import Figure, Values
from app.figures.words import plot_text, short, token_label
from model import Column, Kind, Token

# As the equations of a layer are read; echoes of the cell have no maps here.
READ_AS = ("reset", "update", "forget", "input", "candidate", "cell", "output", "hidden")
STATES = {"cell": "the cell, ‖Δc‖", "hidden": "hidden, ‖Δh‖"}
THICK, THIN = 2.4, 1.3  # px: what the layer remembers with, and what it says
HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 230, 44, 104, 26, 34  # px; static/css/swap.css gives the chart this height
LABEL = 15  # px between the names of two lines


@dataclass(frozen=True)
class Sides:
    """The tokens of both texts, and in which columns they stand (`model.aligned_columns`)."""

    a: Sequence[Token]
    b: Sequence[Token]
    columns: Sequence[Column]
    alignment: Sequence[tuple[int, int]]

    @property
    def tokens(self) -> list[Token]:
        """A token for each column: that of a, where it has one."""
        return [self._standing(column)[0] for column in self.columns]

    @property
    def labels(self) -> list[str]:
        """How each column is called: by its word, or by both where they differ."""
        words = ([short(token_label(token)) for token in self._standing(column)] for column in self.columns)
        return ["/".join(dict.fromkeys(each)) for each in words]

    @property
    def places(self) -> list[int]:
        """The column of each pair."""
        pairs = set(self.alignment)
        return [place for place, column in enumerate(self.columns) if column in pairs]

    def _standing(self, column: Column) -> list[Token]:
        """The tokens of a column, one or two."""
        sides = zip((self.a, self.b), column, strict=True)
        return [tokens[step] for tokens, step in sides if step is not None]


def build_compared(
    kind: Kind, differences: Mapping[str, Values], range_: float, theme: Theme, sides: Sides
) -> dict[str, Figure]:
    """A heat map for each signal, in the order of the equations: {signal: [rows, P]} over the columns.

    Columns that are no pairs stay empty: where other words stand, nothing corresponds.
    """
    laid = {name: _laid_out(differences[name], sides) for name in READ_AS if name in differences}
    return difference_panels(kind, laid, range_, theme, sides.tokens)


def _laid_out(values: Values, sides: Sides) -> Values:
    laid = np.full((len(values), len(sides.columns)), np.nan, dtype=np.float32)
    laid[:, sides.places] = values
    return laid


def build_wake(wake: Mapping[str, Sequence[float]], ends: int | None, sides: Sides, theme: Theme) -> Figure:
    """How far the states of the two readings are apart at every pair: {`cell`, `hidden`: norms [P]}, cell first.

    `ends`: the pair at which the first of them has died, marked by a line; None: it has not.
    """
    most = max(max(norms, default=0) for norms in wake.values()) or 1.0
    layout = chart_layout(theme, LEFT, RIGHT, TOP, BOTTOM) | {
        "hovermode": "x",
        "xaxis": axis(theme, range=[-0.5, len(sides.columns) - 0.5], ticks="", tickangle=0,
                      tickfont={"family": SERIF, "size": 13}, tickmode="array",
                      tickvals=list(range(len(sides.columns))), ticktext=[plot_text(label) for label in sides.labels]),
        "yaxis": axis(theme, range=[0, 1.06 * most], nticks=4, ticks="", showgrid=True),
        "annotations": [*_names(wake, most, sides, theme), *_end(ends, sides, theme)],
        "shapes": [] if ends is None else [_line_at(sides.places[ends], theme)],
    }  # fmt: skip
    lines = zip(wake.items(), (THICK, THIN), strict=False)
    return {"data": [_line(name, norms, width, sides, theme) for (name, norms), width in lines], "layout": layout}


def _line(name: str, norms: Sequence[float], width: float, sides: Sides, theme: Theme) -> dict[str, Any]:
    heights: list[float | None] = [None] * len(sides.columns)
    for place, norm in zip(sides.places, norms, strict=True):
        heights[place] = float(f"{norm:.6g}")
    ink = TOKENS[theme]["ink"]
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": STATES[name],
        "x": list(range(len(heights))),
        "y": heights,
        "text": [plot_text(label) for label in sides.labels],
        "line": {"color": ink, "width": width},
        "marker": {"color": ink, "size": 2 * width},  # a word between two gaps has no line
        "hovertemplate": "“%{text}”: %{fullData.name} %{y:.3~g}<extra></extra>",
    }


def _names(wake: Mapping[str, Sequence[float]], most: float, sides: Sides, theme: Theme) -> list[dict[str, Any]]:
    """The names of the lines at their right ends, moved apart where they would overlap; none without a pair."""
    if not sides.places:
        return []
    scale = (HEIGHT - TOP - BOTTOM) / (1.06 * most)  # px a unit of the axis
    ends = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 6, "yanchor": "middle", "showarrow": False}
    names: list[dict[str, Any]] = []
    lowest = 0.0
    for name, norms in sorted(wake.items(), key=lambda each: each[1][-1]):
        shift = max(0.0, lowest - norms[-1] * scale)
        lowest = norms[-1] * scale + shift + LABEL
        colour = {"color": TOKENS[theme]["ink"]}
        names.append(ends | {"y": norms[-1], "yshift": round(shift, 1), "text": STATES[name], "font": colour})
    return names


def _end(ends: int | None, sides: Sides, theme: Theme) -> list[dict[str, Any]]:
    """What stands at the line of the end; to its left where there is no room on its right."""
    if ends is None:
        return []
    place = sides.places[ends]
    return [
        {
            "x": place,
            "y": 1,
            "yref": "paper",
            "yanchor": "bottom",
            "xanchor": "left" if place < 0.7 * len(sides.columns) else "right",
            "text": plot_text(f"has died at “{sides.labels[place]}”"),
            "showarrow": False,
            "font": {"color": TOKENS[theme]["ink"]},
        }
    ]


def _line_at(place: int, theme: Theme) -> dict[str, Any]:
    line = {"color": TOKENS[theme]["ink"], "width": 1, "dash": "dot"}
    return {"type": "line", "x0": place, "x1": place, "yref": "paper", "y0": 0, "y1": 1, "line": line}
