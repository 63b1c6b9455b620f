"""The ledger as a heat map: a row for each word that wrote, a column for each word read since.

Time runs to the right, as everywhere: a row is the life of what one word wrote, a column is all that is held at a word.
Below the diagonal nothing has been written yet; the scale stands there.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.figures.chart import chart_layout, row_axis, word_axis
from app.figures.palette import SCALES, TOKENS, ColourScale, Theme, colour_scale, mix
from app.figures.panels import CLEAR, Figure
from app.figures.words import plot_text, short, token_label
from model import Token

LEFT, TOP, BOTTOM = 92, 8, 30  # px; static/css/ledger.css moves the figure by the left margin onto the page's columns
ROW, LEAST_HEIGHT, MOST_HEIGHT = 22, 110, 520  # px
LABEL = 18  # px that the word of a row takes
ROOM_FOR_SCALE = 8  # rows: with fewer the empty corner is too small for it
AMOUNT_STOPS = 20
DECIMALS = 5

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Blocks = Sequence[range]
Steps = Sequence[int]


def build_unit_ledger(
    writes: Floats, blocks: Blocks, by_hand: Steps, range_: float, theme: Theme, tokens: Sequence[Token]
) -> Figure:
    """What B blocks of words wrote into a cell, `writes` [B, B] read × written, signed; `range_` is the model's R.

    `by_hand`: steps at which it was a hold that wrote.
    """
    words = _words(blocks, tokens)
    held = [_is_held(block, by_hand) for block in blocks]
    writers = [_hand(words[s][0], len(block)) if held[s] else words[s][0] for s, block in enumerate(blocks)]
    trace = {
        "customdata": [[[writer, words[t][1]] if t >= s else None for t in range(len(blocks))]
                       for s, writer in enumerate(writers)],
        "hovertemplate": "%{customdata[0]} wrote %{z:+.3f}<br>of what is held at “%{customdata[1]}”<extra></extra>",
        "zmin": -range_,
        "zmax": range_,
        "colorscale": colour_scale("signed", range_, theme),
    }  # fmt: skip
    ticks = {"tickvals": [-range_, 0, range_], "ticktext": [f"−{range_:g}", "0", f"+{range_:g}"]}
    names = [_label(block, tokens, "held: " if held[s] else "") for s, block in enumerate(blocks)]
    return _heatmap(writes, trace, ticks, blocks, names, theme, tokens)


def build_layer_ledger(
    shares: Floats, units: Integers, blocks: Blocks, by_hand: Steps, theme: Theme, tokens: Sequence[Token]
) -> Figure:
    """The share of all that a layer holds, by block of words: `shares` Σ|w| [B, B] read × written, in any unit.

    `units` [B, B] hold most of each; they end the `customdata`. `by_hand`: steps at which cells were held.
    """
    words = _words(blocks, tokens)
    writers = [
        f"{writer}, and the holds there," if _is_held(block, by_hand) else writer
        for (writer, _), block in zip(words, blocks, strict=True)
    ]
    totals = shares.sum(axis=1, keepdims=True)
    trace = {
        "customdata": [[[writer, words[t][1], int(units[t, s])] if t >= s else None for t in range(len(blocks))]
                       for s, writer in enumerate(writers)],
        "hovertemplate": "%{customdata[0]} wrote %{z:.1%} of all<br>that is held at “%{customdata[1]}”, "
                         "the largest part in unit %{customdata[2]}<extra></extra>",
        "zmin": 0,
        "zmax": 1,
        "colorscale": amount_scale(theme),
    }  # fmt: skip
    ticks = {"tickvals": [0, 0.5, 1], "ticktext": ["0", "50 %", "100 %"]}
    parts = np.divide(shares, totals, out=np.zeros_like(shares), where=totals > 0)
    return _heatmap(parts, trace, ticks, blocks, [_label(block, tokens) for block in blocks], theme, tokens)


def amount_scale(theme: Theme) -> ColourScale:
    """Shares 0..1 in the colours of gates, by their square root: most words hold a few hundredths each."""
    places = [n / AMOUNT_STOPS for n in range(AMOUNT_STOPS + 1)]
    return tuple((place**2, mix(SCALES[theme]["gate"], place)) for place in places)


def _heatmap(
    values: Floats,
    trace: Figure,
    ticks: Figure,
    blocks: Blocks,
    names: Sequence[str],
    theme: Theme,
    tokens: Sequence[Token],
) -> Figure:
    """`values` [B, B] read × written, `names` of the rows; of the other parts see the callers."""
    rows, size = len(blocks), len(blocks[0])
    height = min(MOST_HEIGHT, max(LEAST_HEIGHT, rows * ROW))
    trace = {
        "type": "heatmap",
        "z": _upper(values),
        "x0": (size - 1) / 2,
        "dx": size,
        "hoverongaps": False,
        "ygap": 1 if rows <= MOST_HEIGHT / ROW else 0,
        "showscale": rows >= ROOM_FOR_SCALE,
        "colorbar": _colour_bar(ticks, theme),
        **trace,
    }
    every = -(-rows * LABEL // height)
    layout = chart_layout(theme, LEFT, 0, TOP, BOTTOM) | {
        "height": height + TOP + BOTTOM,
        "xaxis": word_axis(theme, tokens),
        "yaxis": row_axis(theme, rows, names[::every], every),
    }
    return {"data": [trace], "layout": layout}


def _upper(values: Floats) -> list[list[float | None]]:
    """Rows of the words that wrote, columns of the words read; None where the word had not been read."""
    columns = np.round(values.T + 0.0, DECIMALS).tolist()
    return [[value if t >= s else None for t, value in enumerate(row)] for s, row in enumerate(columns)]


def _words(blocks: Blocks, tokens: Sequence[Token]) -> list[tuple[str, str]]:
    """Of each block its words, and the one at which it is read."""
    return [(_span_of(block, tokens), plot_text(token_label(tokens[block[-1]]))) for block in blocks]


def _span_of(block: range, tokens: Sequence[Token]) -> str:
    first, last = (f"“{plot_text(token_label(tokens[step]))}”" for step in (block[0], block[-1]))
    return first if len(block) == 1 else f"{first} … {last}"


def _hand(words: str, size: int) -> str:
    """What wrote where a hold did: in a block, words as well."""
    return f"The hold at {words}" if size == 1 else f"{words}, and the hold there,"


def _label(block: range, tokens: Sequence[Token], before: str = "") -> str:
    return plot_text(short(before + token_label(tokens[block[0]])) + (" …" if len(block) > 1 else ""))


def _is_held(block: range, by_hand: Steps) -> bool:
    return any(step in block for step in by_hand)


def _colour_bar(ticks: Figure, theme: Theme) -> Figure:
    """A small one in the empty corner."""
    return {
        "orientation": "h", "x": 0, "xanchor": "left", "xpad": 24, "y": 0, "yanchor": "bottom", "ypad": 4,
        "lenmode": "pixels", "len": 132, "thickness": 8, "outlinewidth": 0, "bgcolor": CLEAR,
        "tickfont": {"size": 11, "color": TOKENS[theme]["soft"]}, **ticks,
    }  # fmt: skip
