"""Chapter: the forget gate drops the gender of the old subject when a new one comes. Or does it?"""

from app.lesson.arrivals import gate_facts
from app.lesson.asked import Asked
from app.lesson.chapter import Chapter, Drawn, Lesson
from app.lesson.holding import held_and_own, held_at
from app.lesson.odds import odds_words
from app.lesson.people import (
    Scene,
    asked_scene,
    asked_unit,
    cell_choices,
    counterpart,
    gender_units,
    log_odds,
    noun,
    people,
    scene_of,
    story_frame,
)
from app.lesson.reading import layer_of, reading_figure, trace_of, unit_table
from app.lesson.terms import cell_terms
from app.numbers import percent, signed
from app.serialize import Json

ALIKE = 0.15  # so far apart, two values of a gate are told as the same


def facts(lesson: Lesson) -> Json:
    """The story's people, some others to put in their place, and the gate over all subjects of the memory test."""
    frame = story_frame(lesson.lstm)
    return {
        "model": lesson.lstm.name,
        "cells": cell_choices(lesson),
        "unit": gender_units(lesson.explorer, lesson.lstm)[0],
        "first": frame.first,
        "second": frame.second,
        "nouns": [noun(frame.first), noun(frame.second)],
        "same": same_pair(frame.second),
        "step": scene_of(lesson.lstm, frame, frame.first, frame.second).here,
        "people": people(),
        **gate_facts(lesson, "forget"),
    }


def same_pair(second: str) -> str:
    """Somebody else of the same gender."""
    side = next(side for side in people() if second in side)
    return next(subject for subject in side if subject != second)


def draw(lesson: Lesson, asked: Asked) -> Drawn:
    """The cell of a unit over a sentence of two people, with its own forget gate at the second one, or the reader's."""
    model, layer = lesson.lstm, layer_of(lesson.lstm)
    scene, unit = asked_scene(lesson, asked), asked_unit(lesson, asked)
    step = asked.whole("step", 0, scene.read, scene.here)
    chosen = asked.number("forget", 0, 1)
    holds = held_at(model, unit, "forget", scene.here, chosen)
    trace, own = held_and_own(lesson.explorer, model, scene.text, holds)
    gate, cell = (trace.signals[name][layer, :, unit].tolist() for name in ("forget", "cell"))
    kept, old, now = gate[scene.here], cell[scene.here - 1], cell[scene.here]
    left, added = cell_terms(trace, layer, unit, scene.here)
    return Drawn(
        figure=reading_figure(lesson, model, scene.text, unit, step, "cell", holds) | {"held_at": scene.here},
        value=percent(kept),
        words=f"of what the cell held is kept when {noun(scene.second)} comes: {signed(old)} becomes {signed(left)}.",
        says=f"What is written then is {signed(added)}, so it holds {signed(now)}. Before the pronoun the network"
        f" thinks {odds_words(log_odds(model, trace)[scene.read])}.",
        answer=answer(lesson, scene, unit, kept) if chosen is None else None,
        table=unit_table(model, trace, unit),
        hints={"forget": f"{float(own.signals['forget'][layer, scene.here, unit]):.2f}"},
    )


def answer(lesson: Lesson, scene: Scene, unit: int, kept: float) -> str | None:
    """Where both are of one gender: what the gate keeps, and what it would keep had the first been of the other."""
    leaving, coming = scene.genders
    if leaving != coming:
        return None
    other = scene_of(lesson.lstm, story_frame(lesson.lstm), counterpart(scene.first), scene.second)
    trace = trace_of(lesson.explorer, lesson.lstm, other.text)
    changed = float(trace.signals["forget"][layer_of(lesson.lstm), other.here, unit])
    says = (
        "Who is leaving makes little difference to it."
        if abs(kept - changed) < ALIKE
        else "Who is leaving counts, too."
    )
    return (
        f"It keeps {percent(kept)} when {noun(scene.second)} comes after {noun(scene.first)}, where no gender changes,"
        f" and {percent(changed)} after {noun(other.first)}, where it does. {says}"
    )


CHAPTER = Chapter(
    slug="forget-gate",
    title="The forget gate lets go",
    sentence="Somebody new comes, and the cell lets go of who was there. In part.",
    quotes=("forget good to forget (forget gender of old subject of sentence if new subject is introduced.)",),
    sources=("gers-2000", "lakretz-2019", "olah-2015"),
    view="scope",
    facts=facts,
    draw=draw,
)
