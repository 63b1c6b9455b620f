"""Files with a text per line: those that cannot be read are named, and the others are not lost."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import islice

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from app.console.printing import at_terminal
from app.console.texts import Line, Source, count_lines, read_lines
from model import ModelError

COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
OF_A_LINE = ("text", "holds", "tokens")  # fields that may be wrong in one line and right in the next


class LineErrors:
    """Names the lines that fail, on stderr, and remembers that some did."""

    def __init__(self) -> None:
        self._tried = self._failed = 0

    def attempt(self, line: Line, do: Callable[[], object]) -> bool:
        """Do something with a line. Returns whether it was possible.

        Raises ModelError for what is wrong with the options, and so with every line.
        """
        self._tried += 1
        wrong = line.wrong
        if wrong is None:
            try:
                do()
            except ModelError as error:
                if not str(error.field).startswith(OF_A_LINE):
                    raise
                wrong = error.detail
        if wrong is not None:
            self._failed += 1
            typer.echo(f"gatescope: line {line.number}: {wrong}", err=True)
        return wrong is None

    def finish(self) -> None:
        """End the command with exit code 1 where lines failed, or where there were none."""
        if self._tried == 0:
            typer.echo("gatescope: There is no line to read.", err=True)
        elif self._failed:
            typer.echo(f"gatescope: {self._failed:,} of {self._tried:,} lines could not be read.", err=True)
        if self._failed or not self._tried:
            raise typer.Exit(1)


def each_line(given: Source, read: Callable[[Line], object]) -> None:
    """Do something with each line of what was given; those that fail are named at once, and end the command with 1."""
    errors = LineErrors()
    for line in with_progress(read_lines(given), count_lines(given)):
        errors.attempt(line, partial(read, line))
    errors.finish()


def with_progress(lines: Iterable[Line], total: int | None) -> Iterator[Line]:
    """The lines, counted by a bar on stderr; where the answers scroll by on the same terminal, they are bar enough."""
    console = Console(stderr=True)
    hidden = at_terminal() or not console.is_terminal
    with Progress(*COLUMNS, console=console, disable=hidden, redirect_stdout=False) as bars:
        yield from bars.track(lines, total=total, description="lines read")


def in_groups(lines: Iterable[Line], size: int) -> Iterator[list[Line]]:
    """Lines, `size` at a time."""
    following = iter(lines)
    while group := list(islice(following, size)):
        yield group
