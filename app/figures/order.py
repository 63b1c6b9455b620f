"""How far a memory ends from where it was when the words come in another order: a dot for each order."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.figures.chart import SERIF, axis, chart_layout
from app.figures.palette import TOKENS, Theme
from app.figures.panels import Figure
from app.figures.words import plot_text

LEFT, RIGHT, TOP, BOTTOM, LANE = 96, 16, 26, 46, 44  # px
FARTHEST = 1.65  # of the axis: √2 is a right angle, and few states turn further away
FAINT = 0.5  # so that dots in one place add up


@dataclass(frozen=True)
class Row:
    """The relative distances (0..2) of one state of one network; those of the drawn orders come first."""

    name: str
    symbol: str
    distances: Sequence[float]


def build_ends(rows: Sequence[Row], seeds: Sequence[int], marked: int | None, theme: Theme) -> Figure:
    """A lane for each row, a dot for each of `seeds`; the last distance of a row is that of `marked`, if it is given.

    Clicking finds the seed in `customdata`.
    """
    colours = TOKENS[theme]
    traces = [_dots(row, lane, seeds, colours["ink"]) for lane, row in enumerate(rows)]
    if marked is not None:
        traces.append(_mark(rows, marked, colours["ink"]))
    farthest = max([FARTHEST, *(distance * 1.04 for row in rows for distance in row.distances)])
    names = [plot_text(f"{row.name} {row.symbol}") for row in rows]
    layout = chart_layout(theme, LEFT, RIGHT, TOP, BOTTOM) | {
        "height": TOP + BOTTOM + LANE * len(rows),
        "hovermode": "closest",
        "xaxis": axis(theme, range=[-0.02, farthest], nticks=8, tickformat=".2~f",
                      title={"text": "distance ÷ length of the memory", "standoff": 8}),
        "yaxis": axis(theme, range=[len(rows) - 0.5, -0.5], tickvals=list(range(len(rows))), ticktext=names, ticks="",
                      tickfont={"size": 14, "color": colours["ink"], "family": SERIF}),
        "shapes": [_reference(place, colours["wire"]) for place in (0.0, math.sqrt(2))],
        "annotations": [_note(0.0, "where it was", "left"), _note(math.sqrt(2), "at right angles", "center")],
    }  # fmt: skip
    return {"data": traces, "layout": layout}


def _dots(row: Row, lane: int, seeds: Sequence[int], ink: str) -> dict[str, Any]:
    count = len(seeds)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [round(distance, 4) for distance in row.distances[:count]],
        "y": [lane] * count,
        "customdata": list(seeds),
        "marker": {"color": ink, "size": 9, "opacity": FAINT},
        "hovertemplate": "order %{customdata}: %{x:.2f}<extra></extra>",
    }


def _mark(rows: Sequence[Row], seed: int, ink: str) -> dict[str, Any]:
    """A ring around the order that is read now, and its distance in numbers above it."""
    ends = [row.distances[-1] for row in rows]
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [round(distance, 4) for distance in ends],
        "y": list(range(len(rows))),
        "customdata": [seed] * len(rows),
        "text": [f"{distance:.2f}" for distance in ends],
        "textposition": "top center",
        "textfont": {"color": ink, "weight": 600},
        "marker": {"color": ink, "size": 13, "symbol": "circle-open", "line": {"width": 2}},
        "hovertemplate": "the order read now: %{x:.2f}<extra></extra>",
    }


def _reference(place: float, colour: str) -> dict[str, Any]:
    line = {"color": colour, "width": 1, "dash": "dot"}
    return {"type": "line", "x0": place, "x1": place, "yref": "paper", "y0": 0, "y1": 1, "layer": "below", "line": line}


def _note(place: float, text: str, anchor: str) -> dict[str, Any]:
    return {
        "x": place,
        "yref": "paper",
        "y": 1,
        "yanchor": "bottom",
        "xanchor": anchor,
        "text": text,
        "showarrow": False,
    }
