"""One signal as a full, ordinary Plotly heatmap: all its units, axes, hover, a scale in numbers."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

from app.figures.chart import FONT, axis
from app.figures.palette import TOKENS, Theme
from app.figures.panels import Figure, Values, heatmap, word_ticks
from app.figures.words import NAMELESS, plot_text, token_label, unit_names
from model import Signal, Token

MOST_WORDS = 80  # more words than this share the axis: every n-th is named
MARKS = (1.0, 3.0, 10.0, 30.0, 100.0)


def build_large(
    signal: Signal,
    values: Values,
    units: Sequence[int],
    range_: float,
    theme: Theme,
    tokens: Sequence[Token],
    names: Mapping[int, str] = NAMELESS,
) -> Figure:
    """The figure of a signal: values [rows, T] float32, the unit of each row (top first), R > 0, the T tokens.

    `names`: those that units have earned.

    Units are categories, for each comes once; words are not, for they repeat: they lie at their steps, and hovering
    finds them in `customdata`.
    """
    colours = TOKENS[theme]
    rows, steps = values.shape
    trace = heatmap(values, signal.scale, range_, theme) | {
        "y": [str(unit) for unit in units],
        "customdata": [[plot_text(token_label(token)) for token in tokens]] * rows,
        "hovertext": unit_names(units, names, steps),
        "hovertemplate": "%{customdata}, unit %{y}%{hovertext}: %{z:.4f}<extra></extra>",
        "colorbar": {
            "thickness": 12,
            "outlinewidth": 0,
            "title": {"text": signal.symbol},
            **_bar_ticks(signal, range_),
        },
    }
    layout = {
        "title": {
            "text": signal.title,
            "subtitle": {"text": signal.gloss, "font": {"color": colours["soft"]}},
            "font": {"size": 16},
            "x": 0,
            "pad": {"l": 12},
        },
        "font": {"family": FONT, "size": 12, "color": colours["ink"]},
        "margin": {"l": 64, "r": 24, "t": 72, "b": 40},
        "xaxis": {
            "range": [-0.5, steps - 0.5],
            "autotickangles": [0, -45, -90],
            **axis(theme, fixedrange=False, automargin=True),
            **word_ticks(tokens, math.ceil(steps / MOST_WORDS)),
        },
        "yaxis": {
            "type": "category",
            "range": [rows - 0.5, -0.5],
            "title": {"text": "unit"},
            **axis(theme, fixedrange=False, automargin=True),
        },
        "paper_bgcolor": colours["paper"],
        "plot_bgcolor": colours["paper"],
        "modebar": {"bgcolor": colours["paper"], "color": colours["soft"], "activecolor": colours["ink"]},
    }
    return {"data": [trace], "layout": layout}


def _bar_ticks(signal: Signal, range_: float) -> dict[str, Any]:
    """Ticks of the colour bar: the gate's ends and middle, or round numbers either side of zero and the two limits."""
    if signal.scale == "gate":
        return {"tickvals": [0, 0.5, 1], "ticktext": ["0 closed", "0.5", "1 open"]}
    marks = [mark for mark in MARKS if range_ / 8 < mark < range_ * 0.8]
    values = [-range_, *(-mark for mark in reversed(marks)), 0.0, *marks, range_]
    texts = [f"{value:+.3g}".replace("-", "−") if value else "0" for value in values]
    return {"tickvals": values, "ticktext": [f"≤ {texts[0]}", *texts[1:-1], f"≥ {texts[-1]}"]}
