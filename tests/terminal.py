"""The `gatescope` command in this process, over the tiny networks as somebody's own, and what it draws."""

import re
from dataclasses import dataclass

from rich.color import Color
from rich.text import Text
from typer.testing import CliRunner, Result

from app.__main__ import cli

NUMBER = re.compile(r"[+−]?\d+(\.\d+)?")
COLOURS = {"FORCE_COLOR": "1", "COLORTERM": "truecolor", "TERM": "xterm-256color"}


def gatescope(*arguments: str, given: str | bytes | None = None, **environment: str) -> Result:
    """Run it. `given`: what comes through the pipe."""
    return CliRunner().invoke(cli, list(arguments), input=given, env=environment, prog_name="gatescope")


def refused(done: Result, code: int) -> str:
    """What the one line of an error says; nothing else was written."""
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr.startswith("gatescope: ")
    assert done.stderr.count("\n") == 1
    return done.stderr.removeprefix("gatescope: ").rstrip("\n")


@dataclass(frozen=True)
class Cell:
    """A number as it is drawn, and the colours `#rrggbb` under it and of it."""

    number: str
    ground: str
    ink: str

    @property
    def value(self) -> float:
        return float(self.number.replace("−", "-"))


def coloured_cells(line: str) -> list[Cell]:
    """The coloured cells of a line as a terminal gets it."""
    text = Text.from_ansi(line)
    found = []
    for span in text.spans:
        style = span.style
        assert not isinstance(style, str)
        if style.bgcolor is not None and style.color is not None:
            number = text.plain[span.start : span.end].strip()
            found.append(Cell(number, hexadecimal(style.bgcolor), hexadecimal(style.color)))
    return found


def hexadecimal(colour: Color) -> str:
    return str(colour.get_truecolor().hex)
