"""A text file -> its passages: paragraphs, or what fits of one."""

import re
import textwrap
from pathlib import Path

from model.errors import InputError
from model.similar.labels import split_sentences
from model.text_file import checked_size, read_text

# Eight million tokens of English, 16 GB of an index with two signals of 256 units.
LARGEST = 32 * 1024 * 1024
# Characters. As long as the page takes, so that every passage can be read there.
LONGEST = 2000

_BLANK_LINE = re.compile(r"\n[ \t\f\v]*\n")


def read_passages(paths: list[Path]) -> list[str]:
    """The passages of some files, in their order. Raises InputError for one that is no text, and for too much text."""
    sizes = [checked_size(path, LARGEST) for path in paths]
    if sum(sizes) > LARGEST:
        raise InputError(
            f"{len(paths)} files of {sum(sizes):,} bytes are too much; at most {LARGEST:,} go into one index. "
            "Make several.",
            field="file",
        )
    return [passage for path in paths for passage in split_passages(read_text(path, LARGEST), LONGEST)]


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
