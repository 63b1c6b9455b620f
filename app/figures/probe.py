"""How well each unit tells two lists of texts apart: a dot a unit, sorted by AUC, over the band that chance reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.figures.chart import axis, chart_layout
from app.figures.palette import TOKENS, Theme
from app.figures.panels import Figure

LEFT, RIGHT, TOP, BOTTOM = 44, 44, 30, 36  # px
HEIGHT = 380  # px
ROOM = 0.04  # of the axis, beyond 0 and 1: dots there are whole
SMALL, LARGE = 5, 9  # px: dots within the band and outside


@dataclass(frozen=True)
class Dot:
    """One unit: what it is called, where it is, and its AUC 0..1."""

    name: str
    layer: int
    unit: int
    auc: float


def build_probe(dots: Sequence[Dot], band: tuple[float, float], theme: Theme) -> Figure:
    """The dots from the lowest AUC to the highest; those outside `band` (low, high) are larger, in colours.

    `customdata` of a dot is [layer, unit]; its place on the x axis is its rank from 0.
    """
    ranked = sorted(dots, key=lambda dot: (dot.auc, dot.layer, dot.unit))
    layout = chart_layout(theme, LEFT, RIGHT, TOP, BOTTOM) | {
        "height": HEIGHT,
        "hovermode": "closest",
        "xaxis": axis(theme, range=[-1, len(ranked)], ticks="", showticklabels=False),
        "yaxis": axis(theme, range=[-ROOM, 1 + ROOM], tickvals=[0, 0.25, 0.5, 0.75, 1],
                      ticktext=["0", "0.25", "0.5", "0.75", "1"]),
        "shapes": _band(band, theme),
        "annotations": [*_words(len(ranked), theme), *_limits(band)],
    }  # fmt: skip
    return {"data": [_dots(ranked, band, theme)], "layout": layout}


def _dots(ranked: Sequence[Dot], band: tuple[float, float], theme: Theme) -> dict[str, Any]:
    sides = [_side(dot.auc, band) for dot in ranked]
    colours = {-1: TOKENS[theme]["neg-fill"], 0: TOKENS[theme]["wire"], 1: TOKENS[theme]["pos-fill"]}
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(range(len(ranked))),
        "y": [dot.auc for dot in ranked],
        "customdata": [[dot.layer, dot.unit] for dot in ranked],
        "text": [_sentence(dot, side) for dot, side in zip(ranked, sides, strict=True)],
        "marker": {
            "opacity": 1,
            "color": [colours[side] for side in sides],
            "size": [LARGE if side else SMALL for side in sides],
            "line": {"color": TOKENS[theme]["ink"], "width": [1 if side else 0 for side in sides]},
        },
        "cliponaxis": False,
        "hovertemplate": "%{text}<extra></extra>",
    }


def _side(auc: float, band: tuple[float, float]) -> int:
    """1 above the band, −1 below it, 0 within."""
    return int(auc > band[1]) - int(auc < band[0])


def _band(band: tuple[float, float], theme: Theme) -> list[dict[str, Any]]:
    """What chance reaches, and what tells nothing."""
    across = {"xref": "paper", "x0": 0, "x1": 1, "layer": "below"}
    colours = TOKENS[theme]
    return [
        across | {"type": "rect", "y0": band[0], "y1": band[1], "fillcolor": colours["wash"],
                  "line": {"color": colours["line"], "width": 1}},
        across | {"type": "line", "y0": 0.5, "y1": 0.5, "line": {"color": colours["wire"], "width": 1}},
    ]  # fmt: skip


def _words(units: int, theme: Theme) -> list[dict[str, Any]]:
    """What above and below mean, and what the band is: where the rising dots leave room."""
    paper = {"xref": "paper", "yref": "paper", "x": 0, "xanchor": "left", "showarrow": False}
    ink = {"color": TOKENS[theme]["ink"]}
    return [
        paper | {"y": 1, "yanchor": "bottom", "yshift": 8, "text": "↑ higher in sentences with it", "font": ink},
        paper | {"y": 0, "yanchor": "top", "yshift": -10, "text": "↓ lower in sentences with it", "font": ink},
        paper | {"y": 0, "yanchor": "top", "yshift": -10, "x": 1, "xanchor": "right", "text": f"{units} units"},
        paper | {"yref": "y", "y": 0.5, "yanchor": "bottom", "x": 0, "xshift": 8, "text": "what chance reaches"},
    ]


def _limits(band: tuple[float, float]) -> list[dict[str, Any]]:
    """The limits of the band at its right."""
    return [
        {
            "xref": "paper",
            "x": 1,
            "xanchor": "left",
            "xshift": 6,
            "y": limit,
            "text": f"{limit:.2f}",
            "showarrow": False,
        }
        for limit in band
    ]


def _sentence(dot: Dot, side: int) -> str:
    direction = "higher" if dot.auc >= 0.5 else "lower"
    told = "better than chance" if side else "chance would do as well"
    return f"Unit {dot.name}: AUC {dot.auc:.3f}<br>{direction} with it in {_percent(dot.auc)} of pairs, {told}"


def _percent(auc: float) -> str:
    """The share of pairs that are told right: rounded, but never up to 100 %."""
    share = 100 * max(auc, 1 - auc)
    return "100 %" if share == 100 else f"{min(share, 99.9):.1f} %" if share > 99 else f"{share:.0f} %"
