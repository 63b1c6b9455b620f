"""The sigmoid: what a gate makes of its pre-activation, and where the gates of a whole layer stand on it."""

import math
from collections.abc import Sequence
from typing import Any

from app.figures.chart import axis, chart_layout
from app.figures.palette import TOKENS, Theme
from app.figures.panels import Figure

LEFT, RIGHT, TOP, BOTTOM = 46, 16, 14, 44  # px
HEIGHT = 330  # px
FARTHEST = 8.0  # the axis goes from − to + this
FINE, COARSE = 0.25, 0.5  # steps of the curve, and of the counts beneath it
CLOSED, OPEN = 0.1, 0.9  # beyond these a gate is as good as a switch
CURVE, COUNTS = [0.3, 1.0], [0.0, 0.2]  # of the height


def sigmoid(sum_: float) -> float:
    """σ(a) = 1 ÷ (1 + exp(−a))."""
    return 1 / (1 + math.exp(-sum_))


def build_sigmoid(at: float, own: float, layer: Sequence[float], theme: Theme) -> Figure:
    """The curve with a dot `at` a pre-activation, a ring at the network's `own`, and beneath it how many gates of the
    `layer` [U] stand where; those beyond the axis are counted at its ends.
    """
    colours = TOKENS[theme]
    layout = chart_layout(theme, LEFT, RIGHT, TOP, BOTTOM) | {
        "height": HEIGHT,
        "hovermode": "closest",
        "bargap": 0.1,
        "xaxis": axis(theme, range=[-FARTHEST, FARTHEST], dtick=2, anchor="y2", tickformat="d", zeroline=True,
                      zerolinecolor=colours["line"], title={"text": "the sum that goes in", "standoff": 6}),
        "yaxis": axis(theme, domain=CURVE, range=[0, 1.02], tickvals=[0, CLOSED, 0.5, OPEN, 1], tickformat=".0%"),
        "yaxis2": axis(theme, domain=COUNTS, rangemode="tozero", nticks=3, title={"text": "gates"}),
        "shapes": [_band(0, CLOSED, theme), _band(OPEN, 1.02, theme), *_drop(at, theme)],
    }  # fmt: skip
    return {"data": [_curve(theme), *_places(at, own, theme), _counts(layer, theme)], "layout": layout}


def _curve(theme: Theme) -> dict[str, Any]:
    sums = [-FARTHEST + FINE * n for n in range(round(2 * FARTHEST / FINE) + 1)]
    return {
        "type": "scatter", "mode": "lines", "x": sums, "y": [round(sigmoid(each), 6) for each in sums],
        "line": {"color": TOKENS[theme]["ink"], "width": 2}, "hovertemplate": "σ(%{x:+.2f}) = %{y:.0%}<extra></extra>",
    }  # fmt: skip


def _places(at: float, own: float, theme: Theme) -> list[dict[str, Any]]:
    """The network's own place as a ring, and the chosen one as a dot."""
    colours = TOKENS[theme]
    ring = {"size": 15, "color": colours["paper"], "line": {"color": colours["ink"], "width": 1.5}}
    dot = {"size": 11, "color": colours["ink"]}
    return [
        {"type": "scatter", "mode": "markers", "x": [place], "y": [round(sigmoid(place), 6)], "marker": marker,
         "cliponaxis": False, "hovertemplate": f"{name}: σ(%{{x:+.2f}}) = %{{y:.2f}}<extra></extra>"}
        for place, marker, name in ((_within(own), ring, "its own"), (_within(at), dot, "here"))
    ]  # fmt: skip


def _counts(layer: Sequence[float], theme: Theme) -> dict[str, Any]:
    bins = round(2 * FARTHEST / COARSE)
    counts = [0] * bins
    for each in layer:
        counts[min(bins - 1, max(0, int((_within(each) + FARTHEST) / COARSE)))] += 1
    return {
        "type": "bar", "x": [-FARTHEST + COARSE * (n + 0.5) for n in range(bins)], "y": counts, "yaxis": "y2",
        "marker": {"color": TOKENS[theme]["bar"]}, "hovertemplate": "%{y} gates about %{x:+.1f}<extra></extra>",
    }  # fmt: skip


def _within(sum_: float) -> float:
    return max(-FARTHEST, min(FARTHEST, sum_))


def _band(low: float, high: float, theme: Theme) -> dict[str, Any]:
    """Where the gate acts like a switch."""
    return {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "y0": low, "y1": high, "layer": "below",
            "fillcolor": TOKENS[theme]["wash"], "line": {"width": 0}}  # fmt: skip


def _drop(at: float, theme: Theme) -> list[dict[str, Any]]:
    """From the axis up to the dot, and from there to the left: how to read the curve."""
    place, value = _within(at), sigmoid(_within(at))
    line = {"color": TOKENS[theme]["wire"], "width": 1, "dash": "dot"}
    return [
        {"type": "line", "x0": place, "x1": place, "y0": 0, "y1": value, "line": line},
        {"type": "line", "x0": -FARTHEST, "x1": place, "y0": value, "y1": value, "line": line},
    ]
