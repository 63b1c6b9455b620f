"""The figures of a card that come from books: the same tokens for every model, each figure by its definition.

What does not depend on a network (the n-gram) is measured once and kept in a folder of work, under a name made from all
that it depends on.
"""

import hashlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.reader import Reader
from model.tokenizer import BYTES_ALONE
from model.training import bootstrap
from model.training.books import Book, Split
from model.training.cells import contents_range, unit_measures
from model.training.data import encode_book
from model.training.evaluate import HeldOut, token_losses
from model.training.memory import LENGTHS, effective_memory, sample_windows
from model.training.ngram import KneserNey
from model.training.reach import WINDOWS, gradient_reach

ORDER = 5

Floats = NDArray[np.float64]
Advance = Callable[[int], None]
# Called with what is being measured and how much of it there is; gives what is to be told of each piece done.
Stage = Callable[[str, int], AbstractContextManager[Advance]]


@dataclass(frozen=True)
class Ngram:
    """The n-gram on the test books: `losses` [N] in nats, `discounts` [order, 3], `tokens` that it was trained on."""

    losses: Floats
    discounts: Floats
    tokens: int


class Quality:
    """Measures models on books of a corpus. `stage` shows progress; `work` keeps what need not be measured again.

    `ngram` is None where tokens are bytes: five of them are less than a word, so it would be no yardstick.
    """

    def __init__(self, parts: dict[Split, list[Book]], tokenizer: Reader, work: Path, stage: Stage) -> None:
        check_parts(parts)
        self.parts, self.tokenizer, self.stage = parts, tokenizer, stage
        self.test = HeldOut.read(parts["test"], tokenizer)
        self.valid = HeldOut.read(parts["valid"], tokenizer)
        self.paragraphs = bootstrap.paragraph_of_tokens(self.test.streams)
        self.ngram = None if tokenizer.size == BYTES_ALONE else self._ngram(work)

    def losses(self, model: LoadedModel) -> Floats:
        """−ln p of every token of the test books [N], book after book."""
        if model.tokenizer.to_json() != self.tokenizer.to_json():
            raise InputError(f"{model.name} has a tokeniser of its own: its tokens cannot be compared.", field="name")
        found = []
        with self.stage(f"{model.name}: test books", self.test.tokens) as advance:
            for stream in self.test.streams:
                found.append(token_losses(model.network, stream).double().numpy())
                advance(len(stream))
        return np.concatenate(found)

    def figures(self, model: LoadedModel, losses: Floats) -> dict[str, Any]:
        """`test`, `ngram` (where there is one), `effective_memory` and `gradients` of a card."""
        windows = sample_windows(self.test.streams)
        reading = len(windows) * sum(length + 1 for length in LENGTHS)
        with self.stage(f"{model.name}: effective memory", reading) as advance:
            remembered = effective_memory(model.network, windows, advance=advance)
        return {
            "test": self.test.size() | self.test.summary(float(losses.sum())),
            **({"ngram": self._compared(self.ngram, losses)} if self.ngram else {}),
            "effective_memory": remembered,
            "gradients": measure_gradients(model, self.test, self.stage),
        }

    def difference(self, losses: Floats, others: Floats) -> dict[str, float]:
        """Mean of losses − others with its interval; see `bootstrap.difference`."""
        return bootstrap.difference(losses, others, self.paragraphs)

    def reading(self, model: LoadedModel) -> dict[str, Any]:
        """What the page reads from a card: `range` and `units`, measured on the validation books."""
        paragraphs = [paragraph for book in self.parts["valid"] for paragraph in book.paragraphs]
        return {
            "range": contents_range(model, paragraphs),
            "units": measure_units(model, self.valid, self.stage),
        }

    def data(self) -> dict[str, Any]:
        """What the corpus is, by what its books are for. `tokens` include the end of each paragraph."""
        trained = self.ngram.tokens if self.ngram else HeldOut.read(self.parts["train"], self.tokenizer).tokens
        tokens = {"train": trained, "valid": self.valid.tokens, "test": self.test.tokens}
        return {
            "source": "Public-domain novels prepared by Standard Ebooks (CC0); commits in model/training/manifest.tsv",
            "books": {split: len(books) for split, books in self.parts.items()},
            "words": {split: _words(books) for split, books in self.parts.items()},
            "tokens": tokens,
        }

    def _compared(self, ngram: Ngram, losses: Floats) -> dict[str, Any]:
        """`ngram` of a card: the n-gram on the test books, and how far a model's losses lie from its."""
        return {
            "order": ORDER,
            "smoothing": "interpolated modified Kneser-Ney",
            "training_tokens": ngram.tokens,
            "discounts": np.round(ngram.discounts, 4).tolist(),
            **self.test.summary(float(ngram.losses.sum())),
            "difference": self.difference(losses, ngram.losses),
        }

    def _ngram(self, work: Path) -> Ngram:
        kept = work / f"ngram-{self._key()}.npz"
        if not kept.exists():
            found = self._measured_ngram()
            work.mkdir(parents=True, exist_ok=True)
            partial = work / "ngram.partial.npz"
            np.savez(partial, losses=found.losses, discounts=found.discounts, tokens=found.tokens)
            partial.replace(kept)
        with np.load(kept) as content:
            return Ngram(content["losses"], content["discounts"], int(content["tokens"]))

    def _measured_ngram(self) -> Ngram:
        books = self.parts["train"]
        with self.stage(f"{ORDER}-gram: encode", len(books)) as advance:
            streams = []
            for book in books:
                streams.append(encode_book(book, self.tokenizer))
                advance(1)
        with self.stage(f"{ORDER}-gram: count", 1) as advance:
            ngram = KneserNey(streams, self.tokenizer.size, ORDER)
            advance(1)
        with self.stage(f"{ORDER}-gram: test books", self.test.tokens) as advance:
            losses = []
            for stream in self.test.streams:
                losses.append(ngram.losses(stream))
                advance(len(stream))
        discounts = np.array([order.discounts for order in ngram.orders])
        return Ngram(np.concatenate(losses), discounts, sum(len(stream) for stream in streams))

    def _key(self) -> str:
        """Hash of all that the streams are made from: tokeniser, training and test books; and of the order."""
        digest = hashlib.sha256(f"{ORDER}\n{self.tokenizer.to_json()}\n".encode())
        for split in ("train", "test"):
            for book in self.parts[split]:
                digest.update(f"{split} {book.slug}\n".encode())
                digest.update("\n".join(book.paragraphs).encode())
        return digest.hexdigest()[:16]


def check_parts(parts: dict[Split, list[Book]]) -> None:
    """Raise InputError for a corpus that has no book for one of its parts."""
    for split, books in parts.items():
        if not books:
            raise InputError(f"The corpus holds no book for {split}. Give the whole corpus.", field="corpus")


def measure_gradients(model: LoadedModel, test: HeldOut, stage: Stage) -> dict[str, Any]:
    """`gradients` of a card, on the test books."""
    with stage(f"{model.name}: gradients", WINDOWS) as advance:
        return gradient_reach(model, test.streams, advance=advance)


def measure_units(model: LoadedModel, valid: HeldOut, stage: Stage) -> dict[str, Any]:
    """`units` of a card, on the validation books."""
    with stage(f"{model.name}: units", valid.tokens) as advance:
        return unit_measures(model, valid.streams, advance)


def _words(books: list[Book]) -> int:
    """White-space words."""
    return sum(len(paragraph.split()) for book in books for paragraph in book.paragraphs)
