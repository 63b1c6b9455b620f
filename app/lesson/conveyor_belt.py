"""Chapter: the cell state is a conveyor belt. One unit of the LSTM, whose valves the reader turns."""

from torch import Tensor

from app.lesson.asked import Asked
from app.lesson.chapter import Chapter, Drawn, Lesson
from app.lesson.reading import MOST_TOKENS, layer_of, quoted, reading_figure, trace_of, unit_table
from app.numbers import add_up, percent, signed
from app.schemas.holds import HoldRequest
from app.serialize import Json
from model import Trace

VALVES = ("forget", "input", "output")
SAME = 0.05  # of what the belt carried: by so little may it differ at the end and still be called the same


def facts(lesson: Lesson) -> Json:
    """The story of the LSTM: what the belt carries into its word, what goes on, what is put on it."""
    story = lesson.lstm.card["suggested"]
    trace = trace_of(lesson.explorer, lesson.lstm, story["text"])
    step, unit = int(story["step"]), int(story["unit"])
    forget, write, candidate, cell = (
        line(lesson, trace, name, unit) for name in ("forget", "input", "candidate", "cell")
    )
    parts = (float(forget[step] * cell[step - 1]), float(write[step] * candidate[step]))
    kept, written = add_up(parts, float(cell[step]))
    return {
        "unit": unit,
        "step": step,
        "word": quoted(trace, step),
        "before": {"step": step - 1, "word": quoted(trace, step - 1), "forget": float(forget[step - 1])},
        "carried": float(cell[step - 1]),
        "forget": float(forget[step]),
        "kept": kept,
        "written": written,
        "cell": float(cell[step]),
        "left": float(forget[step:].prod()),
    }


def draw(lesson: Lesson, asked: Asked) -> Drawn:
    """The belt at one word, with the valves as they are set from that word on."""
    model = lesson.lstm
    story = model.card["suggested"]
    text = asked.text("text", story["text"], lesson.explorer, model, MOST_TOKENS)
    own = trace_of(lesson.explorer, model, text)
    last = len(own.tokens) - 1
    step = asked.whole("step", 0, last, min(story["step"], last))
    unit = asked.whole("unit", 0, model.units - 1, story["unit"])
    turned = {valve: asked.number(valve, 0, 1) for valve in VALVES}
    holds = [
        HoldRequest(layer=layer_of(model), units=[unit], signal=valve, steps=[step, None], value=value)
        for valve, value in turned.items()
        if value is not None
    ]
    trace = trace_of(lesson.explorer, model, text, holds)
    left = float(line(lesson, trace, "forget", unit)[step:].prod())
    return Drawn(
        figure=reading_figure(lesson, model, text, unit, step, "cell", holds),
        value=percent(left),
        words=f"of what the belt carried into {quoted(trace, step)} is still on it at the end of the sentence."
        if step
        else "would be left at the end of whatever lay on the belt before the start; but nothing does.",
        says=says(lesson, own, trace, unit, step),
        answer=answer(lesson, trace, unit, step) if holds else None,
        table=unit_table(model, trace, unit),
        hints={valve: f"{float(line(lesson, own, valve, unit)[step]):.2f}" for valve in VALVES},
    )


def says(lesson: Lesson, own: Trace, trace: Trace, unit: int, step: int) -> str:
    """What the belt does at the word, and where it ends; with a hand on the valves, where it would end without."""
    cell, forget = line(lesson, trace, "cell", unit), line(lesson, trace, "forget", unit)
    carried = float(cell[step - 1]) if step else 0.0
    lasting = float(forget[step]) * carried
    kept, added = add_up((lasting, float(cell[step]) - lasting), float(cell[step]))
    untouched = line(lesson, own, "cell", unit)
    without = "" if trace is own else f"; without your hand it would be {signed(float(untouched[-1]))}"
    return (
        f"In comes {signed(carried)}. ⊗ keeps {signed(kept)}, ⊕ adds {signed(added)}:"
        f" the belt holds {signed(float(cell[step]))}. At the end it holds {signed(float(cell[-1]))}{without}."
    )


def answer(lesson: Lesson, trace: Trace, unit: int, step: int) -> str | None:
    """Where the belt ends with what it carried into the word: that it does."""
    cell = line(lesson, trace, "cell", unit)
    carried, end = float(cell[step - 1]) if step else 0.0, float(cell[-1])
    if not carried or abs(end - carried) > SAME * abs(carried):
        return None
    return (
        f"Yes: {signed(carried)} went in and {signed(end)} came out at the end. With all of it let through and nothing"
        " added, a memory lasts as long as one likes."
    )


def line(lesson: Lesson, trace: Trace, signal: str, unit: int) -> Tensor:
    """A signal of a unit, step by step [T]."""
    return trace.signals[signal][layer_of(lesson.lstm), :, unit]


CHAPTER = Chapter(
    slug="conveyor-belt",
    title="The conveyor belt",
    sentence="What an LSTM remembers lies on a belt that two signs act on, ⊗ and ⊕.",
    quotes=(
        "you have gates and memory cell. to address the vanishing gradient descent problem in RNN",
        "What are the ⊕ ⊗ on cell state?",
        "conveyor belt of info",
    ),
    sources=("hochreiter-1997", "gers-2000"),
    view="scope",
    facts=facts,
    draw=draw,
)
