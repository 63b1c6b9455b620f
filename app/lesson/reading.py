"""A text as one unit reads it: what the drawings of a cell take, and the same as a table."""

from collections.abc import Sequence

from app.explore import Explorer
from app.figures.words import token_label
from app.lesson.chapter import Lesson, Table
from app.numbers import written
from app.schemas.holds import HoldRequest
from app.schemas.trace import FiguresRequest
from app.serialize import Json
from model import SIGNALS, LoadedModel, Signal, Trace

MOST_TOKENS = 100  # words that a drawing of the lesson shows


def reading_figure(
    lesson: Lesson,
    model: LoadedModel,
    text: str,
    unit: int,
    step: int,
    signal: str,
    holds: Sequence[HoldRequest] = (),
) -> Json:
    """`POST /figures` for one unit, and where the figure stands; `signal` colours the words."""
    layer = layer_of(model)
    asked = FiguresRequest(
        text=text, model=model.name, layer=layer, units=[unit], unit=unit, signal=signal, top_k=1, encoding="base64",
        holds=list(holds), clip=True, theme=lesson.theme,
    )  # fmt: skip
    return {
        "reading": lesson.explorer.figures(asked),
        "view": {"text": text, "model": model.name, "layer": layer, "unit": unit, "step": step, "signal": signal,
                 "holds": [hold.model_dump() | {"off": False} for hold in holds], "pinned": [], "words": "strip"},
    }  # fmt: skip


def layer_of(model: LoadedModel) -> int:
    """The layer whose units the lesson looks at: that of the model's own story."""
    return int(model.card["suggested"]["layer"])


def trace_of(explorer: Explorer, model: LoadedModel, text: str, holds: Sequence[HoldRequest] = ()) -> Trace:
    """A text as a model reads it."""
    return explorer.read(model, text, holds).trace


def unit_table(model: LoadedModel, trace: Trace, unit: int) -> Table:
    """A row for each word, a column for each signal of a unit."""
    signals = list(SIGNALS[model.kind])
    lines = [trace.signals[signal.name][layer_of(model), :, unit].tolist() for signal in signals]
    rows = [list(map(written_by, signals, values)) for values in zip(*lines, strict=True)]
    words = [token_label(token) for token in trace.tokens]
    return Table(f"Unit {unit}, word by word", "word", [signal.symbol for signal in signals], words, rows)


def written_by(signal: Signal, value: float) -> str:
    """A value as the page writes it."""
    return written(signal.scale, value)


def quoted(trace: Trace, step: int) -> str:
    """The token of a step within a sentence: “king”, or the start."""
    token = trace.tokens[step]
    return f"“{token_label(token)}”" if token.end else "the start"
