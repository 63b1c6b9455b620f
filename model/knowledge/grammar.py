"""The project's grammar: frames that agree with a noun, filled to sentences right or wrong by construction.

A frame (a row of `frames.tsv`) is an English sentence with marks:

    {1} {2}    a noun of the frame's first or second slot, in the number asked for
    [is]       a word that agrees with the head noun, and is the one that a wrong sentence gets wrong
    <this>     a word that agrees with the head noun, and stays right
    [1]        the head noun itself, as the one word that a wrong sentence gets wrong
    self       himself, herself or themselves

The head is the noun (1 or 2) that decides. No sentence of this grammar ever enters language-model training: the
training text is the books alone.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from model.knowledge.lexicon import Gender, Noun, Number

Property = Literal["gender", "number"]

FRAMES = Path(__file__).with_name("frames.tsv")

# Words that agree in number: singular -> plural.
AGREEING = {"was": "were", "is": "are", "has": "have", "this": "these", "that": "those"}
REFLEXIVE: dict[Gender, str] = {"masculine": "himself", "feminine": "herself", "none": "itself"}

OTHER_NUMBER: dict[Number, Number] = {"singular": "plural", "plural": "singular"}
OTHER_GENDER: dict[Gender, Gender] = {"feminine": "masculine", "masculine": "feminine", "none": "none"}

_MARK = re.compile(r"\{([12])\}|\[(\w+)\]|<(\w+)>")


@dataclass(frozen=True)
class Phrase:
    """A noun in a number, as it stands in a sentence."""

    noun: Noun
    number: Number = "singular"

    @property
    def gender(self) -> Gender:
        return self.noun.gender

    @property
    def word(self) -> str:
        return self.noun.form(self.number)

    def value(self, of: Property) -> str:
        """feminine, masculine or none; singular or plural."""
        return self.gender if of == "gender" else self.number


@dataclass(frozen=True)
class Frame:
    """A row of `frames.tsv`.

    `head` is an index from 0. `slots` holds for each noun of the sentence the kinds, or the very nouns, that fit there.
    """

    name: str
    category: str
    head: int
    slots: tuple[frozenset[str], ...]
    template: str

    @property
    def contrast(self) -> Property:
        """What the wrong sentence gets wrong about the head noun."""
        return "gender" if self.category == "reflexive_gender" else "number"

    def fits(self, slot: int, noun: Noun) -> bool:
        """Whether a noun may stand in a slot (index from 0)."""
        return bool({noun.kind, noun.singular} & self.slots[slot])


@cache
def read_frames(path: Path = FRAMES) -> tuple[Frame, ...]:
    """All frames, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return tuple(
        Frame(row["name"], row["category"], int(row["head"]) - 1, _slots(row["slots"]), row["template"]) for row in rows
    )


def sentence(frame: Frame, phrases: tuple[Phrase, ...], right: bool = True) -> str:
    """The frame filled with phrases, one a slot. Where `right` is False, the tested word disagrees with the head."""
    head = phrases[frame.head]

    def fill(mark: re.Match[str]) -> str:
        slot, tested, kept = mark.groups()
        if slot:
            return phrases[int(slot) - 1].word
        return agreeing(kept or tested, head, None if right or kept else frame.contrast)

    return _MARK.sub(fill, frame.template)


def agreeing(word: str, head: Phrase, wrong: Property | None = None) -> str:
    """The form of a word (in the singular, `self`, or a slot's digit for the noun itself) that agrees with a head noun.

    `wrong` names the property in which it disagrees instead.
    """
    number = OTHER_NUMBER[head.number] if wrong == "number" else head.number
    gender = OTHER_GENDER[head.gender] if wrong == "gender" else head.gender
    if word.isdigit():
        return head.noun.form(number)
    if word == "self":
        return REFLEXIVE[gender] if number == "singular" else "themselves"
    if number == "singular":
        return word
    plural = AGREEING[word.lower()]
    return plural.capitalize() if word[0].isupper() else plural


def _slots(text: str) -> tuple[frozenset[str], ...]:
    return tuple(frozenset(slot.split("/")) for slot in text.split(";"))
