"""Chapter: the input gate chooses what is written, and tanh makes the candidate: the ⊕ and its two factors."""

from app.figures.lanes import Lane, build_lanes
from app.lesson.arrivals import gate_facts, telling
from app.lesson.asked import Asked
from app.lesson.chapter import Chapter, Drawn, Lesson
from app.lesson.holding import held_and_own, held_at
from app.lesson.odds import odds_words
from app.lesson.people import (
    Scene,
    asked_scene,
    asked_unit,
    cell_choices,
    log_odds,
    noun,
    people,
    scene_of,
    story_frame,
)
from app.lesson.reading import layer_of, quoted, reading_figure, unit_table
from app.lesson.terms import cell_terms
from app.numbers import percent, signed
from app.serialize import Json
from model import Trace

SHUT = 0.05  # an input gate at most so far open is told as shut


def facts(lesson: Lesson) -> Json:
    """The story's people, and gate and candidate over all subjects of the memory test."""
    frame = story_frame(lesson.lstm)
    scene = scene_of(lesson.lstm, frame, frame.first, frame.second)
    found = gate_facts(lesson, "input")
    for each in found["units"]:
        each["tells"] = telling(lesson, each["unit"])
    return {
        "model": lesson.lstm.name,
        "cells": cell_choices(lesson),
        "first": frame.first,
        "second": frame.second,
        "nouns": [noun(frame.first), noun(frame.second)],
        "came": scene.came,
        "here": scene.here,
        "last": scene.read,
        "people": people(),
        **found,
    }


def draw(lesson: Lesson, asked: Asked) -> Drawn:
    """Gate, candidate and what is written at every word; at the second person with the reader's input gate."""
    model, layer = lesson.lstm, layer_of(lesson.lstm)
    scene, unit = asked_scene(lesson, asked), asked_unit(lesson, asked)
    step = asked.whole("step", 0, scene.read, scene.here)
    chosen = asked.number("input", 0, 1)
    holds = held_at(model, unit, "input", scene.here, chosen)
    trace, own = held_and_own(lesson.explorer, model, scene.text, holds)
    gate, candidate, cell = (trace.signals[name][layer, :, unit] for name in ("input", "candidate", "cell"))
    lanes = [
        Lane("i, the input gate", "gate", gate.tolist()),
        Lane("g, the candidate", "signed", candidate.tolist()),
        Lane("i ⊗ g, what is written", "signed", (gate * candidate).tolist()),
        Lane("c, the cell", "signed", cell.tolist()),
    ]
    return Drawn(
        figure=reading_figure(lesson, model, scene.text, unit, step, "cell", holds)
        | {"plot": build_lanes(lanes, trace.tokens, lesson.theme), "mark": {"from": step - 0.5, "width": 1},
           "point": {"field": "step", "from": "x"}},
        value=signed(cell_terms(trace, layer, unit, step)[1]),
        words=f"is written at {quoted(trace, step)}: {percent(float(gate[step]))} of {signed(float(candidate[step]))}.",
        says=says(lesson, trace, unit, step, scene),
        answer=answer(lesson, trace, own, unit, scene) if chosen is not None and chosen <= SHUT else None,
        table=unit_table(model, trace, unit),
        hints={"input": f"{float(own.signals['input'][layer, scene.here, unit]):.2f}"},
    )  # fmt: skip


def says(lesson: Lesson, trace: Trace, unit: int, step: int, scene: Scene) -> str:
    """The two terms of the sum at a step, and what the network expects at the end."""
    layer = layer_of(lesson.lstm)
    kept, cell = cell_terms(trace, layer, unit, step)[0], float(trace.signals["cell"][layer, step, unit])
    return (
        f"{signed(kept)} is kept from before, so the cell now holds {signed(cell)}. Before the pronoun the"
        f" network thinks {odds_words(log_odds(lesson.lstm, trace)[scene.read])}."
    )


def answer(lesson: Lesson, trace: Trace, own: Trace, unit: int, scene: Scene) -> str:
    """With the gate shut where the new person comes: what that does to the cell and to the pronoun."""
    held, free = (each.signals["cell"][layer_of(lesson.lstm), scene.read, unit] for each in (trace, own))
    shut, open_ = (odds_words(log_odds(lesson.lstm, each)[scene.read]) for each in (trace, own))
    return (
        f"{noun(scene.second).capitalize()} is never written here: before the pronoun the cell holds"
        f" {signed(float(held))} instead of {signed(float(free))}, and the network thinks {shut}, no longer {open_}."
        " Whatever still tells the two apart comes from other cells."
    )


CHAPTER = Chapter(
    slug="input-gate",
    title="The input gate and the candidate",
    sentence="What is written has two factors: what it would be, and how much of it gets in.",
    quotes=(
        "input gate determines which values to update and tanh layer creates new C̃ₜ (replace the gen",
        "input gate layer (replace gender)",
    ),
    sources=("hochreiter-1997", "olah-2015"),
    view="lanes",
    facts=facts,
    draw=draw,
)
