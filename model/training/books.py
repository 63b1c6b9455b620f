"""The books: read them from an archive or a folder, and say which are for training, validation and test.

A book is a text file with one paragraph a line. The split is by whole books and lies in `manifest.tsv`, with the
commit that each book was taken from. Books that the manifest does not know are for training.
"""

import csv
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from model.errors import CorpusError

Split = Literal["train", "valid", "test"]

MANIFEST = Path(__file__).with_name("manifest.tsv")

# One author with much dialect would otherwise be 8 % of the text; no other book is cut.
MOST_WORDS_PER_BOOK = 360_000


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
    """All rows of a manifest."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Source(**row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]  # type: ignore[arg-type]


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
    for file in folder.rglob("*.txt"):
        yield file.stem, file.read_bytes()


def _archive_files(archive: Path) -> Iterator[tuple[str, bytes]]:
    try:
        with tarfile.open(archive, "r:*") as tar:
            for member in tar:
                content = tar.extractfile(member) if member.isfile() else None
                if content is not None and member.name.endswith(".txt"):
                    yield Path(member.name).stem, content.read()
    except (tarfile.TarError, EOFError, OSError) as error:
        raise CorpusError(f"{archive.name} is not a readable archive: {error}") from error


def _paragraphs(slug: str, raw: bytes) -> tuple[str, ...]:
    try:
        lines = raw.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise CorpusError(f"{slug}.txt is not UTF-8: byte {error.start} cannot be read. Convert it to UTF-8.") from error
    paragraphs = tuple(line.strip() for line in lines if line.strip())
    if not paragraphs:
        raise CorpusError(f"{slug}.txt is empty. Remove it, or prepare it again.")
    return paragraphs
