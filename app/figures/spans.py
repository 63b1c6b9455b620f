"""Memories as bars, one a row, from the word that wrote each to the word at which it was over."""

from collections.abc import Sequence
from typing import Any

from app.figures.chart import SERIF, axis, chart_layout, word_axis
from app.figures.palette import TOKENS, Theme, mix
from app.figures.panels import CLEAR, Figure
from app.figures.words import plot_text, short, token_label
from model import Span, Token

LEFT, RIGHT, TOP, BOTTOM = 112, 96, 22, 30  # px; Plotly’s buttons lie above the first row
ROW = 24  # px; static/js/views/spans.js marks rows by it
STRENGTH = 0.7  # of the fills over the paper: many bars would shout in full
THINNEST, THICKEST = 0.16, 0.84  # of a row: a memory written as 0, and one written as ±1


def build_spans(spans: Sequence[tuple[int, Span]], theme: Theme, tokens: Sequence[Token]) -> Figure:
    """A row for each (unit, span), the first on top. The thicker a bar, the more was written; its end says why.

    `customdata` of the rows' bars, which can be pointed at along the whole row, is [unit, step that wrote].
    """
    rows = len(spans)
    layout = chart_layout(theme, LEFT, RIGHT, TOP, BOTTOM) | {
        "height": rows * ROW + TOP + BOTTOM,
        "barmode": "overlay",
        "xaxis": word_axis(theme, tokens),
        "yaxis": axis(
            theme,
            range=[rows - 0.5, -0.5],
            ticklen=5,
            tickcolor=CLEAR,
            tickfont={"family": SERIF, "size": 13},
            tickvals=list(range(rows)),
            ticktext=[_name(unit, tokens[span.start]) for unit, span in spans],
        ),
    }
    return {"data": [_bars(spans, theme, tokens), _ends(spans, theme, tokens), _rows(spans, tokens)], "layout": layout}


def _bars(spans: Sequence[tuple[int, Span]], theme: Theme, tokens: Sequence[Token]) -> dict[str, Any]:
    colours = TOKENS[theme]
    above, below = (mix((colours["paper"], colours[fill]), STRENGTH) for fill in ("pos-fill", "neg-fill"))
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(spans))),
        "base": [span.start - 0.5 for _, span in spans],
        "x": [_stop(span, tokens) - span.start for _, span in spans],
        "width": [THINNEST + (THICKEST - THINNEST) * abs(span.value) for _, span in spans],
        "marker": {"color": [above if span.value > 0 else below for _, span in spans]},
        "hoverinfo": "skip",
    }


def _ends(spans: Sequence[tuple[int, Span]], theme: Theme, tokens: Sequence[Token]) -> dict[str, Any]:
    """What ended each memory, behind its bar: a word in the face of words, all else in that of the page."""
    colours = TOKENS[theme]
    erased = [span.end == "erased" for _, span in spans]
    return {
        "type": "scatter",
        "mode": "text",
        "x": [_stop(span, tokens) - 0.5 for _, span in spans],
        "y": list(range(len(spans))),
        "text": [_end(span, tokens) for _, span in spans],
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


def _rows(spans: Sequence[tuple[int, Span]], tokens: Sequence[Token]) -> dict[str, Any]:
    """Bars that nobody sees, as long and as high as the rows: they say what a row is, and can be clicked."""
    return {
        "type": "bar",
        "orientation": "h",
        "y": list(range(len(spans))),
        "base": -0.5,
        "x": [len(tokens)] * len(spans),
        "width": 1,
        "marker": {"color": CLEAR},
        "customdata": [[unit, span.start] for unit, span in spans],
        "hovertext": [_sentence(unit, span, tokens) for unit, span in spans],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _stop(span: Span, tokens: Sequence[Token]) -> int:
    return len(tokens) if span.stop is None else span.stop


def _name(unit: int, token: Token) -> str:
    return f"{plot_text(short(token_label(token)))} · {unit}"


def _end(span: Span, tokens: Sequence[Token]) -> str:
    if span.by is not None:
        return f" ✕ {plot_text(short(token_label(tokens[span.by])))}"
    return " faded" if span.stop is not None else f" {span.held:.0%} left".replace("%", " %")


def _sentence(unit: int, span: Span, tokens: Sequence[Token]) -> str:
    amount = f"{span.value:+.2f}".replace("-", "−")
    last = _stop(span, tokens) - span.start
    words = f"{last} word{'' if last == 1 else 's'}"
    if span.by is not None:
        eraser = plot_text(token_label(tokens[span.by]))
        end = f"erased by “{eraser}”" if span.by == span.stop else f"most of it taken by “{eraser}”"
    elif span.stop is not None:
        end = "faded"
    else:
        end = f"{span.held:.0%} of it left at the end".replace("%", " %")
    return f"Unit {unit}: “{plot_text(token_label(tokens[span.start]))}” wrote {amount}<br>held for {words}, {end}"
