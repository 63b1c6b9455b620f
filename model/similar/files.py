"""A text file -> its passages: paragraphs, or what fits of one."""

import re
import textwrap
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from model.errors import InputError
from model.similar.labels import split_sentences

# Eight million tokens of English, 16 GB of an index with two signals of 256 units.
LARGEST = 32 * 1024 * 1024
# Characters. As long as the page takes, so that every passage can be read there.
LONGEST = 2000

_BLANK_LINE = re.compile(r"\n[ \t\f\v]*\n")


def read_passages(paths: list[Path]) -> list[str]:
    """The passages of some files, in their order. Raises InputError for one that is no text, and for too much text."""
    sizes = [_checked_size(path) for path in paths]
    if sum(sizes) > LARGEST:
        raise InputError(
            f"{len(paths)} files of {sum(sizes):,} bytes are too much; at most {LARGEST:,} go into one index. "
            "Make several.",
            field="file",
        )
    return [passage for path in paths for passage in split_passages(_read_text(path), LONGEST)]


def split_passages(text: str, longest: int) -> list[str]:
    """The paragraphs of a text, white space made one space, in pieces of at most `longest` characters.

    Paragraphs are parted by blank lines; where there is none, each line is one. A paragraph that is too long is cut
    between sentences, and a sentence that is too long between words.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
    paragraphs = _BLANK_LINE.split(lines) if _BLANK_LINE.search(lines) else lines.split("\n")
    plain = (" ".join(paragraph.split()) for paragraph in paragraphs)
    return [piece for paragraph in plain if paragraph for piece in _cut(paragraph, longest)]


def _cut(paragraph: str, longest: int) -> list[str]:
    pieces = [""]
    for sentence in split_sentences(paragraph):
        for part in [sentence] if len(sentence) <= longest else textwrap.wrap(sentence, longest):
            if len(pieces[-1]) + len(part) <= longest:
                pieces[-1] += part
            else:
                pieces.append(part.lstrip())
    return [piece for piece in pieces if piece]


def _checked_size(path: Path) -> int:
    """Bytes of a file that may be read. Raises InputError; nothing is read for it."""
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is none"
        raise InputError(f"{shown(path)} cannot be read: {reason}.", field="file") from error
    if S_ISDIR(status.st_mode):
        raise InputError(f"{shown(path)} is a folder. Name its files.", field="file")
    if not S_ISREG(status.st_mode):
        raise InputError(f"{shown(path)} is no plain file. Save the text in one.", field="file")
    if status.st_size > LARGEST:
        raise InputError(
            f"{shown(path)} has {status.st_size:,} bytes; at most {LARGEST:,} go into one index. Split it.",
            field="file",
        )
    return status.st_size


def _read_text(path: Path) -> str:
    """Raises InputError for what is no text in UTF-8."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST)
    except OSError as error:
        raise InputError(f"{shown(path)} cannot be read: {error.strerror}.", field="file") from error
    nul = content.find(0)
    if nul >= 0:
        raise InputError(f"{shown(path)} is no text: byte {nul:,} is NUL. Save it as plain text.", field="file")
    try:
        text = content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise InputError(
            f"{shown(path)} is not UTF-8: byte {error.start:,} is 0x{content[error.start]:02X}. Save it as UTF-8.",
            field="file",
        ) from error
    if not text.strip():
        raise InputError(f"{shown(path)} is empty. Give a text of at least one word.", field="file")
    return text


def shown(path: Path) -> str:
    """A path in one line, whatever its name is."""
    return str(path) if str(path).isprintable() else ascii(str(path))
