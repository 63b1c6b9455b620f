"""Typed text as it is shown: whatever cannot be seen is made visible, and nothing in it is markup.

static/js/words.js does the same for the page; tests/visible_text.json holds the cases that both must meet.
"""

import unicodedata
from collections.abc import Mapping, Sequence

from model import Token

START_LABEL = "start"
LONGEST_LABEL = 11
NAMELESS: Mapping[int, str] = {}
SPACE, DELETE, CARRIER = "␣", "␡", "◌"

# Unicode's categories without ink: controls, formats, private use, surrogates, separators.
UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp", "Zs"})
# Blank though their categories are not: Hangul fillers, the Braille blank.
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def visible(text: str) -> str:
    """Text with control characters as pictures (U+2400 …) and other unseen ones named, as ⟨U+202E⟩.

    The plain space stays; a combining mark at the front gets a dotted circle to sit on.
    """
    shown = "".join(_visible_character(character) for character in text)
    return CARRIER + shown if text and unicodedata.category(text[0]) == "Mn" and shown[0] == text[0] else shown


def visible_word(text: str) -> str:
    """`visible`, with the blank before a word left out and text of spaces alone as ␣ signs."""
    word = text.removeprefix(" ")
    return visible(word) if word.strip(" ") else SPACE * len(text)


def token_label(token: Token) -> str:
    """How a token is written on an axis: without its leading blank; a piece of a character says which piece."""
    if token.end == 0:
        return START_LABEL
    label = visible_word(token.text)
    return label if token.part is None else f"{label} {token.part[0]}/{token.part[1]}"


def short(label: str) -> str:
    """A label that fits a figure's margin: its end is left out where it is longer than LONGEST_LABEL characters."""
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def in_brackets(name: str) -> str:
    """A name that a unit has earned, behind its number; nothing where it has none."""
    return f" ({name})" if name else ""


def unit_names(units: Sequence[int], names: Mapping[int, str], steps: int) -> list[list[str]]:
    """Behind the number of each row's unit, at all its steps: the name that it has earned, in brackets."""
    return [[plot_text(in_brackets(names.get(unit, "")))] * steps for unit in units]


def plot_text(text: str) -> str:
    """Escape a string for Plotly, which reads `<b>`, `<a href=…>` and `&lt;` as markup. Once, for every string."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _visible_character(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return DELETE
    return f"⟨U+{code:04X}⟩" if _is_unseen(character) else character


def _is_unseen(character: str) -> bool:
    selector = "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"
    return selector or character in BLANK or (character != " " and unicodedata.category(character) in UNSEEN)
