"""A plain text -> its paragraphs, as a network reads them: each from `<s>`, none too long.

A line is a paragraph, so that verses, names and lines of code stay what they are. Where lines end because they are
full, as in many files of books, what stands between empty lines is one.
"""

import re
from itertools import groupby, pairwise

# A file is wrapped where so many of the lines that another follows had no room for its first word.
FULL = 2 / 3
# Characters at which people wrap: longer lines are paragraphs, shorter ones verses or lists.
NARROWEST, WIDEST = 50, 130


def split_paragraphs(text: str, longest: int) -> list[str]:
    """The paragraphs of a text in pieces of at most `longest` characters, cut at white space where there is any.

    White space at the beginning of a line is kept, for code has meaning there; at the end it is not.
    """
    lines = [line.rstrip() for line in text.splitlines()]
    blocks = _joined(lines) if is_wrapped(lines) else lines
    cut = re.compile(rf".{{1,{longest}}}(?:\s+|$)|.{{1,{longest}}}")
    pieces = (piece.rstrip() for block in blocks for piece in cut.findall(block))
    return [piece for piece in pieces if piece]


def is_wrapped(lines: list[str]) -> bool:
    """Whether lines end because they are full: the next one's first word had no room on most of them."""
    followed = [(line, after) for line, after in pairwise(lines) if line and after]
    if not followed or "" not in lines:
        return False
    width = sorted(len(line) for line, _ in followed)[int(len(followed) * 0.95)]
    full = sum(len(line) + 1 + len(after.split(maxsplit=1)[0]) > width for line, after in followed)
    return NARROWEST <= width <= WIDEST and full >= FULL * len(followed)


def _joined(lines: list[str]) -> list[str]:
    """Lines between empty ones as one line each."""
    return [" ".join(line.strip() for line in block) for filled, block in groupby(lines, bool) if filled]
