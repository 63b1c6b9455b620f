"""Chapter: a gate is a sigmoid. One gate of the LSTM's story, and the sum that goes into it."""

import math

import torch

from app.figures.sigmoid import CLOSED, FARTHEST, OPEN, build_sigmoid, sigmoid
from app.figures.words import token_label
from app.lesson.asked import Asked
from app.lesson.chapter import Chapter, Drawn, Lesson, Table
from app.lesson.reading import MOST_TOKENS, layer_of, quoted, reading_figure, trace_of
from app.lesson.terms import cell_terms
from app.numbers import add_up, percent, signed
from app.serialize import Json
from model import Explanation, LoadedModel, Trace, explain_gates, find_signal

# What each gate lets through, in the words of the figure.
PASSES = {"forget": "the cell of one word before", "input": "the candidate", "output": "the squashed cell"}
HALF = 0.5
NEAR = 0.05  # so far from it, a sum is still taken for one that lets half through
PUSH = 1.0  # how far the answer pushes the sum, here and far out


def facts(lesson: Lesson) -> Json:
    """The forget gate of the story, and how often gates of the layer are as good as switches in books."""
    model = lesson.lstm
    story = model.card["suggested"]
    trace = trace_of(lesson.explorer, model, story["text"])
    gate = trace.signals["forget"][layer_of(model), 1:, story["unit"]]
    return {
        "model": model.name,
        "unit": story["unit"],
        "units": model.units,
        "far": FARTHEST,
        "step": story["step"],
        "words": [token_label(token) for token in trace.tokens],
        "widest": 1 + int(gate.argmax()),
        "closed": CLOSED,
        "open": OPEN,
        "between": f"{math.log(OPEN / (1 - OPEN)) - math.log(CLOSED / (1 - CLOSED)):.1f}",
        "most": f"{sigmoid(FARTHEST):.4f}",
        "books": books(model),
    }


def books(model: LoadedModel) -> dict[str, list[float]] | None:
    """Of all units and words of the card's books, how often a gate is nearly closed, and how often nearly open.

    None where nobody has measured it.
    """
    measured = model.card["units"]["saturation"]
    if not measured:
        return None
    return {name: torch.tensor(measured[name][layer_of(model)]).mean(dim=0).tolist() for name in PASSES}


def draw(lesson: Lesson, asked: Asked) -> Drawn:
    """One gate at one word, with the network's own sum or with the reader's."""
    model = lesson.lstm
    story = model.card["suggested"]
    unit, layer = story["unit"], layer_of(model)
    text = asked.text("text", story["text"], lesson.explorer, model, MOST_TOKENS)
    gate = asked.word("gate", tuple(PASSES), "forget")
    trace = trace_of(lesson.explorer, model, text)
    last = len(trace.tokens) - 1
    step = asked.whole("step", 0, last, min(story["step"], last))
    chosen = asked.number("sum", -FARTHEST, FARTHEST)
    found = explain_gates(model, trace, layer, unit, step)[gate]
    own = found.preactivation
    at = own if chosen is None else chosen
    standing = torch.logit(trace.signals[gate][layer, step].double()).tolist()
    inside = before(trace, layer, unit, step, gate)
    through = behind(trace, layer, unit, step, gate) if chosen is None else sigmoid(at) * inside
    title = find_signal("lstm", gate).title
    return Drawn(
        figure=reading_figure(lesson, model, text, unit, step, gate)
        | {"plot": build_sigmoid(at, own, standing, lesson.theme), "mark": None,
           "point": {"field": "sum", "from": "x"}},
        value=percent(sigmoid(at)),
        words=f"of {PASSES[gate]} gets through: {signed(inside)} becomes {signed(through)}.",
        says=says(found, trace, step, title, chosen),
        answer=answer(chosen),
        table=table(model, trace, unit),
        hints={"sum": f"{own:.2f}"},
    )  # fmt: skip


def before(trace: Trace, layer: int, unit: int, step: int, gate: str) -> float:
    """What stands before a gate: the number that it multiplies."""
    cell = trace.signals["cell"][layer, :, unit]
    if gate == "forget":
        return float(cell[step - 1]) if step else 0.0
    return float(trace.signals["candidate"][layer, step, unit] if gate == "input" else cell[step].tanh())


def behind(trace: Trace, layer: int, unit: int, step: int, gate: str) -> float:
    """What gets through by the network's own gate."""
    if gate == "output":
        return float(trace.signals["hidden"][layer, step, unit])
    kept, written = cell_terms(trace, layer, unit, step)
    return kept if gate == "forget" else written


def says(found: Explanation, trace: Trace, step: int, title: str, chosen: float | None) -> str:
    """The parts of the sum, or what the reader has put in its place."""
    where = f"The {title} at {quoted(trace, step)}"
    if chosen is not None:
        return (
            f"{where} has a sum of {signed(found.preactivation)} of its own; yours, {signed(chosen)}, stands there now."
        )
    parts = float(found.inputs.sum()), float(found.recurrent.sum()), found.bias
    word, said, bias = add_up(parts, found.preactivation)
    return (
        f"{where}: the word brings {signed(word)}, what the layer said one word before {signed(said)}, the bias"
        f" {signed(bias)}. Together {signed(found.preactivation)}; the sigmoid makes {found.value:.2f} of that."
    )


def answer(chosen: float | None) -> str | None:
    """Where the reader's sum lets half through: what a push does there, and what the same push does far out."""
    if chosen is None or abs(sigmoid(chosen) - HALF) > sigmoid(NEAR) - HALF:
        return None
    far = FARTHEST - 2 * PUSH
    here, there = (sigmoid(sum_ + PUSH) - sigmoid(sum_) for sum_ in (0.0, far))
    return (
        f"At nought, whatever the gate and the word. Push the sum up by {PUSH:g} from there, and the gate opens by"
        f" {percent(here)}. The same push at {signed(far)} opens it by {percent(there)}: out there it is saturated."
    )


def table(model: LoadedModel, trace: Trace, unit: int) -> Table:
    """A row for each word: the sum of each gate, and what the sigmoid makes of it."""
    signals = [find_signal("lstm", name) for name in PASSES]
    columns = [name for signal in signals for name in (f"sum of {signal.symbol}", signal.symbol)]
    cells = []
    for step in range(len(trace.tokens)):
        found = explain_gates(model, trace, layer_of(model), unit, step)
        gates = [found[signal.name] for signal in signals]
        cells.append([text for gate in gates for text in (signed(gate.preactivation), f"{gate.value:.2f}")])
    words = [token_label(token) for token in trace.tokens]
    return Table(f"The gates of unit {unit}, word by word", "word", columns, words, cells)


CHAPTER = Chapter(
    slug="gates",
    title="A gate is a sigmoid",
    sentence="Whatever goes in, a number between shut and open comes out.",
    quotes=("sigmoid op that returns [0,1] of how much info to let through",),
    sources=("hochreiter-1997", "karpathy-2015"),
    view="lanes",
    facts=facts,
    draw=draw,
)
