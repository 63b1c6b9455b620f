"""How well every unit of a network tells a property, and what it does with it: a point a unit, AUC across, effect up.

A property that cannot be a name has no effect: its units are stacked by their AUC.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.figures.chart import axis, chart_layout
from app.figures.palette import TOKENS, Theme
from app.figures.panels import Figure
from model import effect_to_exceed

LEFT, RIGHT, TOP, BOTTOM = 52, 20, 26, 46  # px
HEIGHT = 340  # px
BIN = 0.01  # of AUC, where units are stacked
LEAST_EFFECT = 0.05  # nats: an axis of nothing is still an axis
UNITS, NAMED = 0, 1  # which trace of the figure is which


@dataclass(frozen=True)
class Point:
    """A unit's place; `name` as readers see it."""

    layer: int
    unit: int
    name: str
    x: float
    y: float
    hint: str


def build_units(
    auc: Sequence[float], effect: Sequence[float] | None, band: Sequence[float], named: set[tuple[int, int]],
    shape: tuple[int, int], theme: Theme,
) -> Figure:  # fmt: skip
    """`auc` and `effect` (nats; None: it cannot be a name) of L × U units, layer by layer, and the control band.

    `named`: (layer, unit) of those that have earned the property. `customdata` of every point is [layer, unit].
    """
    points = _points(auc, effect, shape)
    heights = [point.y for point in points]
    layout = chart_layout(theme, LEFT, RIGHT, TOP, BOTTOM) | {
        "height": HEIGHT,
        "hovermode": "closest",
        "xaxis": _auc_axis(auc, theme),
        "yaxis": _effect_axis(heights, theme) if effect else _count_axis(heights, theme),
        "shapes": [_band(band, theme), *([_line(effect, theme)] if effect else [])],
        "annotations": [
            _band_title(band),
            *([_line_title(effect)] if effect else []),
            *(_name(point, theme) for point in points if (point.layer, point.unit) in named),
        ],
    }
    groups = [[point for point in points if ((point.layer, point.unit) in named) == wanted] for wanted in (False, True)]
    return {"data": [_dots(group, kind, theme) for kind, group in enumerate(groups)], "layout": layout}


def _points(auc: Sequence[float], effect: Sequence[float] | None, shape: tuple[int, int]) -> list[Point]:
    layers, units = shape
    heights = effect if effect else _stacked(auc)
    points = []
    for index, (x, y) in enumerate(zip(auc, heights, strict=True)):
        layer, unit = divmod(index, units)
        name = str(unit) if layers == 1 else f"{layer + 1} · {unit}"
        lost = f", effect {y:+.2f} nats".replace("-", "−") if effect else ""
        points.append(Point(layer, unit, name, x, y, f"unit {name}: AUC {x:.3f}{lost}"))
    return points


def _stacked(auc: Sequence[float]) -> list[float]:
    """The row 1, 2, … of each unit among those with about the same AUC."""
    seen: Counter[int] = Counter()
    rows = []
    for value in auc:
        seen[round(value / BIN)] += 1
        rows.append(float(seen[round(value / BIN)]))
    return rows


def _auc_axis(auc: Sequence[float], theme: Theme) -> dict[str, Any]:
    low = min(*auc, 0.45)
    return axis(
        theme, range=[low - 0.03, 1.03], nticks=8, tickformat=".1f",
        title={"text": "AUC: how well the unit tells it →", "standoff": 8},
    )  # fmt: skip


def _effect_axis(effects: Sequence[float], theme: Theme) -> dict[str, Any]:
    low, high = min(*effects, 0.0), max(*effects, LEAST_EFFECT)
    room = 0.1 * (high - low)
    title = {"text": "effect, nats →", "standoff": 6}
    return axis(theme, range=[low - room, high + 1.6 * room], nticks=6, zeroline=True,
                zerolinecolor=TOKENS[theme]["line"], title=title)  # fmt: skip


def _count_axis(rows: Sequence[float], theme: Theme) -> dict[str, Any]:
    return axis(theme, range=[0, max(*rows, 10.0) + 1], nticks=4, title={"text": "units", "standoff": 6})


def _dots(points: Sequence[Point], kind: int, theme: Theme) -> dict[str, Any]:
    """Units without the name are pale, those with it ink."""
    colours = TOKENS[theme]
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [point.x for point in points],
        "y": [point.y for point in points],
        "customdata": [[point.layer, point.unit] for point in points],
        "text": [point.hint for point in points],
        "marker": {
            "size": 9 if kind == NAMED else 6,
            "color": colours["ink"] if kind == NAMED else colours["wire"],
            "line": {"width": 1, "color": colours["paper"]},
        },
        "hovertemplate": "%{text}<extra></extra>",
    }


def _band(band: Sequence[float], theme: Theme) -> dict[str, Any]:
    return {
        "type": "rect", "xref": "x", "x0": band[0], "x1": band[1], "yref": "paper", "y0": 0, "y1": 1,
        "fillcolor": TOKENS[theme]["wash"], "line": {"width": 0}, "layer": "below",
    }  # fmt: skip


def _band_title(band: Sequence[float]) -> dict[str, Any]:
    return {
        "xref": "x", "x": band[1], "xanchor": "right", "yref": "paper", "y": 1, "yanchor": "bottom", "yshift": 3,
        "text": f"chance reaches {band[1]:.2f}", "showarrow": False,
    }  # fmt: skip


def _line(effects: Sequence[float], theme: Theme) -> dict[str, Any]:
    """Above it the whole interval of a named unit's effect lies."""
    height = effect_to_exceed(effects)
    return {
        "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": height, "y1": height, "layer": "below",
        "line": {"color": TOKENS[theme]["wire"], "width": 1, "dash": "dot"},
    }  # fmt: skip


def _line_title(effects: Sequence[float]) -> dict[str, Any]:
    return {
        "xref": "paper", "x": 1, "xanchor": "right", "y": effect_to_exceed(effects), "yanchor": "bottom",
        "text": "95 % of units do less", "showarrow": False,
    }  # fmt: skip


def _name(point: Point, theme: Theme) -> dict[str, Any]:
    return {
        "x": point.x, "y": point.y, "text": point.name, "showarrow": False, "yanchor": "bottom", "yshift": 5,
        "font": {"color": TOKENS[theme]["ink"], "weight": 600},
    }  # fmt: skip
