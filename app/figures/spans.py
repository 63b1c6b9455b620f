"""Memories as bars, one a row, from the word that wrote each to the word at which it was over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.figures.chart import SERIF, chart_layout, row_axis, word_axis
from app.figures.palette import TOKENS, Theme, mix
from app.figures.panels import CLEAR, Figure
from app.figures.words import in_brackets, plot_text, short, token_label
from model import Span, Token

LEFT, RIGHT, TOP, BOTTOM = 112, 96, 22, 30  # px; Plotly’s buttons lie above the first row
ROW = 24  # px; static/js/views/spans.js marks rows by it
STRENGTH = 0.7  # of the fills over the paper: many bars would shout in full
THINNEST, THICKEST = 0.16, 0.84  # of a row: a memory written as 0, and one written as ±1


@dataclass(frozen=True)
class Memory:
    """A memory of a unit. `by_hand`: a hold wrote it, no word; `replaced`: a hold ended it, at the step `span.by`;
    `known`: the name that its unit has earned.
    """

    unit: int
    span: Span
    by_hand: bool
    replaced: bool
    known: str = ""


def build_spans(memories: Sequence[Memory], theme: Theme, tokens: Sequence[Token]) -> Figure:
    """A row for each memory, the first on top. The thicker a bar, the more was written; its end says why.

    `customdata` of the rows' bars, which can be pointed at along the whole row, is [unit, step that wrote].
    """
    rows, spans = len(memories), [memory.span for memory in memories]
    layout = chart_layout(theme, LEFT, RIGHT, TOP, BOTTOM) | {
        "height": rows * ROW + TOP + BOTTOM,
        "barmode": "overlay",
        "xaxis": word_axis(theme, tokens),
        "yaxis": row_axis(theme, rows, [_name(memory, tokens) for memory in memories]),
    }
    data = [_bars(spans, theme, tokens), _ends(memories, theme, tokens), _rows(memories, tokens)]
    return {"data": data, "layout": layout}


def _bars(spans: Sequence[Span], theme: Theme, tokens: Sequence[Token]) -> dict[str, Any]:
    colours = TOKENS[theme]
    above, below = (mix((colours["paper"], colours[fill]), STRENGTH) for fill in ("pos-fill", "neg-fill"))
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(spans))),
        "base": [span.start - 0.5 for span in spans],
        "x": [_stop(span, tokens) - span.start for span in spans],
        "width": [THINNEST + (THICKEST - THINNEST) * min(1.0, abs(span.value)) for span in spans],
        "marker": {"color": [above if span.value > 0 else below for span in spans]},
        "hoverinfo": "skip",
    }


def _ends(memories: Sequence[Memory], theme: Theme, tokens: Sequence[Token]) -> dict[str, Any]:
    """What ended each memory, behind its bar: a word in the face of words, all else in that of the page."""
    colours = TOKENS[theme]
    erased = [memory.span.end == "erased" for memory in memories]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [_stop(memory.span, tokens) - 0.5 for memory in memories],
        "y": list(range(len(memories))),
        "text": [_end(memory, tokens) for memory in memories],
        "textposition": "middle right",
        "textfont": {
            "family": SERIF,
            "size": 13,
            "style": ["normal" if by_word else "italic" for by_word in erased],
            "color": [colours["ink"] if by_word else colours["soft"] for by_word in erased],
        },
        "cliponaxis": False,
        "hoverinfo": "skip",
    }


def _rows(memories: Sequence[Memory], tokens: Sequence[Token]) -> dict[str, Any]:
    """Bars that nobody sees, as long and as high as the rows: they say what a row is, and can be clicked."""
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(memories))),
        "base": -0.5,
        "x": [len(tokens)] * len(memories),
        "width": 1,
        "marker": {"color": CLEAR},
        "customdata": [[memory.unit, memory.span.start] for memory in memories],
        "hovertext": [_sentence(memory, tokens) for memory in memories],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _stop(span: Span, tokens: Sequence[Token]) -> int:
    return len(tokens) if span.stop is None else span.stop


def _name(memory: Memory, tokens: Sequence[Token]) -> str:
    word = token_label(tokens[memory.span.start])
    return f"{plot_text(short(f'held: {word}' if memory.by_hand else word))} · {memory.unit}"


def _end(memory: Memory, tokens: Sequence[Token]) -> str:
    span = memory.span
    if span.by is not None:
        return f" ✕ {'held' if memory.replaced else plot_text(short(token_label(tokens[span.by])))}"
    return " faded" if span.stop is not None else f" {span.held:.0%} left".replace("%", " %")


def _sentence(memory: Memory, tokens: Sequence[Token]) -> str:
    span = memory.span
    amount = f"{span.value:+.2f}".replace("-", "−")
    word = f"“{plot_text(token_label(tokens[span.start]))}”"
    begin = f"by hand at {word}, {amount}" if memory.by_hand else f"{word} wrote {amount}"
    last = _stop(span, tokens) - span.start
    who = f"Unit {memory.unit}{in_brackets(memory.known)}"
    return f"{who}: {begin}<br>held for {last} word{'' if last == 1 else 's'}, {_ending(memory, tokens)}"


def _ending(memory: Memory, tokens: Sequence[Token]) -> str:
    span = memory.span
    if span.by is None:
        return "faded" if span.stop is not None else f"{span.held:.0%} of it left at the end".replace("%", " %")
    word = f"“{plot_text(token_label(tokens[span.by]))}”"
    if memory.replaced:
        return f"until it was held by hand at {word}"
    return f"erased by {word}" if span.by == span.stop else f"most of it taken by {word}"
