"""The card of a network of one's own: where it comes from, how it was trained, what the page needs of it."""

from dataclasses import asdict
from typing import Any

from model.checkpoint import Card, LoadedModel
from model.tokenizer import BYTES_ALONE
from model.training.card import rounded
from model.training.cells import contents_range, unit_measures
from model.training.data import Stream
from model.training.evaluate import HeldOut
from model.training.own.course import Course
from model.training.own.suggestion import suggest
from model.training.own.text import OwnText

KINDS = {"lstm": "An LSTM", "gru": "A GRU", "rnn": "A simple RNN"}


def own_card(
    model: LoadedModel, text: OwnText, course: Course, valid: HeldOut, data: Card, figures: Card, command: str
) -> Card:
    """All of a card but its seals; the page's part is measured on the text that the network was judged by."""
    paragraphs = text.paragraphs("valid")
    return {
        "name": model.name,
        "title": model.name,
        "sentence": describe(model, text),
        "origin": "trained",
        "recipe": asdict(course.run.recipe),
        "runs": [run_of(course, command)],
        "data": data,
        "range": contents_range(model, paragraphs),
        "units": unit_measures(model, valid.streams, lambda _: None),
        **suggest(model, paragraphs),
        "figures": figures,
    }


def describe(model: LoadedModel, text: OwnText) -> str:
    """What it is, for the picker."""
    units = f"{model.units} units" if model.layers == 1 else f"{model.layers} × {model.units} units"
    size = model.tokenizer.size
    by = "letter by letter" if size == BYTES_ALONE else f"in {size:,} pieces of words"
    return f"{KINDS[model.kind]} of {units} that has read {text.name} {by}."


def run_of(course: Course, command: str) -> Card:
    """The training run, as cards tell it; see `training/card.py`."""
    return {
        "command": command,
        "seed": course.run.recipe.seed,
        "tokens": course.tokens,
        "steps": course.run.step,
        "seconds": round(course.run.seconds),
        "valid": round(course.line["valid"], 4),
        "best_step": course.line["step"],
        "stopped": course.stopped,
        "history": rounded(course.run.history),
    }


def data_of(text: OwnText, training: list[Stream], valid: HeldOut, test: HeldOut) -> Card:
    """`data` of a card: the file by its name and digest, and how much of it is for what."""
    tokens = {"train": sum(map(len, training)), "valid": valid.tokens, "test": test.tokens}
    words: dict[str, Any] = {
        split: sum(len(paragraph.split()) for paragraph in text.paragraphs(split)) for split in text.parts
    }
    return {
        "source": f"{text.name}, {text.bytes:,} bytes; at the end of each fifth of it some paragraphs are held out",
        "sha256": text.sha256,
        "words": words,
        "tokens": tokens,
    }
