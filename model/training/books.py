"""The books: read them from an archive or a folder, and say which are for training, validation and test.

A book is a text file with one paragraph a line. The split is by whole books and lies in `manifest.tsv`, with the
commit that each book was taken from. Books that the manifest does not know are for training.
"""

import csv
import lzma
import re
import tarfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, cast, get_args

from model.errors import CorpusError

Split = Literal["train", "valid", "test"]

MANIFEST = Path(__file__).with_name("manifest.tsv")

# One author with much dialect would otherwise be 8 % of the text; no other book is cut.
MOST_WORDS_PER_BOOK = 360_000

COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
SLUG = re.compile(r"\w[\w.-]*")  # becomes the name of a file

# tarfile lets the errors of its decompressors through.
UNREADABLE = (tarfile.TarError, lzma.LZMAError, zlib.error, EOFError, OSError)


@dataclass(frozen=True)
class Source:
    """A row of the manifest: where a book comes from and what it is for."""

    slug: str
    split: Split
    commit: str
    url: str
    title: str
    author: str


@dataclass(frozen=True)
class Book:
    """A book by its slug, its paragraphs in order."""

    slug: str
    paragraphs: tuple[str, ...]


def read_manifest(path: Path = MANIFEST) -> list[Source]:
    """All rows of a manifest, in its order.

    Raises CorpusError where the file cannot be read, lacks a column or names no book, or where a row cannot be meant:
    an unknown split, a commit that is not a full one, a slug that is no file name or comes twice.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            sources = [_source(f"{path.name}, line {reader.line_num}", row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CorpusError(f"The manifest {path} cannot be read: {error}.") from error
    slugs = [source.slug for source in sources]
    if not slugs:
        raise CorpusError(f"The manifest {path} names no book.")
    if twice := {slug for slug in slugs if slugs.count(slug) > 1}:
        raise CorpusError(f"{path.name} names twice: {', '.join(sorted(twice))}. Remove one of each.")
    return sources


def select_sources(sources: list[Source], slugs: Collection[str]) -> list[Source]:
    """The sources of these slugs, in the manifest's order. Raises CorpusError for a slug that the manifest lacks."""
    known = [source.slug for source in sources]
    for slug in slugs:
        if slug not in known:
            close = [name for name in known if slug in name][:3] or get_close_matches(slug, known)
            hint = f" Did you mean {' or '.join(close)}?" if close else ""
            raise CorpusError(f"The manifest has no book {slug!r}.{hint}")
    return [source for source in sources if source.slug in slugs]


def read_books(path: Path) -> list[Book]:
    """Books of a .tar.xz archive or of a folder of .txt files, ordered by slug.

    Raises CorpusError where there is nothing to read, or a file is empty or not UTF-8.
    """
    if not path.exists():
        raise CorpusError(f"{path} does not exist. Give the prepared archive or a folder of .txt files.")
    files = _folder_files(path) if path.is_dir() else _archive_files(path)
    books = [Book(slug, _paragraphs(slug, raw)) for slug, raw in files]
    if not books:
        raise CorpusError(f"{path} holds no .txt file. Give the prepared archive or a folder of .txt files.")
    return sorted(books, key=lambda book: book.slug)


def split_books(books: list[Book], sources: list[Source]) -> dict[Split, list[Book]]:
    """Books by what they are for. Training books are cut at MOST_WORDS_PER_BOOK words."""
    purpose: dict[str, Split] = {source.slug: source.split for source in sources}
    parts: dict[Split, list[Book]] = {"train": [], "valid": [], "test": []}
    for book in books:
        part = purpose.get(book.slug, "train")
        parts[part].append(_capped(book, MOST_WORDS_PER_BOOK) if part == "train" else book)
    return parts


def _source(place: str, row: dict[str, str]) -> Source:
    """A row as a Source. `place` says in errors where it stands."""
    values = {field.name: row.get(field.name) for field in fields(Source)}
    if missing := [name for name, value in values.items() if not value]:
        raise CorpusError(f"{place} lacks {', '.join(missing)}. The columns are {', '.join(values)}, a tab between.")
    source = Source(**cast("dict[str, Any]", values))  # the split is looked at next
    if source.split not in get_args(Split):
        raise CorpusError(f"{place}: split is {source.split!r}; it can be {', '.join(get_args(Split))}.")
    if not COMMIT.fullmatch(source.commit):
        raise CorpusError(f"{place}: commit is {source.commit!r}; give all 40 hexadecimal digits.")
    if not SLUG.fullmatch(source.slug):
        raise CorpusError(f"{place}: slug is {source.slug!r}; use letters, digits, '_', '-' and '.'.")
    return source


def _capped(book: Book, words: int) -> Book:
    """The first paragraphs of a book, up to so many words."""
    kept: list[str] = []
    for paragraph in book.paragraphs:
        words -= len(paragraph.split())
        if words < 0:
            break
        kept.append(paragraph)
    return Book(book.slug, tuple(kept))


def _folder_files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.rglob("*.txt")):
        if file.is_file():
            yield file.stem, _read(file)


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CorpusError(f"{file} cannot be read: {error.strerror}.") from error


def _archive_files(archive: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(archive, "r:*") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isfile() else None
                if content is not None and member.name.endswith(".txt"):
                    yield Path(member.name).stem, content.read()
    except UNREADABLE as error:
        reason = str(error).partition("\n")[0].rstrip(":")  # tarfile adds a line for each format that it tried
        raise CorpusError(f"{archive.name} is no archive that can be read, or is cut off: {reason}.") from error


def _paragraphs(slug: str, raw: bytes) -> tuple[str, ...]:
    try:
        lines = raw.decode("utf-8-sig").splitlines()  # some editors put a byte order mark first
    except UnicodeDecodeError as error:
        raise CorpusError(
            f"{slug}.txt is not UTF-8: byte {error.start} cannot be read. Convert it to UTF-8."
        ) from error
    paragraphs = tuple(line.strip() for line in lines if line.strip())
    if not paragraphs:
        raise CorpusError(f"{slug}.txt is empty. Remove it, or prepare it again.")
    return paragraphs
