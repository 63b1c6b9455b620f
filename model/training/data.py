"""Books -> one stream of tokens -> training batches.

The stream is `<s> paragraph <s> paragraph …`: the start token begins each paragraph and so also ends the one before.
Batches walk it as truncated backpropagation through time wants it: stream b of a batch goes on where it stopped, and
now and then one of them goes back to the start of its paragraph with a memory of zero, because that is how a sentence
typed by a person will start.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from model.reader import Reader
from model.tokenizer import START_ID
from model.training.books import Book

Stream = NDArray[np.uint16]


def encode_book(book: Book, tokenizer: Reader) -> Stream:
    """Token ids of a book [N] uint16, each paragraph begun by the start token."""
    ids: list[int] = []
    for paragraph in tokenizer.encode_many(list(book.paragraphs)):
        ids.append(START_ID)
        ids += paragraph
    return np.array(ids, dtype=np.uint16)


def encode_books(books: Iterable[Book], tokenizer: Reader) -> Stream:
    """One stream of all books [N] uint16."""
    return np.concatenate([encode_book(book, tokenizer) for book in books])


@dataclass(frozen=True)
class Batch:
    """A window: `tokens` and `targets` [B, T] int64; `fresh` [B] bool, which streams begin with a memory of zero."""

    tokens: Tensor
    targets: Tensor
    fresh: Tensor


class Windows:
    """An endless, seeded walk over a stream in windows of `length` steps, `streams` of them side by side.

    Each window, each stream goes back to the start of its paragraph with probability `reset` (0..1).
    """

    def __init__(self, stream: Stream, streams: int, length: int, reset: float, seed: int) -> None:
        self.stream = stream
        self.length = length
        self.reset = reset
        self.starts = np.flatnonzero(stream == START_ID)
        self.places = np.arange(streams) * (len(stream) // streams)
        self.random = np.random.Generator(np.random.PCG64(seed))
        self.first = True

    def next(self) -> Batch:
        """The next window of every stream."""
        fresh = self.random.random(len(self.places)) < self.reset
        if self.first:
            fresh[:] = True
            self.first = False
        before = np.searchsorted(self.starts, self.places[fresh], side="right") - 1
        self.places[fresh] = self.starts[before]
        window = (self.places[:, None] + np.arange(self.length + 1)) % len(self.stream)
        self.places = (self.places + self.length) % len(self.stream)
        ids = torch.from_numpy(self.stream[window].astype(np.int64))
        return Batch(ids[:, :-1], ids[:, 1:], torch.from_numpy(fresh))

    def state(self) -> dict[str, Any]:
        """All that is needed to go on with the very same windows."""
        return {"places": self.places.tolist(), "first": self.first, "random": self.random.bit_generator.state}

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from what `state` gave."""
        self.places = np.array(state["places"])
        self.first = bool(state["first"])
        self.random.bit_generator.state = state["random"]
