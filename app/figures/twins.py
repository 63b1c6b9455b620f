"""Networks beside each other: their memories, who saw the words coming, and how many words before each one they use."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from app.figures.chart import DASHES, axis, chart_layout, word_axis
from app.figures.palette import TOKENS, Theme
from app.figures.panels import Figure, Values, heatmap
from app.figures.words import NAMELESS, plot_text, token_label, unit_names
from model import Kind, Scale, Token


def build_memory(
    values: Values,
    units: Sequence[int],
    scale: Scale,
    range_: float,
    theme: Theme,
    tokens: Sequence[Token],
    names: Mapping[int, str] = NAMELESS,
) -> Figure:
    """The memory of one network: values [rows, T], the unit of each row (top first). Words are named by hovering, and
    units that have earned one of the `names`.
    """
    rows, steps = values.shape
    words = [plot_text(token_label(token)) for token in tokens]
    trace = heatmap(values, scale, range_, theme) | {
        "showscale": False,
        "y": list(range(rows)),
        "text": [words] * rows,
        "customdata": [[unit] * steps for unit in units],
        "hovertext": unit_names(units, names, steps),
        "hovertemplate": "“%{text}”, unit %{customdata}%{hovertext}: %{z:+.2f}<extra></extra>",
    }
    layout = chart_layout(theme, 0, 0, 0, 0) | {
        "xaxis": {"visible": False, "fixedrange": True, "range": [-0.5, steps - 0.5]},
        "yaxis": {"visible": False, "fixedrange": True, "range": [rows - 0.5, -0.5]},
    }
    return {"data": [trace], "layout": layout}


def build_advantage(
    names: tuple[str, str], bits: tuple[Values, Values], theme: Theme, tokens: Sequence[Token]
) -> Figure:
    """By how many bits the first of two networks was less surprised than the second at each word.

    `bits` are surprisals [T], the first of them nan. Above zero the first saw it coming, below zero the second.
    """
    colours = TOKENS[theme]
    gained = np.nan_to_num(bits[1] - bits[0])
    words = [plot_text(token_label(token)) for token in tokens]
    hints = [
        f"“{word}”<br>{names[0]} {one:.1f} bits, {names[1]} {other:.1f}" if n else f"“{word}” is given"
        for n, (word, one, other) in enumerate(zip(words, *bits, strict=True))
    ]
    bars = {
        "type": "bar",
        "x": list(range(len(tokens))),
        "y": np.round(gained, 3).tolist(),
        "width": 0.86,
        "marker": {"color": [colours["pos-fill"] if value > 0 else colours["neg-fill"] for value in gained]},
        "hovertext": hints,
        "hovertemplate": "%{hovertext}<extra></extra>",
    }
    most = max(1.0, float(np.abs(gained).max())) * 1.08
    layout = chart_layout(theme, 44, 0, 8, 28) | {
        "xaxis": word_axis(theme, tokens),
        "yaxis": axis(theme, range=[-most, most], zeroline=True, zerolinecolor=colours["wire"], nticks=5),
    }  # fmt: skip
    return {"data": [bars], "layout": layout}


def build_effective_memory(curves: Mapping[str, Mapping[str, Any]], kinds: Sequence[Kind], theme: Theme) -> Figure:
    """The loss where only the last n tokens may be seen: {network: its card's `effective_memory`}, and their kinds.

    Bars are two standard errors either way. Each network is named at its line.
    """
    colours = TOKENS[theme]
    lines = [
        _line(name, curve, DASHES[kind], colours) for (name, curve), kind in zip(curves.items(), kinds, strict=True)
    ]
    highest = max(curve["nats"][-1] for curve in curves.values())
    counts = sorted({n for curve in curves.values() for n in curve["tokens_before"]})
    layout = chart_layout(theme, 44, 12, 10, 44) | {
        "xaxis": axis(theme, type="log", range=[math.log10(counts[0]) - 0.06, math.log10(counts[-1]) + 0.06],
                      tickvals=counts, ticktext=[str(n) for n in counts], title={"text": "tokens that may be seen"}),
        "yaxis": axis(theme, nticks=6, tickformat=".1f"),
        "annotations": [
            _name(name, curve, curve["nats"][-1] == highest, colours) for name, curve in curves.items()
        ],
    }  # fmt: skip
    return {"data": lines, "layout": layout}


def _line(name: str, curve: Mapping[str, Any], dash: str, colours: Mapping[str, str]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": plot_text(name),
        "x": curve["tokens_before"],
        "y": curve["nats"],
        "error_y": {"array": [2 * each for each in curve["standard_error"]], "thickness": 1, "width": 0},
        "line": {"color": colours["ink"], "width": 1.6, "dash": dash},
        "marker": {"color": colours["ink"], "size": 4},
        "hovertemplate": "%{fullData.name}, the last %{x}: %{y:.3f} nats a token<extra></extra>",
    }


def _name(name: str, curve: Mapping[str, Any], upper: bool, colours: Mapping[str, str]) -> dict[str, Any]:
    """A name where its line has become level."""
    place = max(0, len(curve["nats"]) - 3)
    return {
        "x": math.log10(curve["tokens_before"][place]),
        "y": curve["nats"][place],
        "text": plot_text(name),
        "showarrow": False,
        "yanchor": "bottom" if upper else "top",
        "yshift": 5 if upper else -5,
        "font": {"color": colours["ink"]},
    }
