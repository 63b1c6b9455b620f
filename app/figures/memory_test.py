"""What is left of a subject: a line for each network over the words read since, and between which values most lie."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.figures.chart import DASHES, axis, chart_layout
from app.figures.palette import TOKENS, Theme
from app.figures.panels import Figure
from app.figures.words import plot_text
from model import Kind

HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 340, 52, 76, 12, 46  # px
LABEL = 15  # px between the labels at the ends of two lines


@dataclass(frozen=True)
class Line:
    """What is left in one network at every distance, in nats: the mean, and the 10 % and 90 % quantiles."""

    name: str
    kind: Kind
    mean: list[float]
    low: list[float]
    high: list[float]


def build_left(
    lines: Sequence[Line], behind: Sequence[Line] | None, words: Sequence[str] | None, theme: Theme
) -> Figure:
    """The figure of some networks' lines, of n ≥ 1 distances each.

    `behind`: the same networks on the built-in pairs, where `lines` are of another one; the bands are theirs then.
    `words`: the n words of the filler, named by hovering; None where the lines are means over several fillers.
    """
    ink, soft = TOKENS[theme]["ink"], TOKENS[theme]["soft"]
    banded = lines if behind is None else behind
    limits = _limits([*lines, *banded])
    traces = [_band(line, theme) for line in banded]
    labels = []
    for line in behind or ():
        traces.append(_line(line, words, soft, 1.0, f"{line.name}, all pairs"))
        labels.append((f"{line.name}, pairs", line.mean[-1], soft))
    for line in lines:
        traces.append(_line(line, words, ink, 2.0, line.name))
        labels.append((line.name, line.mean[-1], ink))
    count = len(lines[0].mean)
    layout = chart_layout(theme, LEFT, RIGHT, TOP, BOTTOM) | {
        "height": HEIGHT,
        "hovermode": "x",
        "xaxis": axis(theme, range=[0.5, count + 0.5], nticks=12, tickformat="d", hoverformat="d",
                      title={"text": "words read since the subject", "standoff": 10}),
        "yaxis": axis(theme, range=limits, nticks=6, tickformat=".1f", zeroline=True,
                      zerolinecolor=TOKENS[theme]["wire"], title={"text": "nats", "standoff": 6}),
        "annotations": _labels(labels, limits),
    }  # fmt: skip
    return {"data": traces, "layout": layout}


def _limits(lines: Sequence[Line]) -> list[float]:
    """Limits of the vertical axis: all values and zero, with a little room; never nothing."""
    values = [0.0, *(value for line in lines for value in (*line.mean, *line.low, *line.high))]
    room = max(0.04 * (max(values) - min(values)), 0.01)
    return [min(values) - room, max(values) + room]


def _band(line: Line, theme: Theme) -> dict[str, Any]:
    """Where eight of ten readings lie: plain for an LSTM, hatched for the others, so that two bands can overlap."""
    colours = TOKENS[theme]
    count = len(line.mean)
    steps = list(range(1, count + 1))
    band = {
        "type": "scatter",
        "mode": "lines",
        "x": steps + steps[::-1],
        "y": line.high + line.low[::-1],
        "fill": "toself",
        "line": {"width": 0},
        "hoverinfo": "skip",
    }
    if line.kind == "lstm":
        return band | {"fillcolor": colours["wash"]}
    return band | {"fillpattern": {"shape": "/", "size": 7, "solidity": 0.08, "fgcolor": colours["soft"]}}


def _line(line: Line, words: Sequence[str] | None, colour: str, width: float, name: str) -> dict[str, Any]:
    count = len(line.mean)
    hints = [f", “{plot_text(word)}”" for word in words] if words else [""] * count
    spread = [
        f" ({low:.2f} to {high:.2f})" if high > low else "" for low, high in zip(line.low, line.high, strict=True)
    ]
    return {
        "type": "scatter",
        "mode": "lines" if count > 1 else "markers",
        "name": plot_text(name),
        "x": list(range(1, count + 1)),
        "y": line.mean,
        "text": [hint + each for hint, each in zip(hints, spread, strict=True)],
        "line": {"color": colour, "width": width, "dash": DASHES[line.kind]},
        "marker": {"color": colour, "size": 6},
        "hovertemplate": "%{fullData.name} after %{x}%{text}: %{y:.2f}<extra></extra>",
    }


def _labels(labels: Sequence[tuple[str, float, str]], limits: Sequence[float]) -> list[dict[str, Any]]:
    """Names (text, value, colour) at the right ends of the lines, moved apart where they would overlap."""
    scale = (HEIGHT - TOP - BOTTOM) / (limits[1] - limits[0])  # px per nat
    ends = {"xref": "paper", "x": 1, "xanchor": "left", "xshift": 6, "yanchor": "middle", "showarrow": False}
    annotations: list[dict[str, Any]] = []
    lowest = float("-inf")
    for text, value, colour in sorted(labels, key=lambda label: label[1]):
        lowest = max(value * scale, lowest + LABEL)
        shift = round(lowest - value * scale, 1)
        annotations.append(ends | {"y": value, "yshift": shift, "text": plot_text(text), "font": {"color": colour}})
    return annotations
