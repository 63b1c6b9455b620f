"""How a network counts: the value of its counting cell over a string aⁿ X bⁿ beside the count, and what it expects."""

from collections.abc import Sequence
from typing import Any

from app.figures.chart import axis, chart_layout, word_axis
from app.figures.palette import TOKENS, Theme
from app.figures.panels import Figure
from app.figures.words import plot_text, token_label
from model import Count, Token

LEFT, RIGHT, TOP, BOTTOM = 62, 92, 28, 34  # px
UPPER, LOWER = [0.36, 1.0], [0.0, 0.26]  # of the height
APART = 16  # px from label to label
MOST_LETTERS = 60  # a longer string has numbers on its axis


def build_count(found: Count, unit: int, tokens: Sequence[Token], theme: Theme) -> Figure:
    """Above the cell of `unit` and the true count after each step; below the probabilities of a b and of the end."""
    colours = TOKENS[theme]
    letters = [plot_text(token_label(token)) for token in tokens]
    thin, thick = {"color": colours["ink"], "width": 2}, {"color": colours["wire"], "width": 7}
    bottom, top = min(0, *found.cell, *found.count), max(1, *found.cell, *found.count)
    room = 0.06 * (top - bottom)
    layout = chart_layout(theme, LEFT, RIGHT, TOP, BOTTOM) | {
        "hovermode": "closest",
        "hoverdistance": 40,
        "xaxis": _steps_axis(theme, tokens) | {"anchor": "y2"},
        "yaxis": axis(theme, domain=UPPER, range=[bottom - room, top + room], nticks=7, zeroline=True,
                      zerolinecolor=colours["line"], title={"text": "cell and count"}),
        "yaxis2": axis(theme, domain=LOWER, range=[-0.08, 1.08], tickvals=[0, 0.5, 1], tickformat=".0%",
                       title={"text": "expected"}),
        "annotations": [
            *_labels((f"c of unit {unit}", found.cell[-1]), ("the count", found.count[-1]), "y", colours["ink"]),
            *_labels(("p(b)", found.more[-1]), ("p(end)", found.end[-1]), "y2", colours["ink"]),
        ],
    }  # fmt: skip
    data = [
        _line(found.count, letters, thick, "count: %{y:d}", "y"),
        _line(found.cell, letters, thin, f"cell of unit {unit}: %{{y:.2f}}", "y"),
        _line(found.more, letters, thin | {"dash": "dot"}, "p(b) = %{y:.1%}", "y2"),
        _line(found.end, letters, thin, "p(end) = %{y:.1%}", "y2"),
    ]
    return {"data": data, "layout": layout}


def _line(values: Sequence[float], letters: list[str], line: dict[str, Any], told: str, on: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(range(len(letters))),
        "y": [float(f"{value:.6g}") for value in values],
        "yaxis": on,
        "text": letters,
        "line": line,
        "hovertemplate": f"after “%{{text}}”, step %{{x}}<br>{told}<extra></extra>",
    }


def _steps_axis(theme: Theme, tokens: Sequence[Token]) -> dict[str, Any]:
    """The letters; of many, the numbers of their steps."""
    if len(tokens) <= MOST_LETTERS:
        return word_axis(theme, tokens)
    return axis(theme, range=[-0.5, len(tokens) - 0.5], nticks=10, tickangle=0)


def _labels(one: tuple[str, float], other: tuple[str, float], on: str, ink: str) -> list[dict[str, Any]]:
    """The names of two lines at their ends, the higher one's above the lower one's."""
    upper, lower = sorted((one, other), key=lambda named: -named[1])
    return [
        {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 6, "y": value, "yref": on, "yshift": shift,
         "text": name, "showarrow": False, "font": {"color": ink}}
        for (name, value), shift in ((upper, APART / 2), (lower, -APART / 2))
    ]  # fmt: skip
