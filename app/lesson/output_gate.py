"""Chapter: the output gate tells what the cell holds when it is needed. Its gate at a pronoun, before it, elsewhere."""

from app.figures.lanes import Lane, build_lanes
from app.figures.words import token_label
from app.lesson.arrivals import showing_of
from app.lesson.asked import Asked
from app.lesson.chapter import Chapter, Drawn, Lesson
from app.lesson.holding import held_and_own, held_at
from app.lesson.odds import odds_words
from app.lesson.people import (
    PRONOUNS,
    Scene,
    asked_scene,
    asked_unit,
    cell_choices,
    gender_units,
    log_odds,
    people,
    scene_of,
    story_frame,
)
from app.lesson.reading import layer_of, quoted, reading_figure, trace_of, unit_table
from app.numbers import percent, signed
from app.serialize import Json
from model import AGAINST, FAVOURED, Trace

APART = 0.15  # so far apart, two medians of a gate are told as different


def facts(lesson: Lesson) -> Json:
    """The story's places, and the output gates of the gender's units over all sentences of two people."""
    frame = story_frame(lesson.lstm)
    scene = scene_of(lesson.lstm, frame, frame.first, frame.second)
    unit = gender_units(lesson.explorer, lesson.lstm)[0]
    trace = trace_of(lesson.explorer, lesson.lstm, scene.whole)
    gates = [unit_gates(lesson, each) for each in gender_units(lesson.explorer, lesson.lstm)]
    shut = shut_at(trace, layer_of(lesson.lstm), unit, scene)
    return {
        "model": lesson.lstm.name,
        "cells": cell_choices(lesson),
        "first": frame.first,
        "second": frame.second,
        "before": scene.read,
        "pronoun": scene.read + 1,
        "here": scene.here,
        "shut": shut,
        "words": [token_label(token) for token in trace.tokens],
        "people": people(),
        "sentences": len(showing_of(lesson.lstm).before),
        "units": gates,
        "odds": [odds_words(each) for each in shut_and_open(lesson, scene, unit)],
        "waits": gates[0]["before"] - gates[0]["elsewhere"] > APART,
        "hides": gates[0]["elsewhere"] - gates[0]["at"] > APART,
    }


def shut_and_open(lesson: Lesson, scene: Scene, unit: int) -> list[float]:
    """The odds of the pronouns with the gate shut before the pronoun, and as it is."""
    shut = held_at(lesson.lstm, unit, "output", scene.read, 0)
    traces = held_and_own(lesson.explorer, lesson.lstm, scene.text, shut)
    return [log_odds(lesson.lstm, trace)[scene.read] for trace in traces]


def unit_gates(lesson: Lesson, unit: int) -> Json:
    """Medians of a unit's output gate: before the pronoun, at it, elsewhere."""
    found = showing_of(lesson.lstm)
    places = {"before": found.before, "at": found.at, "elsewhere": found.elsewhere}
    return {"unit": unit, **{name: float(gate[:, unit].median()) for name, gate in places.items()}}


def draw(lesson: Lesson, asked: Asked) -> Drawn:
    """Cell, output gate, hidden state and the expected pronoun at every word; before the pronoun the reader's gate."""
    model, layer = lesson.lstm, layer_of(lesson.lstm)
    scene, unit = asked_scene(lesson, asked), asked_unit(lesson, asked)
    steps = len(trace_of(lesson.explorer, model, scene.whole).tokens)
    step = asked.whole("step", 0, steps - 1, scene.read)
    chosen = asked.number("output", 0, 1)
    holds = held_at(model, unit, "output", scene.read, chosen)
    trace, own = held_and_own(lesson.explorer, model, scene.whole, holds)
    cell, gate, hidden = (trace.signals[name][layer, :, unit].tolist() for name in ("cell", "output", "hidden"))
    odds = log_odds(model, trace)
    lanes = [
        Lane("c, the cell", "signed", cell),
        Lane("o, the output gate", "gate", gate),
        Lane("h, what is shown", "signed", hidden),
        Lane(f"the next word:{FAVOURED} (up) or{AGAINST} (down), in nats", "signed", odds),
    ]
    return Drawn(
        figure=reading_figure(lesson, model, scene.whole, unit, step, "output", holds)
        | {"plot": build_lanes(lanes, trace.tokens, lesson.theme), "mark": {"from": step - 0.5, "width": 1},
           "point": {"field": "step", "from": "x"}},
        value=percent(gate[step]),
        words=f"of the squashed cell is shown at {quoted(trace, step)}: {signed(hidden[step])}.",
        says=f"The cell holds {signed(cell[step])}. After {quoted(trace, step)} the network thinks"
        f" {odds_words(odds[step])}.",
        answer=answer(trace, layer, unit, scene, step) if chosen is None else None,
        table=unit_table(model, trace, unit),
        hints={"output": f"{float(own.signals['output'][layer, scene.read, unit]):.2f}"},
    )  # fmt: skip


def shut_at(trace: Trace, layer: int, unit: int, scene: Scene) -> int:
    """The step, from the second person on, at which the output gate is most nearly shut."""
    return scene.here + int(trace.signals["output"][layer, scene.here :, unit].argmin())


def answer(trace: Trace, layer: int, unit: int, scene: Scene, step: int) -> str | None:
    """At the word at which the gate is most nearly shut: that it is, and whether it is the pronoun."""
    if step != shut_at(trace, layer, unit, scene):
        return None
    shown = percent(float(trace.signals["output"][layer, step, unit]))
    if trace.tokens[step].text in PRONOUNS.values():
        return (
            f"At {quoted(trace, step)}, with {shown}: the pronoun has just been said, and no other will follow at once."
        )
    return f"At {quoted(trace, step)}, with {shown}. It is not the pronoun, in this sentence and in this cell."


CHAPTER = Chapter(
    slug="output-gate",
    title="The output gate tells",
    sentence="What the cell holds is shown where it is needed, and hidden where it is not. Or nearly so.",
    quotes=(
        "output: how much of next layer gets to know about state of this cell",
        "output gate layer (output actual new subject gender)",
    ),
    sources=("hochreiter-1997", "lakretz-2019", "olah-2015"),
    view="lanes",
    facts=facts,
    draw=draw,
)
