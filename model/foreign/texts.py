"""Texts to measure a foreign network on: English where it reads that, else what it writes itself, else any tokens."""

import itertools
from collections.abc import Iterator

import numpy as np

from model.checkpoint import LoadedModel
from model.generation import Sampling, write

SENTENCES = (
    "The old man walked down to the river and sat under a tree.",
    "She opened the letter, read it twice, and put it back.",
    "I don't know what you mean, but I will ask my brother.",
    "There were three books on the table when we came home.",
    "The children ran into the garden because it had stopped raining.",
    "He said that he would be there at ten, and he was late again.",
    "Nobody in the village had seen the ship before.",
    "The queen was tired, but the king said that he would wait.",
    "What is the best way to learn a new language?",
    "My mother bought bread, milk and apples at the market.",
    "The keys to the cabinet were lying on the kitchen floor.",
    "When the music ended, everyone went out into the cold night.",
    "The dog that chased the cats was barking at the door.",
    "We have been waiting for the train since early this morning.",
    "A small boat moved slowly across the dark water.",
    "The doctor told the nurse that her patient was much better.",
    "It was the first time that I had seen the sea.",
    "Please tell them that the meeting starts in ten minutes.",
    "The teacher who wrote the books lives near the station.",
    "In the morning the snow had covered all the roads.",
    "If you leave now, you will find the shop still open.",
    "The news about the war came as a surprise to us all.",
    "His sister laughed, took her coat and closed the door.",
    "They say that the house on the hill has been sold.",
)
# A sentence can be read where so much of it at most is outside the vocabulary; and so many of them are enough.
MOST_UNKNOWN = 0.25
ENOUGH = 6
# Texts of its own, at most so long in tokens, and in characters as the page suggests them.
WRITTEN, STEPS, LETTERS = 24, 40, 90
TRIES = 4 * WRITTEN
SEED = 1


def sample_texts(model: LoadedModel) -> tuple[list[str], str]:
    """Some two dozen texts that a network can read, and what they are, for its card."""
    english = [text for text in SENTENCES if _understands(model, text)]
    if len(english) >= ENOUGH:
        return english, "English sentences"
    if model.predicts:
        written = _readable(model, (_written(model, number) for number in range(TRIES)))
        if len(written) >= ENOUGH:
            return written, "texts that it wrote itself"
    return _readable(model, _drawn(model)), "tokens drawn at random"


def _understands(model: LoadedModel, text: str) -> bool:
    if not model.tokenizer.reads(text):
        return False
    ids = model.tokenizer.encode_ids(text)
    return ids.count(model.tokenizer.unknown_id or -1) <= MOST_UNKNOWN * len(ids)


def _readable(model: LoadedModel, ids: Iterator[list[int]]) -> list[str]:
    """The first texts, of more than one token each and without doubles, that a network reads as these ids."""
    texts: list[str] = []
    for each in ids:
        text = _text(model, each)
        if text and text not in texts:
            texts.append(text)
        if len(texts) == WRITTEN:
            break
    return texts


def _text(model: LoadedModel, ids: list[int]) -> str | None:
    """The text of as many ids as fit on a screen; None where it would not be read so."""
    ends = range(len(ids), 1, -1)
    text = next((text for end in ends if len(text := model.tokenizer.decode(ids[:end])) <= LETTERS), "")
    return text if text.strip() and model.tokenizer.reads(text) and len(model.tokenizer.encode_ids(text)) > 1 else None


def _written(model: LoadedModel, number: int) -> list[int]:
    """What a network writes from its start token, or from any token where it has none."""
    first = model.tokenizer.opening or [_ordinary(model)[number % len(_ordinary(model))]]
    sampling = Sampling(seed=SEED + number, least=2)
    written = [new.id for new in write(model, first, STEPS, sampling) if new.id != model.tokenizer.end_id]
    return written if model.tokenizer.opening else [*first, *written]


def _drawn(model: LoadedModel) -> Iterator[list[int]]:
    random = np.random.default_rng(SEED)
    for _ in itertools.repeat(None, TRIES):
        yield [int(number) for number in random.choice(_ordinary(model), size=STEPS)]


def _ordinary(model: LoadedModel) -> list[int]:
    """The ids that stand for text."""
    marks = (model.tokenizer.start_id, model.tokenizer.end_id, model.tokenizer.unknown_id)
    return [
        number for number in range(model.tokenizer.size) if number not in marks and model.tokenizer.decode([number])
    ]
