"""A text file of one's own, and what of it is held out.

Of each fifth of the text a few paragraphs at its end are held out: some to judge the network by while it learns, as
many to test it on once, at the end. They lie all over the text, and what it learns from is still long stretches.
"""

import hashlib
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from model.errors import InputError
from model.text_file import checked_size, read_text, shown
from model.training.books import Book, Split
from model.training.own.paragraphs import split_paragraphs

# Characters. Less tells a network little more than which letters there are.
SHORTEST = 5_000
# Bytes. More than a processor reads in an hour; encoding alone would take minutes.
LARGEST = 100_000_000

STRETCHES = 5
# Of the text, for each of the two purposes; and no more characters than give a loss to two decimals.
HELD_OUT, MOST_HELD_OUT = 0.05, 50_000

# Characters of a paragraph: a longer one is cut, so that a network meets the beginning of a text often enough. A short
# text is cut finer, or there would be nothing to hold out.
LONGEST, LEAST_PARAGRAPHS = 1_000, 50


@dataclass(frozen=True)
class OwnText:
    """The file's `name` without its folder, `sha256`, its size in `bytes`; `parts`: stretches by what they are for."""

    name: str
    sha256: str
    bytes: int
    parts: dict[Split, list[Book]]

    def paragraphs(self, split: Split) -> list[str]:
        """All paragraphs of one purpose."""
        return [paragraph for book in self.parts[split] for paragraph in book.paragraphs]


def read_own_text(path: Path) -> OwnText:
    """Read a file to train on. Raises InputError for what is no text, too short or too long."""
    size = checked_size(path, LARGEST)
    text = read_text(path, LARGEST)
    characters = sum(map(len, split_paragraphs(text, LONGEST)))  # without empty lines and the like
    if characters < SHORTEST:
        raise InputError(
            f"{shown(path)} has {characters:,} characters; a network needs {SHORTEST:,} at least to learn from, better "
            "ten times as many.",
            field="text",
        )
    paragraphs = split_paragraphs(text, min(LONGEST, characters // LEAST_PARAGRAPHS))
    name = shown(Path(path.name))
    return OwnText(name, hashlib.sha256(text.encode()).hexdigest(), size, split_stretches(paragraphs, characters))


def split_stretches(paragraphs: list[str], characters: int) -> dict[Split, list[Book]]:
    """Paragraphs by what they are for: of each fifth, the last are for testing, as many before them for judging."""
    purposes = _purposes(len(paragraphs), min(HELD_OUT, MOST_HELD_OUT / characters))
    parts: dict[Split, list[Book]] = {"train": [], "valid": [], "test": []}
    for (stretch, split), group in groupby(zip(purposes, paragraphs, strict=True), key=lambda pair: pair[0]):
        parts[split].append(Book(f"{split} {stretch + 1}", tuple(paragraph for _, paragraph in group)))
    return parts


def _purposes(count: int, share: float) -> list[tuple[int, Split]]:
    """For each of so many paragraphs its fifth and what it is for."""
    purposes: list[tuple[int, Split]] = []
    for stretch in range(STRETCHES):
        length = count * (stretch + 1) // STRETCHES - count * stretch // STRETCHES
        held = max(1, round(length * share))
        counts: dict[Split, int] = {"train": length - 2 * held, "valid": held, "test": held}
        purposes += [(stretch, split) for split, number in counts.items() for _ in range(number)]
    return purposes
