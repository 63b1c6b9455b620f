"""A few signals over the words of a text, a lane of bars each: gates in ink, contents in the colours of their signs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from app.figures.chart import axis, chart_layout, word_axis
from app.figures.palette import TOKENS, Theme
from app.figures.panels import Figure
from app.figures.words import plot_text, token_label
from model import Scale, Token

LEFT, RIGHT, TOP, BOTTOM = 40, 10, 24, 30  # px
LANE, GAP = 74, 26  # px: the height of a lane, and of its title
WIDTH = 0.72  # of a column
LARGE = 4.0  # signed values within ± this are drawn about zero, so that lanes can be compared
MANY = 40  # more columns than this have no room between their bars


@dataclass(frozen=True)
class Lane:
    """One signal: its `name` as the title says it, and its values [T]; nan where there is none. An amount is no signal
    of the network, and has no colour of its own.
    """

    name: str
    scale: Scale | Literal["amount"]
    values: Sequence[float]


def build_lanes(lanes: Sequence[Lane], tokens: Sequence[Token], theme: Theme) -> Figure:
    """The lanes below each other, over one axis of words. Points of all of them are at the step that they belong to."""
    height = len(lanes) * LANE + (len(lanes) - 1) * GAP
    words = [plot_text(token_label(token)) for token in tokens]
    layout = chart_layout(theme, LEFT, RIGHT, TOP, BOTTOM) | {
        "height": height + TOP + BOTTOM,
        "bargap": 0 if len(tokens) > MANY else 1 - WIDTH,
        "hovermode": "closest",
        "xaxis": word_axis(theme, tokens) | {"anchor": _axis(len(lanes) - 1)},
        "annotations": [_title(lane, 1 - n * (LANE + GAP) / height, theme) for n, lane in enumerate(lanes)],
    }  # fmt: skip
    for n, lane in enumerate(lanes):
        top = 1 - n * (LANE + GAP) / height
        layout[f"yaxis{n + 1 if n else ''}"] = _values_axis(lane, [max(0.0, top - LANE / height), top], theme)
    data = [_bars(lane, _axis(n), words, theme) for n, lane in enumerate(lanes)]
    return {"data": data, "layout": layout}


def _axis(n: int) -> str:
    return f"y{n + 1}" if n else "y"


def _bars(lane: Lane, on: str, words: list[str], theme: Theme) -> dict[str, Any]:
    colours = TOKENS[theme]
    sign = [colours["pos-fill" if value > 0 else "neg-fill"] for value in lane.values]
    ink = {"gate": colours["bar"], "amount": colours["wire"], "signed": sign}
    return {
        "type": "bar",
        "x": list(range(len(words))),
        "y": [None if value != value else float(f"{value:.6g}") for value in lane.values],
        "yaxis": on,
        "marker": {"color": ink[lane.scale]},
        "text": words,
        "textposition": "none",
        "hovertemplate": f"“%{{text}}”, {plot_text(lane.name)}: %{{y:{'+.2f' if lane.scale == 'signed' else '.4~g'}}}"
        "<extra></extra>",
    }


def _values_axis(lane: Lane, domain: list[float], theme: Theme) -> dict[str, Any]:
    """From 0 to 1 for gates; about zero for signed ones, at least to ±1; large ones and amounts as far as they go."""
    if lane.scale == "gate":
        return axis(theme, domain=domain, range=[0, 1.04], tickvals=[0, 1])
    known = [value for value in lane.values if value == value]
    low, high = min(0.0, *known), max(0.0, *known)
    reach = max(1.0, high, -low)
    if lane.scale == "signed" and reach <= LARGE:
        low, high = -reach, reach
    return axis(theme, domain=domain, range=[1.04 * low, 1.04 * max(high, low + 1)], nticks=4, zeroline=True,
                zerolinecolor=TOKENS[theme]["wire"])  # fmt: skip


def _title(lane: Lane, top: float, theme: Theme) -> dict[str, Any]:
    return {
        "x": 0, "xref": "paper", "xanchor": "left", "y": top, "yref": "paper", "yanchor": "bottom", "yshift": 4,
        "text": plot_text(lane.name), "showarrow": False, "font": {"color": TOKENS[theme]["ink"], "size": 13},
    }  # fmt: skip
