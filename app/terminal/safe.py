"""Typed text as a terminal may be given it: nothing in it moves the cursor, hides or turns other text around."""

import unicodedata

from rich.cells import cell_len, set_cell_size

from app.figures.words import visible

# First strong isolate, pop directional isolate (Unicode Standard Annex #9): what is between them turns nothing else.
ISOLATE, POP = "\u2068", "\u2069"
RIGHT_TO_LEFT = frozenset({"R", "AL", "AN"})
KEPT = frozenset("\n\t")


def safe(text: str) -> str:
    """Text in one line, whatever cannot be seen made visible: an escape sequence is ␛[31m, a line break ␊."""
    return isolated(visible(text))


def safe_lines(text: str) -> str:
    """The same with its line breaks and tabs. It may be the middle of a text: a mark at its front needs no carrier."""
    return "".join(each if each in KEPT else visible(f".{each}")[1:] for each in text)


def fitted(shown: str, width: int) -> str:
    """Text without control characters in exactly `width` columns of a terminal."""
    cut = shown if cell_len(shown) <= width else set_cell_size(shown, width - 1).rstrip() + "…"
    return isolated(cut) + " " * (width - cell_len(cut))


def isolated(text: str) -> str:
    """Text that runs right to left must not take numbers beside it along."""
    turns = any(unicodedata.bidirectional(character) in RIGHT_TO_LEFT for character in text)
    return f"{ISOLATE}{text}{POP}" if turns else text
