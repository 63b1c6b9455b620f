"""The rules of the labelled sentences: `labelled.tsv` expanded to marked text, seeded.

A rule is a symbol and one text that it can become, in half 1, half 2 or both of the lexicon. Rules of both halves are
frames, and `function` lists further words that both may use; all others stand in one half only. In a text

    {past}                   is another symbol; with a capital, {Past}, it begins a sentence
    {person} {object} …      is a noun of that kind of the half, as `Cast` draws it
    {subject:person}         is a noun with a part to play: `subject` or `other`
    <q> <b> <c>              and their ends are marks, which `marks.py` reads
"""

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from model.knowledge.grammar import Phrase
from model.knowledge.lexicon import BANDS, Noun, read_nouns

RULES = Path(__file__).with_name("labelled.tsv")
KINDS = frozenset({"person", "animal", "object", "place", "furniture"})

_SLOT = re.compile(r"\{(?:(?P<part>\w+):)?(?P<name>\w+)\}")

# symbol -> the texts that it can become
Rules = dict[str, tuple[str, ...]]


@cache
def read_rules(half: int | None, path: Path = RULES) -> Rules:
    """The rules of a half, those of both halves among them; None: those of both halves alone."""
    rules: defaultdict[str, list[str]] = defaultdict(list)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            if row["half"] in ("both", str(half)):
                rules[row["symbol"]].append(row["text"])
    return {symbol: tuple(texts) for symbol, texts in rules.items()}


@dataclass
class Cast:
    """Draws the words of one text from one half of the lexicon; no noun stands in a text twice.

    `parts`: nouns with a part to play that have been chosen beforehand or drawn since.
    """

    half: int
    random: Random
    parts: dict[str, Phrase] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._used = {phrase.noun for phrase in self.parts.values()}

    def expand(self, text: str) -> str:
        """The text with every slot filled, marks kept."""
        return _SLOT.sub(self._fill, text)

    def draw(self, kind: str, **wanted: str) -> Noun:
        """A noun of a kind that has the attributes `wanted`, from a frequency band drawn first: all come as often."""
        fitting = [noun for noun in _nouns(self.half, kind) if noun not in self._used and _has(noun, wanted)]
        band = self.random.choice([band for band in BANDS if any(noun.band == band for noun in fitting)])
        noun = self.random.choice([noun for noun in fitting if noun.band == band])
        self._used.add(noun)
        return noun

    def _fill(self, slot: re.Match[str]) -> str:
        part, name = slot["part"], slot["name"]
        if part:
            return self.parts[part].word
        if name in KINDS:
            return self.draw(name).singular
        text = self.expand(self.random.choice(read_rules(self.half)[name.lower()]))
        return _capital(text.lstrip()) if name[0].isupper() else text


def slot_kinds(text: str) -> dict[str, str]:
    """The kind of noun that each part of a text asks for, {part: kind}."""
    return {slot["part"]: slot["name"] for slot in _SLOT.finditer(text) if slot["part"]}


@cache
def _nouns(half: int, kind: str) -> tuple[Noun, ...]:
    return tuple(noun for noun in read_nouns() if (noun.half, noun.kind) == (half, kind))


def _has(noun: Noun, wanted: dict[str, str]) -> bool:
    return all(getattr(noun, name) == value for name, value in wanted.items())


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]
