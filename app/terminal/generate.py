"""A text that goes on while it is written, in a terminal."""

from types import TracebackType

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


class Writer:
    """Writes a text, then what continues it, piece by piece; whatever interrupts it, the line is ended."""

    def __init__(self, screen: Screen, text: str) -> None:
        self._screen = screen
        self._write(screen.soft(safe_lines(text)))

    def __enter__(self) -> "Writer":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._screen.line()

    def write(self, piece: str) -> None:
        """Write what a token adds to the text."""
        self._write(Text(safe_lines(piece)))

    def _write(self, text: Text) -> None:
        self._screen.console.print(text, end="", soft_wrap=True)


def ending(done: Json) -> str:
    """How many tokens were written, and why no more."""
    return f"{tokens(done['tokens'])}: {ENDS[done['reason']]}"


def continuation_rows(screen: Screen) -> Rows:
    """A table of texts with their continuations, with its head."""
    rows = Rows(screen, {"line": 4, "tokens": 6}, whole=True)
    rows.head()
    return rows
