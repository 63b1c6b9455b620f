"""What can be compared and what cannot."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.tokenizer import TextTokenizer
from model.training.books import Book, Split
from model.training.quality import Advance, Quality

PARTS: dict[Split, list[Book]] = {
    "train": [Book("a", ("The queen was tired.", "She woke.") * 20)],
    "valid": [Book("b", ("The king waited.",))],
    "test": [Book("c", ("The queen woke.",) * 3), Book("d", ("She was tired.",))],
}


@contextmanager
def silent(_what: str, _total: int) -> Iterator[Advance]:
    yield lambda _: None


def test_losses_are_those_of_all_test_books_in_their_order(tiny: LoadedModel, tmp_path: Path) -> None:
    losses = Quality(PARTS, tiny.tokenizer, tmp_path, silent).losses(tiny)
    turned = Quality(PARTS | {"test": PARTS["test"][::-1]}, tiny.tokenizer, tmp_path, silent).losses(tiny)
    last = len(tiny.tokenizer.encode_ids("She was tired.")) + 1
    np.testing.assert_allclose(turned, np.concatenate([losses[-last:], losses[:-last]]), rtol=1e-6)


def test_the_order_of_test_books_belongs_to_what_is_kept(tiny: LoadedModel, tmp_path: Path) -> None:
    first = Quality(PARTS, tiny.tokenizer, tmp_path, silent).ngram
    again = Quality(PARTS, tiny.tokenizer, tmp_path, silent).ngram
    turned = Quality(PARTS | {"test": PARTS["test"][::-1]}, tiny.tokenizer, tmp_path, silent).ngram
    assert first is not None
    assert again is not None
    assert turned is not None
    np.testing.assert_array_equal(first.losses, again.losses)
    assert sorted(turned.losses.tolist()) == sorted(first.losses.tolist()) != turned.losses.tolist()
    assert len(list(tmp_path.iterdir())) == 2


def test_five_bytes_are_no_yardstick(tmp_path: Path) -> None:
    quality = Quality(PARTS, TextTokenizer.of_bytes(), tmp_path, silent)
    assert quality.ngram is None
    sizes = {split: sum(len(line) + 1 for book in books for line in book.paragraphs) for split, books in PARTS.items()}
    assert quality.data()["tokens"] == sizes
    assert not list(tmp_path.iterdir())


def test_models_with_other_tokens_are_not_compared(tiny: LoadedModel, tmp_path: Path) -> None:
    quality = Quality(PARTS, tiny.tokenizer, tmp_path, silent)
    other = replace(tiny, name="other", tokenizer=TextTokenizer.train(iter(["zig zag zug"] * 3), 260))
    with pytest.raises(InputError, match="other has a tokeniser of its own"):
        quality.losses(other)


@pytest.mark.parametrize("split", ["train", "valid", "test"])
def test_a_corpus_that_lacks_a_part_is_refused(split: Split, tiny: LoadedModel, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=f"no book for {split}"):
        Quality(PARTS | {split: []}, tiny.tokenizer, tmp_path, silent)
