"""Output to terminals and files whose encoding lacks characters: the nearest plain one, never a traceback."""

import codecs
import sys
from io import TextIOWrapper

NAME = "gatescope.plain"
# A minus above all: a question mark in its place would lose the sign.
PLAIN = {
    "−": "-", "–": "-", "·": "|", "…": "~", "✓": "*", "×": "x", "“": '"', "”": '"', "‖": "|", "Δ": "d", "≤": "<=",
    "≥": ">=", "█": "#",
}  # fmt: skip


def plain(error: UnicodeError) -> tuple[str, int]:
    """What stands in for characters that cannot be encoded, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    missing = error.object[error.start : error.end]
    return "".join(PLAIN.get(character, "?") for character in missing), error.end


def never_fail() -> None:
    """Let standard output and standard error write whatever they are given."""
    codecs.register_error(NAME, plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=NAME)
