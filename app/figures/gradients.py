"""How far back a loss reaches, network by network: the size of its gradient at each word before it, on a log axis."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.figures.chart import DASHES, axis, chart_layout, power_of_ten, word_axis
from app.figures.palette import TOKENS, Theme
from app.figures.panels import Figure
from app.figures.words import plot_text, token_label
from model import Kind, Token

THICK, THIN = 2.4, 1.3  # px: the belt, and what reaches the future through the gates alone
HEIGHT, TOP, BOTTOM = 350, 28, 34  # px, the mode bar on top; static/css/gradients.css gives the chart this height
DECADES = 9  # the axis goes at most so many powers of ten down: a vanishing line leaves it, the others stay readable
MOST_WORDS = 40  # a longer text has distances on its axis
APART = 16  # px from label to label


@dataclass(frozen=True)
class GradientLine:
    """One curve: `norms` at the steps 0 … s − 1, all ≥ 0; `signal` is `cell` or `hidden`."""

    label: str
    kind: Kind
    signal: str
    norms: Sequence[float]


def build_gradients(lines: Sequence[GradientLine], tokens: Sequence[Token], theme: Theme, relative: bool) -> Figure:
    """The figure of all lines over the steps of a text up to the loss, labelled where they are oldest.

    Where `relative`, each line is divided by its value one word before the loss.
    """
    step = len(lines[0].norms)
    curves = [_relative(line.norms) if relative else list(line.norms) for line in lines]
    low, high = _limits(curves)
    layout = chart_layout(theme, 92, 46, TOP, BOTTOM) | {
        "hovermode": "closest",
        "hoverdistance": 40,
        "xaxis": _steps_axis(theme, tokens[: step + 1]),
        "yaxis": axis(
            theme, type="log", side="right", range=[low, high], showgrid=True, ticks="", **_decades(low, high)
        ),
        "annotations": _labels(lines, curves, low, high, theme),
    }
    data = [_trace(line, curve, tokens, theme, relative) for line, curve in zip(lines, curves, strict=True)]
    return {"data": data, "layout": layout}


def _relative(norms: Sequence[float]) -> list[float]:
    return [norm / norms[-1] if norms[-1] else 0.0 for norm in norms]


def _limits(curves: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Powers of ten between which the axis runs. A curve of zeros has no place on it."""
    seen = [value for curve in curves for value in curve if value > 0] or [1.0]
    high = math.log10(max(seen))
    low = max(math.log10(min(seen)), high - DECADES)
    margin = 0.04 * max(1.0, high - low)
    return low - margin, high + margin


def _decades(low: float, high: float) -> dict[str, Any]:
    """Ticks at powers of ten, with 2 and 5 between them where these are few; written without markup."""
    every = math.ceil((high - low) / 6)
    powers = [power for power in range(math.floor(low), math.floor(high) + 1) if power % every == 0]
    ticks = [(times, power) for power in powers for times in ((1, 2, 5) if high - low < 2 else (1,))]
    shown = [(times, power) for times, power in ticks if low <= power + math.log10(times) <= high]
    return {
        "tickvals": [times * 10.0**power for times, power in shown],
        "ticktext": [power_of_ten(times, power) for times, power in shown],
    }


def _steps_axis(theme: Theme, tokens: Sequence[Token]) -> dict[str, Any]:
    """The words up to that of the loss; of many words, how far before it they are."""
    step = len(tokens) - 1
    if len(tokens) <= MOST_WORDS:
        return word_axis(theme, tokens)
    every = next(each for each in (10, 20, 50, 100, 200, 500) if step / each <= 10)
    steps = list(range(step, -1, -every))[1:]
    names = [f"{step - each} before" for each in steps]
    return axis(theme, range=[-0.5, len(tokens) - 0.5], tickvals=steps, ticktext=names, tickangle=0)


def _trace(
    line: GradientLine, curve: Sequence[float], tokens: Sequence[Token], theme: Theme, relative: bool
) -> dict[str, Any]:
    step = len(curve)
    number = "%{y:.3~p} of one word before" if relative else "%{y:.3~g}"
    return {
        "type": "scatter",
        "mode": "lines+markers" if step == 1 else "lines",
        "name": plot_text(line.label),
        "x": list(range(step)),
        "y": [float(f"{value:.6g}") if value > 0 else None for value in curve],
        "text": [plot_text(token_label(token)) for token in tokens[:step]],
        "customdata": list(range(step, 0, -1)),
        "line": {
            "color": TOKENS[theme]["ink"],
            "width": THICK if line.signal == "cell" else THIN,
            "dash": DASHES[line.kind],
        },
        "hovertemplate": f"“%{{text}}”, %{{customdata}} before<br>%{{fullData.name}} {number}<extra></extra>",
    }


def _labels(
    lines: Sequence[GradientLine], curves: Sequence[Sequence[float]], low: float, high: float, theme: Theme
) -> list[dict[str, Any]]:
    """The name of each line left of its oldest point that lies on the axis, clear of the other names."""
    ends = [_oldest(curve, low) for curve in curves]
    unit = (high - low) / (HEIGHT - TOP - BOTTOM)  # powers of ten a px
    places = _apart([power for _, power in ends], APART * unit, low, high)
    return [
        {
            "x": step,
            "y": place,
            "text": plot_text(line.label),
            "showarrow": False,
            "xanchor": "right",
            "xshift": -10,
            "bgcolor": TOKENS[theme]["paper"],
            "font": {"color": TOKENS[theme]["ink"]},
        }
        for line, (step, _), place in zip(lines, ends, places, strict=True)
    ]


def _oldest(curve: Sequence[float], low: float) -> tuple[int, float]:
    """The first step at which a curve is on the axis, and the power of ten there; the foot of the axis if none is."""
    shown = ((step, math.log10(value)) for step, value in enumerate(curve) if value > 0)
    return next(((step, power) for step, power in shown if power >= low), (0, low))


def _apart(places: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Places moved as little as need be, so that they are a gap apart and on the axis; their order stays."""
    order = sorted(range(len(places)), key=lambda n: places[n])
    moved = list(places)
    floor = low + gap / 2
    for n in order:
        moved[n] = max(moved[n], floor)
        floor = moved[n] + gap
    ceiling = high - gap / 2
    for n in reversed(order):
        moved[n] = min(moved[n], ceiling)
        ceiling = moved[n] - gap
    return moved
