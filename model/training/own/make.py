"""From a text file to a network in its folder: plan, course, measures, card, film; and the same again for its twin."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from model.checkpoint import Card, LoadedModel, write_card
from model.errors import InputError
from model.tokenizer import TextTokenizer
from model.training.card import publish
from model.training.data import Stream, encode_book
from model.training.evaluate import HeldOut
from model.training.loop import Run, start_run
from model.training.own.card import data_of, own_card
from model.training.own.course import Budget, Course, TrainingReport
from model.training.own.filming import Camera, film_files
from model.training.own.measure import Floats, against_twin, measure
from model.training.own.plan import twin_of
from model.training.own.text import OwnText
from model.training.own.weights import network_of
from model.training.recipe import Recipe


@dataclass(frozen=True)
class Corpus:
    """A text as a network reads it: `training`, a stream for each stretch, and what is held out."""

    text: OwnText
    tokenizer: TextTokenizer
    training: list[Stream]
    valid: HeldOut
    test: HeldOut

    @classmethod
    def encode(cls, text: OwnText, tokenizer: TextTokenizer) -> "Corpus":
        """Encode a text."""
        held = (HeldOut.read(text.parts[split], tokenizer) for split in ("valid", "test"))
        return cls(text, tokenizer, [encode_book(book, tokenizer) for book in text.parts["train"]], *held)


@dataclass(frozen=True)
class Order:
    """What is to be made: a network called `name` in a `folder` of models, by a recipe within a budget.

    `film`: whether frames are kept; `command` makes the line for the card that trains the same again.
    """

    name: str
    folder: Path
    recipe: Recipe
    budget: Budget
    film: bool
    command: Callable[[Recipe], str]


@dataclass(frozen=True)
class TrainingWatch:
    """Who looks on: `report` is told of every step, `stage` of what begins; `stopped` is asked before every step."""

    report: Callable[[TrainingReport], None]
    stage: Callable[[str], None]
    stopped: Callable[[], bool]


@dataclass(frozen=True)
class Trained:
    """A network in its folder: its sealed `card`, its `course`, and `losses` [N] of the test text in nats."""

    order: Order
    card: Card
    course: Course
    losses: Floats

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.order.folder / self.order.name


def make_network(order: Order, corpus: Corpus, watch: TrainingWatch) -> Trained:
    """Train, measure and put in place. Raises InputError where it was stopped before it learned anything."""
    course = Course(start_run(order.recipe, np.concatenate(corpus.training)), corpus.valid.streams, order.budget)
    camera = Camera() if order.film else None
    watch.stage(f"{order.name}: training")
    course.go(camera.watch if camera else _look_away, watch.report, watch.stopped)
    if not course.best:
        raise InputError("Stopped before anything was learned, so nothing is kept.")
    watch.stage(f"{order.name}: measuring")
    model = LoadedModel(order.name, network_of(order.recipe.shape, course.best), corpus.tokenizer, {})
    measured = measure(model, corpus.training, corpus.test)
    data = data_of(corpus.text, corpus.training, corpus.valid, corpus.test)
    card = own_card(model, corpus.text, course, corpus.valid, data, measured.figures, order.command(course.run.recipe))
    frames = camera.frames(int(course.line["tokens"]), course.best) if camera else []
    film = film_files(frames, model, corpus.valid.streams) if camera else {}
    return Trained(order, publish(order.folder / order.name, model, card, film), course, measured.losses)


def make_twin(made: Trained, name: str, corpus: Corpus, watch: TrainingWatch) -> Trained:
    """Train the same without gates on the same tokens in the same order, and tell both cards of each other.

    A twin that was stopped by hand has read less, so it is kept but not compared.
    """
    budget = Budget(seconds=None, patience=None, steps=made.course.run.step)
    recipe = twin_of(made.course.run.recipe)
    twin = make_network(replace(made.order, name=name, recipe=recipe, budget=budget), corpus, watch)
    if not twin.course.stopped:
        _introduce(made, twin, corpus)
        _introduce(twin, made, corpus)
    return twin


def _introduce(one: Trained, other: Trained, corpus: Corpus) -> None:
    """Put into the card of one how it compares with the other."""
    compared = against_twin(one.losses, other.losses, other.order.name, corpus.test)
    write_card(one.folder, one.card | {"figures": one.card["figures"] | {"against_twin": compared}})


def _look_away(_run: Run) -> None:
    """Not filmed."""
