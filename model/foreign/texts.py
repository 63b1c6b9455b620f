"""Texts to measure a foreign network on: English where it reads that, else what it writes itself, else any tokens."""

from collections.abc import Iterable

import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.foreign.found import refused

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
SEED = 1


def sample_texts(model: LoadedModel) -> tuple[list[str], str]:
    """Some two dozen texts that a network can read, and what they are, for its card; none where no token is text."""
    english = [text for text in SENTENCES if _understands(model, text)]
    if len(english) >= ENOUGH:
        return english, "English sentences"
    if not _ordinary(model):
        return [], "nothing"
    if model.predicts:
        written = _readable(model, _written(model))
        if len(written) >= ENOUGH:
            return written, "texts that it wrote itself"
    return _readable(model, _drawn(model)), "tokens drawn at random"


def _understands(model: LoadedModel, text: str) -> bool:
    if not model.tokenizer.reads(text):
        return False
    ids = model.tokenizer.encode_ids(text)
    return sum(number == model.tokenizer.unknown_id for number in ids) <= MOST_UNKNOWN * len(ids)


def _readable(model: LoadedModel, ids: Iterable[list[int]]) -> list[str]:
    """The texts of these ids, without doubles and without those that the network would not read."""
    return list(dict.fromkeys(text for each in ids if (text := _text(model, each))))


def _text(model: LoadedModel, ids: list[int]) -> str | None:
    """The text of as many ids as fit on a screen; None where it cannot be read, or as one token alone."""
    ends = range(len(ids), 1, -1)
    text = next((text for end in ends if len(text := model.tokenizer.decode(ids[:end])) <= LETTERS), "")
    return text if text.strip() and model.tokenizer.reads(text) and len(model.tokenizer.encode_ids(text)) > 1 else None


def _written(model: LoadedModel) -> list[list[int]]:
    """What a network writes side by side, from its start token, or from any where it has none; up to its end token."""
    chance = torch.Generator().manual_seed(SEED)
    ordinary = torch.tensor(_ordinary(model))
    firsts = torch.tensor(model.tokenizer.opening) if model.tokenizer.opening else ordinary
    tokens = firsts[torch.arange(WRITTEN) % len(firsts)][:, None]
    state, written = None, [] if model.tokenizer.opening else [tokens]
    with torch.no_grad():
        for _ in range(STEPS):
            hidden, state = model.network(tokens, state)
            scores = check_computed(model.network.logits(hidden[:, -1]))
            tokens = torch.multinomial(scores.softmax(-1), 1, generator=chance)
            written.append(tokens)
    return [_until_end(model, row) for row in torch.cat(written, dim=1).tolist()]


def check_computed(values: Tensor) -> Tensor:
    """What a network computed. Raises InputError where it is not finite, though the weights are."""
    if not bool(values.isfinite().all()):
        raise refused(
            "The network's weights are finite, but what it computes of them is not: they are too large. Its training "
            "went wrong, or the file is damaged. Import an earlier checkpoint."
        )
    return values


def _until_end(model: LoadedModel, ids: list[int]) -> list[int]:
    end = model.tokenizer.end_id
    return ids[: ids.index(end)] if end in ids else ids


def _drawn(model: LoadedModel) -> list[list[int]]:
    chance = torch.Generator().manual_seed(SEED)
    ordinary = torch.tensor(_ordinary(model))
    rows: list[list[int]] = ordinary[torch.randint(len(ordinary), (WRITTEN, STEPS), generator=chance)].tolist()
    return rows


def _ordinary(model: LoadedModel) -> list[int]:
    """The ids that stand for text."""
    marks = (model.tokenizer.start_id, model.tokenizer.end_id, model.tokenizer.unknown_id)
    return [
        number for number in range(model.tokenizer.size) if number not in marks and model.tokenizer.decode([number])
    ]
