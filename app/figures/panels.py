"""The page's heat maps: bare figures, one for each signal, that leave words and crosshairs to the page."""

import base64
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.figures.palette import Theme, colour_scale
from app.figures.words import plot_text, token_label
from model import Kind, Scale, Token, find_signal

Values = NDArray[np.float32]
Figure = dict[str, Any]

THIN_ROWS = (
    32  # up to so many rows a unit is a ribbon with a hairline of paper above it; more rows have no room for one
)
CLEAR = "rgba(0,0,0,0)"


def build_panels(
    kind: Kind, signals: Mapping[str, Values], range_: float, theme: Theme, tokens: Sequence[Token]
) -> tuple[dict[str, Figure], dict[str, Figure]]:
    """The figures of one layer: (one per signal, echoes).

    `signals[name]` is [rows, T] float32, the top row first; `tokens` are the T tokens; `range_` > 0 is the model's R.
    The echoes of an LSTM are `previous`, the cell one step ago (0 at the first), and `squashed`, tanh of the cell;
    other kinds have none. Each `z` keeps the values as they are, in base64: the bend of the contents scale is in the
    colour scale.
    """
    ticks = word_ticks(tokens)
    figures = {
        name: build_panel(values, find_signal(kind, name).scale, range_, theme, ticks)
        for name, values in signals.items()
    }
    echoes = {name: values for name, values in with_echoes(signals).items() if name not in signals}
    return figures, {name: build_panel(values, "signed", range_, theme, ticks) for name, values in echoes.items()}


def with_echoes(signals: Mapping[str, Values]) -> dict[str, Values]:
    """The signals of a layer and, where there is a cell, what the page shows of it besides: `previous`, `squashed`."""
    cell = signals.get("cell")
    if cell is None:
        return dict(signals)
    before = np.concatenate([np.zeros_like(cell[:, :1]), cell[:, :-1]], axis=1)
    return {**signals, "previous": before, "squashed": np.tanh(cell)}


def build_panel(values: Values, scale: Scale, range_: float, theme: Theme, ticks: dict[str, Any]) -> Figure:
    """One heat map without axes: values [rows, T], row 0 on top; `ticks`: see `word_ticks`, the same for all maps."""
    rows, steps = values.shape
    trace = heatmap(values, scale, range_, theme) | {"showscale": False, "ygap": 1 if rows <= THIN_ROWS else 0}
    layout = {
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "xaxis": {"visible": False, "fixedrange": True, "range": [-0.5, steps - 0.5], **ticks},
        "yaxis": {"visible": False, "fixedrange": True, "range": [rows - 0.5, -0.5]},
        "paper_bgcolor": CLEAR,
        "plot_bgcolor": CLEAR,
    }
    return {"data": [trace], "layout": layout}


def heatmap(values: Values, scale: Scale, range_: float, theme: Theme) -> Figure:
    """A Plotly heatmap trace with fixed limits: gates 0..1, contents −range_..+range_."""
    low, high = (0.0, 1.0) if scale == "gate" else (-range_, range_)
    return {
        "type": "heatmap",
        "z": encode(values),
        "zmin": low,
        "zmax": high,
        "colorscale": colour_scale(scale, range_, theme),
        "hovertemplate": "%{x}, row %{y}: %{z:.4f}<extra></extra>",
    }


def encode(values: Values) -> dict[str, str]:
    """A float32 array [rows, T] as Plotly takes it: little-endian base64, exact."""
    raw = np.ascontiguousarray(values, dtype="<f4").tobytes()
    return {"dtype": "f4", "bdata": base64.b64encode(raw).decode("ascii"), "shape": ", ".join(map(str, values.shape))}


def word_ticks(tokens: Sequence[Token], every: int = 1) -> dict[str, Any]:
    """Ticks that name the words. Positions are numbers: words as categories would merge those that repeat."""
    chosen = range(0, len(tokens), every)
    texts = [plot_text(token_label(tokens[n])) for n in chosen]
    return {"tickmode": "array", "tickvals": list(chosen), "ticktext": texts}
