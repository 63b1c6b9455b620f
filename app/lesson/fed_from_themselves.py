"""Chapter: neurons that are fed from themselves. One neuron of the RNN twin, word by word."""

from dataclasses import dataclass

from app.figures.words import token_label
from app.lesson.asked import Asked
from app.lesson.chapter import Chapter, Drawn, Lesson
from app.lesson.reading import MOST_TOKENS, layer_of, quoted, reading_figure, trace_of, unit_table
from app.numbers import percent, signed
from app.serialize import Json
from model import LoadedModel, Trace, explain_gates


@dataclass(frozen=True)
class Sum:
    """What reaches the neuron at a step, before tanh: from the word, the layer, of that from itself; the bias."""

    word: float
    itself: float
    own: float
    bias: float
    value: float

    @property
    def share(self) -> float:
        """Of all that reaches it, the part that the layer says to itself, 0..1."""
        whole = abs(self.word) + abs(self.itself) + abs(self.bias)
        return abs(self.itself) / whole if whole else 0.0


def sum_at(model: LoadedModel, trace: Trace, unit: int, step: int) -> Sum:
    """The parts of `GET /explain`, whole groups of them added up."""
    found = explain_gates(model, trace, layer_of(model), unit, step)["hidden"]
    word, itself = float(found.inputs.sum()), float(found.recurrent.sum())
    return Sum(word, itself, float(found.recurrent[unit]), found.bias, found.value)


def facts(lesson: Lesson) -> Json:
    """The story of the RNN: where it listens to itself most, and how little of that is one unit's own voice."""
    model = lesson.rnn
    story = model.card["suggested"]
    trace = trace_of(lesson.explorer, model, story["text"])
    sums = [sum_at(model, trace, story["unit"], step) for step in range(len(trace.tokens))]
    most = most_itself(sums)
    return {
        "model": model.name,
        "units": model.units,
        "step": story["step"],
        "before": story["step"] - 1,
        "words": [token_label(token) for token in trace.tokens],
        "most": most,
        "own": abs(sums[most].own) / abs(sums[most].itself) if sums[most].itself else 0.0,
    }


def draw(lesson: Lesson, asked: Asked) -> Drawn:
    """One neuron at one word of a text."""
    model = lesson.rnn
    story = model.card["suggested"]
    text = asked.text("text", story["text"], lesson.explorer, model, MOST_TOKENS)
    unit = asked.whole("unit", 0, model.units - 1, story["unit"])
    trace = trace_of(lesson.explorer, model, text)
    last = len(trace.tokens) - 1
    step = asked.whole("step", 0, last, min(story["step"], last))
    sums = [sum_at(model, trace, unit, each) for each in range(last + 1)]
    return Drawn(
        figure=reading_figure(lesson, model, text, unit, step, "hidden"),
        value=percent(sums[step].share),
        words=f"of what reaches the neuron at {quoted(trace, step)} is what the layer said one word before.",
        says=says(sums[step], trace, step),
        answer=answer(sums, trace, step),
        table=unit_table(model, trace, unit),
    )


def says(found: Sum, trace: Trace, step: int) -> str:
    """The sum at a step, part by part."""
    if step == 0:
        return f"Nothing was said before the start: the loop brings {signed(found.itself)}."
    return (
        f"{quoted(trace, step)} brings {signed(found.word)}, the layer’s own values of one word before bring"
        f" {signed(found.itself)}, the bias {signed(found.bias)}; tanh makes {signed(found.value)} of the sum."
    )


def answer(sums: list[Sum], trace: Trace, step: int) -> str | None:
    """At the word at which it listens to itself most: that it is this one."""
    if step != most_itself(sums):
        return None
    return f"Yes, {quoted(trace, step)}: nowhere in this sentence is more than {percent(sums[step].share)} its own."


def most_itself(sums: list[Sum]) -> int:
    """The step at which the layer's own values make up the largest share."""
    return max(range(len(sums)), key=lambda step: sums[step].share)


CHAPTER = Chapter(
    slug="fed-from-themselves",
    title="Neurons fed from themselves",
    sentence="What a layer says goes into the same layer again, with the next word.",
    quotes=(
        "neurons are fed information not just from previous layer but also from themselves",
        "you take output of layer, put that output as input to the same neural network",
    ),
    sources=(),
    view="scope",
    facts=facts,
    draw=draw,
)
