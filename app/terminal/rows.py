"""Many texts as a table: a row for each as soon as it is known, numbers first, the text last."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from app.figures.words import visible
from app.terminal.safe import fitted, isolated
from app.terminal.screen import Screen

LEAST_TEXT = 24  # columns that a text has, however narrow the terminal is
GAP = "  "


@dataclass(frozen=True)
class Rows:
    """A table whose columns have the names and widths given; behind them stands the text.

    `whole`: it is never shortened; else it ends where the terminal does. In a file it is whole, too.
    """

    screen: Screen
    columns: dict[str, int]
    whole: bool = False

    def head(self) -> None:
        """Write the names of the columns."""
        self.screen.line(self.screen.soft(self._numbers(list(self.columns)) + "text"))

    def row(self, numbers: Sequence[str], text: str) -> None:
        """Write one row."""
        start, shown = self._numbers(numbers), visible(text)
        room = max(LEAST_TEXT, self.screen.width - cell_len(start))
        fits = self.whole or not self.screen.console.is_terminal or cell_len(shown) <= room
        self.screen.line(start, isolated(shown) if fits else fitted(shown, room))

    def _numbers(self, cells: Sequence[str]) -> str:
        pairs = zip(cells, self.columns.values(), strict=True)
        return "".join(f"{cell:>{width}}{GAP}" for cell, width in pairs)
