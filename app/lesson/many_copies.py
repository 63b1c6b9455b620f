"""Chapter: many copies of the same network. One network, drawn once for every word: same weights, other values."""

from app.lesson.asked import Asked
from app.lesson.chapter import Chapter, Drawn, Lesson
from app.lesson.reading import MOST_TOKENS, layer_of, quoted, reading_figure, trace_of, unit_table
from app.numbers import count, percent
from app.serialize import Json, model_answer
from model import LoadedModel, Trace, state_distance


def facts(lesson: Lesson) -> Json:
    """What both networks have learned, and texts to read."""
    text = story(lesson.lstm)
    return {
        "models": {name: {"name": model.name, "weights": weights_of(lesson, model)} for name, model in twins(lesson)},
        "vocabulary": lesson.lstm.network.embedding.weight.numel() / weights_of(lesson, lesson.lstm),
        "twice": f"{text} {text}",
        "short": " ".join(text.split()[:2]),
        "step": lesson.lstm.card["suggested"]["step"],
    }


def draw(lesson: Lesson, asked: Asked) -> Drawn:
    """All copies of one network, and how far its values moved from one to the next."""
    name = asked.word("network", [name for name, _ in twins(lesson)], "lstm")
    model = dict(twins(lesson))[name]
    suggested = model.card["suggested"]
    text = asked.text("text", story(lesson.lstm), lesson.explorer, model, MOST_TOKENS)
    trace = trace_of(lesson.explorer, model, text)
    last = len(trace.tokens) - 1
    step = asked.whole("step", 0, last, min(lesson.lstm.card["suggested"]["step"], last))
    unit = asked.whole("unit", 0, model.units - 1, suggested["unit"])
    weights = weights_of(lesson, model)
    return Drawn(
        figure=reading_figure(lesson, model, text, unit, step, "hidden"),
        value=f"{weights:,}",
        words=f"weights, the same in each of the {last + 1} copies. That is all that {model.name} has, for any text.",
        says=says(model, trace, step),
        answer=answer(lesson, model, last + 1),
        table=unit_table(model, trace, unit),
    )


def says(model: LoadedModel, trace: Trace, step: int) -> str:
    """How far the layer's values moved since the copy before."""
    if step == 0:
        return "The first copy has nobody before it: it starts from zeros."
    hidden = trace.signals["hidden"][layer_of(model)]
    moved = state_distance(hidden[step - 1], hidden[step]).relative
    return (
        f"From {quoted(trace, step - 1)} to {quoted(trace, step)} the layer’s {count(model.units, 'value')} have moved"
        f" by {percent(moved)} of their length; its weights by nothing."
    )


def answer(lesson: Lesson, model: LoadedModel, copies: int) -> str | None:
    """Of a text with more words than the story has: that this took no further weight."""
    usual = len(trace_of(lesson.explorer, model, story(lesson.lstm)).tokens)
    if copies <= usual:
        return None
    return f"No. {copies} copies instead of {usual}, and not one weight more: it is the same network, used again."


def twins(lesson: Lesson) -> list[tuple[str, LoadedModel]]:
    """Both networks, by the names that the address has for them."""
    return [("lstm", lesson.lstm), ("rnn", lesson.rnn)]


def story(model: LoadedModel) -> str:
    """The text that a model's card suggests."""
    return str(model.card["suggested"]["text"])


def weights_of(lesson: Lesson, model: LoadedModel) -> int:
    """The number of parameters, as `GET /models` has it."""
    return int(model_answer(model, lesson.explorer.registry.default)["parameters"])


CHAPTER = Chapter(
    slug="many-copies",
    title="Many copies of one network",
    sentence="Unrolled over a text it looks deep and large. It is one small network, used again and again.",
    quotes=(
        "you make multiple copies of the same network",
        "each repeated neuron is a normal, standard single layer neural network",
    ),
    sources=(),
    view="copies",
    facts=facts,
    draw=draw,
)
