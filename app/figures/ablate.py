"""Which unit decides: a bar a unit, from what the odds of two continuations are to what they are without it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.figures.chart import axis, chart_layout, power_of_ten
from app.figures.palette import TOKENS, Theme
from app.figures.panels import CLEAR, Figure
from app.figures.words import in_brackets, plot_text, short, visible_word

LEFT, RIGHT, TOP, BOTTOM = 56, 96, 44, 48  # px; static/js/views/ablate.js has its own for phones
ROW = 26  # px
THICKNESS = 0.62  # of a row
MOST_TICKS = 7
FAR = 4  # even odds are shown unless the axis would have to be so many times as long
LEAST_SPAN = 0.1  # nats: bars of nothing are drawn as nothing
MANTISSAS = ((1, 1.1, 1.2, 1.3, 1.5, 1.7, 2, 2.5, 3, 4, 5, 7), (1, 1.2, 1.5, 2, 3, 5), (1, 1.5, 2, 4), (1, 3), (1,))


@dataclass(frozen=True)
class Bar:
    """One unit: what it is called, where it is, the log-odds without it in nats, and the name that it has earned."""

    name: str
    layer: int
    unit: int
    log_odds: float
    known: str = ""


def build_ablate(
    bars: Sequence[Bar], log_odds: float, favoured: str, against: str, ablated: str, theme: Theme
) -> Figure:
    """A row for each bar, the first on top; `log_odds`: with all units. The axis is in nats and named in odds.

    `ablated`: what the column of odds is called. `customdata` of the rows, which can be pointed at along their whole
    length, is [layer, unit].
    """
    one, other = (plot_text(short(visible_word(words))) for words in (favoured, against))
    limits = _limits([log_odds, *(bar.log_odds for bar in bars)])
    layout = chart_layout(theme, LEFT, RIGHT, TOP, BOTTOM) | {
        "height": len(bars) * ROW + TOP + BOTTOM,
        "barmode": "overlay",
        "hovermode": "closest",
        "xaxis": axis(theme, range=limits, **_ticks(limits)),
        "yaxis": axis(theme, range=[len(bars) - 0.5, -0.5], ticks="", tickvals=list(range(len(bars))),
                      ticktext=[plot_text(bar.name) for bar in bars], tickfont={"color": TOKENS[theme]["ink"]}),
        "shapes": _lines(log_odds, limits, theme),
        "annotations": _heads(log_odds, limits, one, other, ablated, theme),
    }  # fmt: skip
    data = [
        _bars(bars, log_odds, theme),
        _odds(bars, limits, one, other, theme),
        _rows(bars, log_odds, limits, one, other, ablated),
    ]
    return {"data": data, "layout": layout}


def _limits(values: Sequence[float]) -> list[float]:
    """Limits of the axis: all values with a little room, and even odds where they are not far off."""
    low, high = min(values), max(values)
    span = max(high - low, LEAST_SPAN)
    if max(high, 0) - min(low, 0) <= FAR * span:
        low, high = min(low, 0), max(high, 0)
    room = 0.06 * max(high - low, LEAST_SPAN)
    return [low - room, high + room]


def _ticks(limits: Sequence[float]) -> dict[str, Any]:
    """Round odds, as many as can be read: 3×, even, 3×. To either side of even they count the likelier of the two."""
    found: dict[float, str] = {}
    for factors in _ladders():
        places = {sign * (math.log(m) + power * math.log(10)): (m, power) for sign in (-1, 1) for m, power in factors}
        found = {
            place: "even" if place == 0 else f"{power_of_ten(*factor)}×"
            for place, factor in sorted(places.items())
            if limits[0] <= place <= limits[1]
        }
        if len(found) <= MOST_TICKS:
            break
    return {"tickvals": list(found), "ticktext": list(found.values())}


def _ladders() -> list[list[tuple[float, int]]]:
    """Ever fewer factors (m, power) from 1 up: the last ones are powers of ten alone."""
    fine = [[(m, power) for power in range(12) for m in mantissas] for mantissas in MANTISSAS]
    return fine + [[(1.0, power) for power in range(0, 400, every)] for every in (2, 5, 10, 20, 50, 100)]


def _told(log_odds: float, one: str, other: str) -> str:
    """Odds in short: 3.0× he; even where no difference would be read off."""
    times = math.exp(min(abs(log_odds), 300))
    if times < 1.05:
        return "even"
    return f"{_times(times)}× {one if log_odds > 0 else other}"


def _times(factor: float) -> str:
    """A factor from 1 up as exactly as it can be read: 1.6, 140, 10⁷."""
    if factor < 9.95:
        return f"{factor:.1f}"
    return f"{float(f'{factor:.2g}'):,.0f}" if factor < 1e5 else power_of_ten(1, round(math.log10(factor)))


def _lines(log_odds: float, limits: Sequence[float], theme: Theme) -> list[dict[str, Any]]:
    """Even odds, faint, where they are in sight; the odds with all units in ink."""
    ink, wire = TOKENS[theme]["ink"], TOKENS[theme]["wire"]
    places = [(log_odds, ink, 1.5)] if not limits[0] <= 0 <= limits[1] else [(0.0, wire, 1.0), (log_odds, ink, 1.5)]
    return [
        {"type": "line", "x0": place, "x1": place, "yref": "paper", "y0": 0, "y1": 1,
         "line": {"color": colour, "width": width}}
        for place, colour, width in places
    ]  # fmt: skip


def _heads(
    log_odds: float, limits: Sequence[float], one: str, other: str, ablated: str, theme: Theme
) -> list[dict[str, Any]]:
    """What the columns are, over them; what the line of ink is; which way the axis goes."""
    share = (log_odds - limits[0]) / (limits[1] - limits[0])
    anchor = "left" if share < 1 / 3 else "right" if share > 2 / 3 else "center"
    paper = {"xref": "paper", "yref": "paper", "showarrow": False}
    above, below = paper | {"y": 1, "yanchor": "bottom", "yshift": 3}, paper | {"y": 0, "yanchor": "top", "yshift": -24}
    line = {"xref": "x", "x": log_odds, "xanchor": anchor, "yshift": 20, "font": {"color": TOKENS[theme]["ink"]}}
    return [
        above | {"x": 0, "xanchor": "right", "xshift": -8, "text": "unit"},
        above | {"x": 1, "xanchor": "left", "xshift": 8, "text": ablated},
        above | line | {"text": f"with all: {_told(log_odds, one, other)}"},
        below | {"x": 0, "xanchor": "left", "xshift": -16, "text": f"← {other}"},
        below | {"x": 1, "xanchor": "left", "xshift": -24, "text": f"{one} →"},
    ]


def _bars(bars: Sequence[Bar], log_odds: float, theme: Theme) -> dict[str, Any]:
    changes = [bar.log_odds - log_odds for bar in bars]
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(bars))),
        "base": log_odds,
        "x": changes,
        "width": THICKNESS,
        "marker": {"color": [TOKENS[theme]["pos-fill" if change > 0 else "neg-fill"] for change in changes]},
        "hoverinfo": "skip",
    }


def _odds(bars: Sequence[Bar], limits: Sequence[float], one: str, other: str, theme: Theme) -> dict[str, Any]:
    """What the odds are without each unit, in a column behind the bars."""
    return {
        "type": "scatter",
        "mode": "text",
        "x": [limits[1]] * len(bars),
        "y": list(range(len(bars))),
        "text": [f"  {_told(bar.log_odds, one, other)}" for bar in bars],
        "textposition": "middle right",
        "textfont": {"color": TOKENS[theme]["ink"]},
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _rows(
    bars: Sequence[Bar], log_odds: float, limits: Sequence[float], one: str, other: str, ablated: str
) -> dict[str, Any]:
    """Bars that nobody sees, as long and as high as the rows: they say what a row is, and can be clicked."""
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(bars))),
        "base": limits[0],
        "x": [limits[1] - limits[0]] * len(bars),
        "width": 1,
        "marker": {"color": CLEAR},
        "customdata": [[bar.layer, bar.unit] for bar in bars],
        "hovertext": [_sentence(bar, log_odds, one, other, ablated) for bar in bars],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _sentence(bar: Bar, log_odds: float, one: str, other: str, ablated: str) -> str:
    change = f"{bar.log_odds - log_odds:+.2f}".replace("-", "−")
    who = f"Unit {bar.name}{in_brackets(bar.known)}"
    return f"{who}, {ablated}: {_told(bar.log_odds, one, other)}<br>{change} nats of “{one}” against “{other}”"
