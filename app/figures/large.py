"""One signal as a full, ordinary Plotly heatmap: all its units, axes, hover, a scale in numbers."""

import math
from collections.abc import Sequence
from typing import Any

from app.figures.palette import TOKENS, Theme
from app.figures.panels import Figure, Values, heatmap, word_ticks
from model import Signal, Token

FONT = '-apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, "Liberation Sans", sans-serif'
MOST_LABELS = 80  # more words than this share the axis: every n-th is named
MARKS = (1.0, 3.0, 10.0, 30.0, 100.0)


def build_large(
    signal: Signal, values: Values, units: Sequence[int], range_: float, theme: Theme, tokens: Sequence[Token]
) -> Figure:
    """The figure of a signal: values [rows, T] float32, the unit of each row (top first), R > 0, the T tokens."""
    colours = TOKENS[theme]
    trace = heatmap(values, signal.scale, range_, theme) | {
        "hovertemplate": "%{x}, unit %{y}: %{z:.4f}<extra></extra>",
        "colorbar": {
            "thickness": 12,
            "outlinewidth": 0,
            "title": {"text": signal.symbol},
            **_bar_ticks(signal, range_),
        },
    }
    rows, steps = values.shape
    every = math.ceil(steps / MOST_LABELS)
    layout = {
        "title": {"text": f"{signal.title}: {signal.gloss}", "x": 0, "xref": "paper", "font": {"size": 16}},
        "font": {"family": FONT, "size": 12, "color": colours["ink"]},
        "margin": {"l": 64, "r": 24, "t": 48, "b": 96},
        "xaxis": {"range": [-0.5, steps - 0.5], "tickangle": -45, **_axis(colours), **word_ticks(tokens, every)},
        "yaxis": {"range": [rows - 0.5, -0.5], "title": {"text": "unit"}, **_axis(colours), **_unit_ticks(units)},
        "paper_bgcolor": colours["paper"],
        "plot_bgcolor": colours["paper"],
    }
    return {"data": [trace], "layout": layout}


def _axis(colours: dict[str, str]) -> dict[str, Any]:
    return {"showgrid": False, "zeroline": False, "ticks": "outside", "ticklen": 4, "tickcolor": colours["wire"]}


def _unit_ticks(units: Sequence[int]) -> dict[str, Any]:
    """Every row has its unit's number for hovering; the library thins what it draws by height, so few are given."""
    every = math.ceil(len(units) / MOST_LABELS)
    chosen = range(0, len(units), every)
    return {"tickmode": "array", "tickvals": list(chosen), "ticktext": [str(units[n]) for n in chosen]}


def _bar_ticks(signal: Signal, range_: float) -> dict[str, Any]:
    """Ticks of the colour bar: the gate's ends and middle, or round numbers either side of zero and the two limits."""
    if signal.scale == "gate":
        return {"tickvals": [0, 0.5, 1], "ticktext": ["0 closed", "0.5", "1 open"]}
    marks = [mark for mark in MARKS if range_ / 8 < mark < range_ * 0.8]
    values = [-range_, *(-mark for mark in reversed(marks)), 0.0, *marks, range_]
    texts = [f"{value:+.3g}".replace("-", "−") if value else "0" for value in values]
    return {"tickvals": values, "ticktext": [f"≤ {texts[0]}", *texts[1:-1], f"≥ {texts[-1]}"]}
