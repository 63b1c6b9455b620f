"""Where a command's text comes from: its argument, a file, or standard input."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from app.commands.ending import stop

STDIN = "-"
LARGEST = 1 << 24  # bytes: whatever is larger is no text that a network here reads, and must not fill the memory


@dataclass(frozen=True)
class Line:
    """A line of a file of texts, counted from 1. Where it is no text, `wrong` says why."""

    number: int
    text: str
    wrong: str | None = None


@dataclass(frozen=True)
class Source:
    """Where the text is: an argument (`-`: standard input), a file; neither: standard input. `lines`: one text each."""

    text: str | None
    file: Path | None
    lines: bool = False


def one_text(given: Source) -> str:
    """The text that is meant, without the line break that ends a file. Ends the command where there is none."""
    if given.text not in (None, STDIN) and given.file is None:
        return str(given.text)
    with opened(given) as (stream, name):
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        stop(f"{name} is larger than {LARGEST:,} bytes. Take a part of it, or one text per line by --lines.")
    try:
        return whole_line(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        stop(f"{name} is not UTF-8 text: byte {error.start:,} is none of it. Save it as UTF-8.")


def read_lines(given: Source) -> Iterator[Line]:
    """The lines that are meant, each as soon as it is there."""
    with opened(given) as (stream, _):
        number = 0
        while content := stream.readline(LARGEST):
            number += 1
            yield _line(number, content)
            while len(content) == LARGEST and not content.endswith(b"\n"):
                content = stream.readline(LARGEST)  # the rest of a line that is too long for all of us


def count_lines(given: Source) -> int | None:
    """How many lines a file has; None where it cannot be told before they are read."""
    if given.file is None or not given.file.is_file():
        return None
    with opened(given) as (stream, _):
        return sum(1 for _ in stream)


@contextmanager
def opened(given: Source) -> Iterator[tuple[BinaryIO, str]]:
    """What is read, and what to call it. Ends the command where nothing is, or two things are, or it cannot be."""
    text, file = given.text, given.file
    if text is not None and file is not None:
        stop("The text is given twice: as an argument and by --file. Give one of them.", 2)
    if text is None and file is None and sys.stdin.isatty():
        stop("There is no text. Give it as an argument in quotes, by --file FILE, or through a pipe.", 2)
    if text not in (None, STDIN):
        yield io.BytesIO(str(text).encode("utf-8", "surrogatepass")), "The text"
    elif file is None or str(file) == STDIN:
        yield sys.stdin.buffer, "Standard input"
    else:
        with _open(file) as stream:
            yield stream, str(file)


def _open(file: Path) -> BinaryIO:
    try:
        if file.is_dir():
            stop(f"{file} is a folder. Name a file of text.")
        return file.open("rb")
    except OSError as error:
        stop(f"{file} cannot be read: {error.strerror}.")


def whole_line(text: str) -> str:
    """A text without the line break at its end."""
    return text.removesuffix("\n").removesuffix("\r")


def _line(number: int, content: bytes) -> Line:
    if len(content) == LARGEST and not content.endswith(b"\n"):
        return Line(number, "", f"It is longer than {LARGEST:,} bytes. Take a part of it.")
    try:
        return Line(number, whole_line(content.decode("utf-8-sig" if number == 1 else "utf-8")))
    except UnicodeDecodeError as error:
        return Line(number, "", f"It is not UTF-8 text: byte {error.start:,} is none of it. Save the file as UTF-8.")
