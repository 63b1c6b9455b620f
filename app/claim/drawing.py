"""How the figures of a card look, in both themes. Their values are not in here: they are in the trace beside it."""

from typing import get_args

from app.export import Excerpt
from app.figures import Figure, Theme, build_large
from app.figures.words import token_label
from app.serialize import Json
from model import find_signal

FROM_TRACE = ("z", "customdata", "hovertext")  # what the card's script fills in


def drawing(excerpt: Excerpt) -> Json:
    """`words` as they are shown; `figures` {theme: {signal: Plotly figure without its values}}."""
    signals = [find_signal(excerpt.model.kind, name) for name in excerpt.chosen.signals]
    return {
        "words": [token_label(token) for token in excerpt.reading.trace.tokens],
        "figures": {
            theme: {signal.name: _look(excerpt, signal.name, theme) for signal in signals} for theme in get_args(Theme)
        },
    }


def _look(excerpt: Excerpt, name: str, theme: Theme) -> Figure:
    chosen, trace = excerpt.chosen, excerpt.reading.trace
    values = trace.signals[name][chosen.layers[0]][:, chosen.units].T.numpy()
    colour_range = float(excerpt.model.card["range"])
    figure = build_large(find_signal(excerpt.model.kind, name), values, chosen.units, colour_range, theme, trace.tokens)
    (heatmap,) = figure["data"]
    return figure | {"data": [{key: value for key, value in heatmap.items() if key not in FROM_TRACE}]}
