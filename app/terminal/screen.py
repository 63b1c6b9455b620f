"""Where drawings go: a terminal of some width and colours, or a file that gets the same without them."""

import os
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from app.figures.palette import TOKENS, Theme

LIGHT_GROUNDS = frozenset({"7", "15"})  # white among the sixteen colours, as terminals tell it by COLORFGBG


@dataclass(frozen=True)
class Screen:
    """A console, and whether its paper is light or dark."""

    console: Console
    theme: Theme

    @property
    def width(self) -> int:
        """Columns."""
        return self.console.width

    @property
    def coloured(self) -> bool:
        """Whether colours reach the reader."""
        return self.console.color_system is not None and not self.console.no_color

    def line(self, *parts: Text | str) -> None:
        """Write one line, however long it is: what does not fit is the terminal's to wrap, never lost."""
        line = Text.assemble(*parts)
        if not self.coloured:
            line.rstrip()
        self.console.print(line, soft_wrap=True)

    def note(self, *parts: Text | str) -> None:
        """Write a sentence, wrapped at words."""
        self.console.print(Text.assemble(*parts))

    def style(self, token: str) -> str:
        """The style of one of the palette's tokens, such as `soft`."""
        return TOKENS[self.theme][token]

    def soft(self, text: str) -> Text:
        """Text of the second rank."""
        return Text(text, style=self.style("soft"))


def open_screen(theme: Theme | None) -> Screen:
    """Standard output, its paper as named or as the terminal says. NO_COLOR, FORCE_COLOR and COLUMNS are heeded."""
    return Screen(Console(highlight=False, emoji=False, markup=False), theme or guessed_theme())


def guessed_theme() -> Theme:
    """Light where the terminal says so (COLORFGBG), else dark."""
    return "light" if os.environ.get("COLORFGBG", "").rpartition(";")[2] in LIGHT_GROUNDS else "dark"
