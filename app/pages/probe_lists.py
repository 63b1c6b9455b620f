"""Two lists of sentences as they are typed, a line each, and what is wrong with them in the words of the page.

static/js/probe_lists.js does the same for the page.
"""

import re
from dataclasses import dataclass

from app.schemas.probe import MOST_TEXTS
from model import InputError

NAMES = ("with", "without")


@dataclass(frozen=True)
class Trouble:
    """What cannot be probed, in a sentence, and which list it concerns: `with`, `without` or neither."""

    field: str | None
    sentence: str


def lines_of(typed: str) -> list[tuple[int, str]]:
    """The lines that are not blank, with their numbers from 1. Forms send CR LF."""
    lines = re.split(r"\r\n|\r|\n", typed)
    return [(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def trouble_with(name: str, typed: str) -> Trouble | None:
    """What is wrong with the length of a list."""
    sentences = len(lines_of(typed))
    if not sentences:
        return Trouble(name, "Type at least one sentence.")
    if sentences > MOST_TEXTS:
        return Trouble(name, f"{sentences:,} sentences: at most {MOST_TEXTS} are read. Leave some out.")
    return None


def refused(error: InputError, typed: dict[str, str]) -> Trouble:
    """What the reading refused. Its `with[3]` is the line of the fourth sentence."""
    found = re.fullmatch(r"(with|without)\[(\d+)\]", error.field or "")
    if not found:
        return Trouble(None, error.detail)
    name, sentence = found[1], int(found[2])
    return Trouble(name, f"Line {lines_of(typed[name])[sentence][0]}: {error.detail}")
