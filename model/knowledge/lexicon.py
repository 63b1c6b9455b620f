"""The nouns of the project's grammar: forms, kind, gender, half, and how often the training books have them.

`nouns.tsv` is written by hand, but for its last column: `python -m model.knowledge count --corpus PATH` counts anew.
The two halves are disjoint, so that what is chosen on sentences with one can be reported on sentences with the other.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import Literal, cast

from model.checkpoint import write_atomically

Band = Literal["common", "middle", "rare"]
Gender = Literal["feminine", "masculine", "none"]
Number = Literal["singular", "plural"]

NOUNS = Path(__file__).with_name("nouns.tsv")
BANDS: tuple[Band, ...] = ("common", "middle", "rare")

# Bands by occurrences in the training books (10.2 million words): at least 400; 60 to 399; 10 to 59.
COMMON, MIDDLE, RARE = 400, 60, 10


@dataclass(frozen=True)
class Noun:
    """A noun. `kind` is person, animal, object, place or furniture. Persons have a gender, by meaning, not by habit.

    `half` is 1 or 2. `count`: occurrences of both forms in the training books, whatever their case.
    """

    singular: str
    plural: str
    kind: str
    gender: Gender
    half: int
    count: int

    @property
    def band(self) -> Band:
        """Frequency band by `count`."""
        if self.count >= COMMON:
            return "common"
        return "middle" if self.count >= MIDDLE else "rare"

    def form(self, number: Number) -> str:
        """The noun in that number."""
        return self.singular if number == "singular" else self.plural


@cache
def read_nouns(path: Path = NOUNS) -> tuple[Noun, ...]:
    """All nouns of a lexicon, in the order of its file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Noun(
            row["singular"],
            row["plural"],
            row["kind"],
            cast(Gender, row["gender"]),
            int(row["half"]),
            int(row["count"]),
        )
        for row in rows
    )


def count_words(lines: Iterable[str]) -> Counter[str]:
    """Occurrences of each word (a run of letters, lower case) in lines of text."""
    words: Counter[str] = Counter()
    for line in lines:
        words.update(re.findall(r"[a-z]+", line.lower()))
    return words


def recounted(nouns: Iterable[Noun], words: Counter[str]) -> list[Noun]:
    """The nouns with `count` taken from words counted in a corpus."""
    forms = [(noun, {noun.singular.lower(), noun.plural.lower()}) for noun in nouns]
    return [replace(noun, count=sum(words[form] for form in both)) for noun, both in forms]


def write_nouns(nouns: Iterable[Noun], path: Path = NOUNS) -> None:
    """Write a lexicon, in the order given."""
    lines = ["\t".join(field.name for field in fields(Noun))]
    lines += ["\t".join(str(value) for value in asdict(noun).values()) for noun in nouns]
    write_atomically(path, ("\n".join(lines) + "\n").encode())
