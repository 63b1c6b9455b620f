"""A text that goes on while it is written, in a terminal."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.text import Text

from app.serialize import Json
from app.terminal.rows import Rows
from app.terminal.safe import safe_lines
from app.terminal.screen import Screen
from app.terminal.trace import tokens

ENDS = {
    "length": "as many as were asked for",
    "end": "the network ended its paragraph",
    "stopped": "it took longer than a server allows",
}


@contextmanager
def writing(screen: Screen, text: str) -> Iterator[Callable[[str], None]]:
    """Write a text; what this gives writes on, piece by piece. Whatever interrupts it, its line is ended."""

    def write(piece: Text) -> None:
        screen.console.print(piece, end="", soft_wrap=True)

    try:
        write(screen.soft(safe_lines(text)))
        yield lambda piece: write(Text(safe_lines(piece)))
    finally:
        screen.line()


def ending(done: Json) -> str:
    """How many tokens were written, and why no more."""
    return f"{tokens(done['tokens'])}: {ENDS[done['reason']]}"


def continuation_rows(screen: Screen) -> Rows:
    """A table of texts with their continuations, with its head."""
    rows = Rows(screen, {"line": 4, "tokens": 6}, whole=True)
    rows.head()
    return rows
