"""Marked text -> plain text and what is true after each of its characters.

<q>…</q> becomes a quotation, <b>…</b> a bracket; <c>…</c> is a clause within a clause and leaves no trace in the text.
The labels follow from the marks, never from the text: whoever reads quotes and brackets can check them.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import accumulate

# What each mark writes where it opens and where it closes.
WRITTEN = {"q": ('"', '"'), "b": ("(", ")"), "c": ("", "")}

STEP_PROPERTIES = (
    "inside_quotes",
    "bracket_open",
    "bracket_nested",
    "clause_nested",
    "sentence_start",
    "late_in_sentence",
)

# Step properties that only a network of single characters has steps for.
LETTER_PROPERTIES = ("late_in_word",)
LATE = 4  # letters of the word that have been read

_PIECE = re.compile(r"<(/?)([qbc])>|([^<]+)")

Labels = dict[str, list[bool]]


@dataclass(frozen=True)
class Labelled:
    """A text and, for each step and letter property, whether it is true after each character [len(text)].

    After an opening mark one is inside, after the closing one outside. `sentence_start`: within the first word of a
    sentence, the space before it included; `late_in_sentence`: in the second half of its characters; `late_in_word`:
    at the fourth letter of a word or a later one.
    """

    text: str
    labels: Labels


def label_sentences(marked: list[str]) -> Labelled:
    """Marked sentences, joined by spaces, with their labels."""
    text, labels = "", Labels({name: [] for name in (*STEP_PROPERTIES, *LETTER_PROPERTIES)})
    for number, sentence in enumerate(marked):
        piece = _label_sentence((" " if number else "") + sentence)
        text += piece.text
        for name in labels:
            labels[name] += piece.labels[name]
    return Labelled(text, labels)


def _label_sentence(marked: str) -> Labelled:
    """One marked sentence, the space before it included."""
    text, depths = _read_marks(marked)
    first_word = len(text) - len(text.lstrip()) + len(text.split()[0])
    labels = {
        "inside_quotes": [depth["q"] > 0 for depth in depths],
        "bracket_open": [depth["b"] > 0 for depth in depths],
        "bracket_nested": [depth["b"] > 1 for depth in depths],
        "clause_nested": [depth["c"] > 0 for depth in depths],
        "sentence_start": [place < first_word for place in range(len(text))],
        "late_in_sentence": [2 * place >= len(text) for place in range(len(text))],
        "late_in_word": [count >= LATE for count in _letters_read(text)],
    }
    return Labelled(text, labels)


def _letters_read(text: str) -> list[int]:
    """How many letters of its word have been read after each character; 0 after a space or mark."""
    return list(accumulate((character.isalpha() for character in text), lambda count, more: more * (count + 1)))


def _read_marks(marked: str) -> tuple[str, list[Counter[str]]]:
    """The plain text, and how deep in each mark one is after each of its characters."""
    text, depth, depths = "", Counter[str](), list[Counter[str]]()
    for closing, mark, plain in _PIECE.findall(marked):
        if mark:
            depth = depth + Counter({mark: 1}) if not closing else depth - Counter({mark: 1})
            plain = WRITTEN[mark][bool(closing)]
        text += plain
        depths += [depth] * len(plain)
    return text, depths
