"""Chapter: the memory is short. How far back a loss reaches in both twins, and what is left of a subject."""

from dataclasses import dataclass

from app.lesson.asked import Asked
from app.lesson.chapter import Chapter, Drawn, Lesson, Table
from app.memory.gradients import gradient_figures
from app.memory.memory_test import memory_figures
from app.numbers import count, signed
from app.schemas.gradients import GradientFiguresRequest
from app.schemas.memory_test import MemoryFiguresRequest
from app.serialize import Json
from model import FILLERS, SUBJECTS

LITTLE = 0.01  # of the gradient: the question asks where less of it is left
NEAR = 10  # words back: where the figure stands at first
LOOKS = ("gradient", "test")


@dataclass(frozen=True)
class Curves:
    """What is left at each distance, from one word on: in the LSTM (its cell's gradient, its test) and in the RNN."""

    plot: Json
    lstm: list[float]
    rnn: list[float]
    names: tuple[str, str]
    steps: int  # from the left end of the figure to the word that is asked about; 0: distances count from the left


def facts(lesson: Lesson) -> Json:
    """The curves of this text, and the same over many windows of books that neither network has read."""
    curves = gradient_curves(lesson)
    test = test_curves(lesson)
    return {
        "lstm": lesson.lstm.name,
        "rnn": lesson.rnn.name,
        "books": of_books(lesson),
        "text": long_text(),
        "farthest": len(curves.rnn),
        "near": min(NEAR, len(curves.rnn)),
        "little": small(LITTLE),
        "shown": first_below(curves.rnn, LITTLE),
        "words": len(test.rnn),
        "kept": {"lstm": test.lstm[-1] / test.lstm[0], "rnn": test.rnn[-1] / test.rnn[0]},
    }


def of_books(lesson: Lesson) -> Json | None:
    """What the cards say of the gradients: medians over windows of test books; None where nobody has measured it."""
    found = [model.card["figures"].get("gradients") for model in (lesson.lstm, lesson.rnn)]
    if None in found:
        return None
    lstm, rnn = found
    return {
        "windows": lstm["windows"],
        "halves": {"cell": lstm["halves_every"]["cell"], "hidden": rnn["halves_every"]["hidden"]},
        "deep": lstm["steps_back"][-1],
        "left": {"cell": small(lstm["cell"][-1]), "hidden": small(rnn["hidden"][-1])},
    }


def draw(lesson: Lesson, asked: Asked) -> Drawn:
    """One of the two figures, and what is left in both networks so many words back."""
    look = asked.word("look", LOOKS, "gradient")
    curves = gradient_curves(lesson) if look == "gradient" else test_curves(lesson)
    distance = asked.whole("distance", 1, len(curves.rnn), min(NEAR, len(curves.rnn)))
    at = curves.steps - distance if curves.steps else distance
    lstm, rnn = curves.lstm[distance - 1], curves.rnn[distance - 1]
    tell = told_gradient if look == "gradient" else told_test
    value, words, says = tell(curves.names, distance, lstm, rnn)
    return Drawn(
        figure={"plot": curves.plot, "mark": {"from": at - 0.5, "width": 1}, "point": None},
        value=value,
        words=words,
        says=says,
        answer=answer(distance, lstm, rnn) if look == "gradient" else None,
        table=table(curves, look),
    )


def gradient_curves(lesson: Lesson) -> Curves:
    """`POST /figures/gradients` over a long sentence, each curve relative to one word before the loss."""
    models = [lesson.lstm.name, lesson.rnn.name]
    asked = GradientFiguresRequest(text=long_text(), models=models, theme=lesson.theme)
    found = gradient_figures(lesson.explorer, asked)
    lines = {(line["kind"], line["signal"]): line for line in found["lines"]}
    cell, hidden = lines["lstm", "cell"], lines["rnn", "hidden"]
    plot = found["figures"]["relative"]
    return Curves(
        plot, relative(cell["norms"]), relative(hidden["norms"]), (cell["label"], hidden["label"]), found["step"]
    )


def test_curves(lesson: Lesson) -> Curves:
    """`POST /figures/memory-test` with the built-in subjects and fillers."""
    models = [lesson.lstm.name, lesson.rnn.name]
    found = memory_figures(lesson.explorer, MemoryFiguresRequest(models=models, theme=lesson.theme))
    means = [entry["mean"] for entry in found["models"]]
    return Curves(found["figures"]["left"], means[0], means[1], (found["names"][0], found["names"][1]), 0)


def long_text() -> str:
    """A subject, and the longest of the memory test's fillers."""
    return SUBJECTS[0][0] + max(FILLERS, key=len)


def relative(norms: list[float]) -> list[float]:
    """From one word before the loss backwards, each divided by the first."""
    return [norm / norms[-1] for norm in reversed(norms)]


def told_gradient(names: tuple[str, str], distance: int, lstm: float, rnn: float) -> tuple[str, str, str]:
    """(number, of what, sentence) so many words back."""
    times = f"{lstm / rnn:,.3g}" if rnn else "∞"
    return (
        f"{times} ×",
        f"as much is left of the {names[0]}’s gradient as of the {names[1]}’s, {count(distance, 'word')} back.",
        f"Of what it was one word back, {small(lstm)} is left in the {names[0]} and {small(rnn)} in the {names[1]}.",
    )


def told_test(names: tuple[str, str], distance: int, lstm: float, rnn: float) -> tuple[str, str, str]:
    """(number, of what, sentence) after so many words."""
    return (
        f"{signed(lstm - rnn)}",
        f"nats more are left of the subject in the {names[0]} than in the {names[1]} after {count(distance, 'word')}.",
        f"Of what told the subjects apart {signed(lstm)} nats are left in the {names[0]} and {signed(rnn)} in the"
        f" {names[1]}.",
    )


def answer(distance: int, lstm: float, rnn: float) -> str | None:
    """Where little is left in the RNN: how much the LSTM still has."""
    if rnn >= LITTLE:
        return None
    return (
        f"{count(distance, 'word')} back only {small(rnn)} is left in the RNN. On the LSTM’s belt there is still"
        f" {small(lstm)}: it could still learn from a cause as far away as that."
    )


def first_below(values: list[float], least: float) -> int | None:
    """The first distance at which less is left; None where that never is so."""
    return next((distance for distance, value in enumerate(values, 1) if value < least), None)


def small(share: float) -> str:
    """A part of a whole, however small: 53 %, 4.1 %, 0.0021 %."""
    return f"{100 * share:.0f} %" if share >= 0.1 else f"{100 * share:.2g} %"


def table(curves: Curves, look: str) -> Table:
    """A row for each distance."""
    write = small if look == "gradient" else signed
    rows = [f"{distance}" for distance in range(1, len(curves.rnn) + 1)]
    cells = [[write(lstm), write(rnn)] for lstm, rnn in zip(curves.lstm, curves.rnn, strict=True)]
    title = "What is left of the gradient" if look == "gradient" else "What is left of the subject, in nats"
    return Table(title, "words", list(curves.names), rows, cells, words=False)


CHAPTER = Chapter(
    slug="short-memory",
    title="The memory is short",
    sentence="A hundred steps are a hundred layers, and what has to pass through them vanishes.",
    quotes=(
        "vanishing gradient problem because information gets lost over time",
        'they have a "memory" which captures information about what has been calculated so far but in reality this'
        " memory is short",
        "RNN with 100 steps = 100 layer MLP so you have a vanishing gradient descent",
    ),
    sources=("bengio-1994", "hochreiter-1997", "pascanu-2013"),
    view="chart",
    facts=facts,
    draw=draw,
)
