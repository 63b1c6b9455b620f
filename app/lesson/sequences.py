"""Chapter: a sequence of inputs may be words, letters, or strings that have to be counted. A network for each."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from app.figures.lanes import Lane, build_lanes
from app.figures.words import token_label
from app.knowledge.units import told_of
from app.lesson.asked import Asked
from app.lesson.chapter import Chapter, Drawn, Lesson, Table
from app.lesson.reading import MOST_TOKENS, quoted, reading_figure, trace_of
from app.numbers import signed
from app.serialize import Json
from model import AGAINST, FAVOURED, PROPERTY_WORDS, LoadedModel, Trace, label_text, predict, read_count, says_words

READS = ("words", "letters", "counts")
MOST_LETTERS = 110  # of a text that is read letter by letter
MOST_COUNTED = 60  # n: the figure has a column for each letter of the string


@dataclass(frozen=True)
class Kind:
    """A network and what its best cell is about: `property` of labelled texts, or None where it counts."""

    model: LoadedModel
    unit: int
    property: str | None


def facts(lesson: Lesson) -> Json:
    """Which of the three this server has, and what the card says of the one that counts."""
    kinds = kinds_of(lesson)
    counting = kinds["counts"].model.card["figures"]["counting"] if "counts" in kinds else None
    return {
        "reads": [name for name in READS if name in kinds],
        "models": {name: kind.model.name for name, kind in kinds.items()},
        "sentences": {name: kind.model.card["sentence"] for name, kind in kinds.items()},
        "units": {name: kind.unit for name, kind in kinds.items()},
        "known": {name: PROPERTY_WORDS[kind.property].known for name, kind in kinds.items() if kind.property},
        "aucs": {name: auc_words(auc_of(lesson, kind)) for name, kind in kinds.items() if kind.property},
        "counting": counting,
        "steps": [signed(counting["cells"][0][way]) for way in ("up", "down")] if counting else None,
        "inside": letters_inside(kinds["letters"]) if "letters" in kinds else None,
        "most": MOST_COUNTED,
        "beyond": min(MOST_COUNTED, counting["trained_to"] + 1) if counting else None,
    }


def letters_inside(kind: Kind) -> int:
    """For how many letters of the network's own story its property holds, as far as rules can tell."""
    return sum(map(bool, label_text(kind.model.card["suggested"]["text"]).labels.get(kind.property or "", ())))


def kinds_of(lesson: Lesson) -> dict[str, Kind]:
    """The networks that are served, by what they read. The best cell is that of the network's own story."""
    found = {"words": Kind(lesson.lstm, lesson.lstm.card["suggested"]["unit"], "subject_gender")}
    for model in lesson.explorer.registry.loaded.values():
        story = model.card["suggested"]
        if "counting" in model.card["figures"]:
            found.setdefault("counts", Kind(model, model.card["figures"]["counting"]["cells"][0]["unit"], None))
        elif story.get("property") and not says_words(model, FAVOURED, AGAINST):
            found.setdefault("letters", Kind(model, story["unit"], story["property"]))
    return found


def draw(lesson: Lesson, asked: Asked) -> Drawn:
    """One of the three networks over one of its sequences: the cell that knows most, and what it should know."""
    kinds = kinds_of(lesson)
    name = asked.word("reads", [each for each in READS if each in kinds], "words")
    asked.state |= {"text": None, "n": None}  # of the two, the network is asked for one
    kind = kinds[name]
    text = counted(asked, kind) if kind.property is None else typed(lesson, asked, kind)
    trace = trace_of(lesson.explorer, kind.model, text)
    last = len(trace.tokens) - 1
    step = asked.whole("step", 0, last, min(kind.model.card["suggested"]["step"], last))
    truth = truth_of(kind, trace, text)
    cell = trace.signals["cell"][layer(kind), :, kind.unit].tolist()
    lanes = [Lane(f"c, the cell of unit {kind.unit}", "signed", cell), truth]
    value, words = how_well(lesson, kind)
    return Drawn(
        figure=reading_figure(lesson, kind.model, text, kind.unit, step, "cell")
        | {"plot": build_lanes(lanes, trace.tokens, lesson.theme), "mark": {"from": step - 0.5, "width": 1},
           "point": {"field": "step", "from": "x"}},
        value=value,
        words=words,
        says=f"After {quoted(trace, step)} the cell holds {signed(cell[step])}. {truth.name}:"
        f" {written_truth(truth, step)}.",
        answer=answer(kind, trace, asked),
        table=table(trace, cell, truth),
    )  # fmt: skip


def layer(kind: Kind) -> int:
    """Where the unit is."""
    return int(kind.model.card["suggested"]["layer"])


def typed(lesson: Lesson, asked: Asked, kind: Kind) -> str:
    """The reader's text, or the network's own."""
    longest = MOST_TOKENS if says_words(kind.model, FAVOURED, AGAINST) else MOST_LETTERS
    return asked.text("text", kind.model.card["suggested"]["text"], lesson.explorer, kind.model, longest)


def counted(asked: Asked, kind: Kind) -> str:
    """A string of so many a, an X, and as many b."""
    own = kind.model.card["suggested"]["text"].count("a")
    number = asked.whole("n", 1, MOST_COUNTED, min(own, MOST_COUNTED))
    return "a" * number + "X" + "b" * number


def truth_of(kind: Kind, trace: Trace, text: str) -> Lane:
    """What the cell should know of each token; of words, where there is no such truth, how unexpected each was."""
    if kind.property is None:
        return Lane("The count", "amount", [float(each) for each in read_count(kind.model, trace, kind.unit).count])
    labels = label_text(text).labels.get(kind.property)
    if labels is None:
        return Lane("Surprise in bits", "amount", predict(kind.model, trace, top_k=0).surprisal.tolist())
    values = [float(bool(labels[token.end - 1])) if token.end else 0.0 for token in trace.tokens]
    return Lane(PROPERTY_WORDS[kind.property].label.capitalize(), "gate", values)


def how_well(lesson: Lesson, kind: Kind) -> tuple[str, str]:
    """(number, of what): how well the cell knows what it is about, by the card or by knowledge.json."""
    if kind.property:
        words = PROPERTY_WORDS[kind.property]
        return (
            auc_words(auc_of(lesson, kind)),
            f"of all pairs of moments are told apart by this cell alone: {words.true} or {words.false}.",
        )
    counting = kind.model.card["figures"]["counting"]
    return (
        f"{counting['perfect_to']:,}",
        f"letters a, and it still knows after how many b the string ends. It had been trained on"
        f" {counting['trained_to']} at most.",
    )


def auc_of(lesson: Lesson, kind: Kind) -> float:
    """How well a unit tells its property, by knowledge.json; one half, a guess, where nobody has measured it."""
    told, _ = told_of(lesson.explorer, kind.model)
    found = [known.auc for each in told.units if each.unit == kind.unit for known in each.knows
             if known.property == kind.property]  # fmt: skip
    return found[0] if found else 0.5


def auc_words(auc: float) -> str:
    """A share of pairs, rounded down: what is nearly always right is not called always right."""
    return f"{math.floor(1000 * auc) / 10:g} %"


def written_truth(lane: Lane, step: int) -> str:
    """The value of the second lane as the sentence says it."""
    value = lane.values[step]
    if value != value:
        return "none yet"
    return ("yes" if value else "no") if lane.scale == "gate" else f"{value:.3g}".replace("-", "−")


def answer(kind: Kind, trace: Trace, asked: Asked) -> str | None:
    """Where a string is longer than any in training: whether the network has counted it rightly."""
    if kind.property is not None or int(asked.state["n"] or 0) <= kind.model.card["figures"]["counting"]["trained_to"]:
        return None
    found = read_count(kind.model, trace, kind.unit)
    right = "expects the end, and nowhere before" if not found.wrong else "is wrong somewhere on the way"
    return (
        f"With {asked.state['n']} letters a, more than it ever saw in training, it {right}: after the last b it gives"
        f" the end {100 * found.end[-1]:.0f} %, and its cell is back at {signed(found.cell[-1])}."
    )


def table(trace: Trace, cell: Sequence[float], truth: Lane) -> Table:
    """A row for each token."""
    rows = [token_label(token) for token in trace.tokens]
    cells = [[signed(value), written_truth(truth, step)] for step, value in enumerate(cell)]
    return Table("The cell, token by token", "token", ["c", truth.name.lower()], rows, cells)


CHAPTER = Chapter(
    slug="sequences",
    title="A sequence of anything",
    sentence="Words, letters, counts: the same equations, other sequences.",
    quotes=("you can work with a sequence of inputs", "helpful for image captioning"),
    sources=("karpathy-2015", "gers-2001", "vinyals-2015"),
    view="lanes",
    facts=facts,
    draw=draw,
)
