"""A file that names a network's tokens -> {token: id}. A text of a token a line, JSON, or a `tokenizer.json`.

JSON is {token: id}, {id: token} or [token, …]. In a text file a line `\\n` stands for the new line, `\\t` for a tab.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from model.foreign.files import check_file
from model.foreign.found import refused
from model.text_file import read_text, shown

LARGEST = 64 * 1024**2
MOST_TOKENS = 1_000_000
ESCAPES = {"\\n": "\n", "\\t": "\t"}


@dataclass(frozen=True)
class Vocabulary:
    """`file`: where it is from; `ids`: {token: id}; `library`: the text of a `tokenizer.json`, else None."""

    file: Path
    ids: dict[str, int]
    library: str | None = None

    @property
    def size(self) -> int:
        """One more than the largest id."""
        return 1 + max(self.ids.values())

    def fits(self, rows: int) -> bool:
        """Whether each of the embedding's rows has a token; row 0 may go without, as Keras keeps it for padding."""
        used = set(self.ids.values())
        return self.size == rows and len(used) >= rows - 1 and (len(used) == rows or 0 not in used)

    def check_fits(self, rows: int) -> None:
        """Raise InputError, with both numbers, for a vocabulary of another size."""
        if not self.fits(rows):
            raise refused(
                f"{shown(self.file)} has {len(self.ids):,} tokens with ids {min(self.ids.values()):,} … "
                f"{self.size - 1:,}, but the network has a row for {rows:,} of them. Name the vocabulary that it was "
                "trained with: --vocabulary FILE."
            )


def read_vocabulary(path: Path) -> Vocabulary:
    """Read a file. Raises InputError for what names no tokens: not JSON, a token twice, ids with gaps or below 0."""
    check_file(path, LARGEST)
    text = read_text(path, LARGEST)
    if path.suffix.lower() != ".json":
        return Vocabulary(path, _numbered(path, _lines(path, text)))
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise refused(f"{shown(path)} is not JSON: {str(error)[:120]}. Save it again.") from error
    if isinstance(parsed, dict) and isinstance(parsed.get("model"), dict):
        return _of_library(path, text)
    return Vocabulary(path, _checked(path, _ids(path, parsed)))


def _of_library(path: Path, text: str) -> Vocabulary:
    try:
        ids = Tokenizer.from_str(text).get_vocab(with_added_tokens=True)
    except Exception as error:  # the library raises bare Exception
        raise refused(f"{shown(path)} is no tokenizer that can be read: {str(error)[:120]}.") from error
    return Vocabulary(path, _checked(path, ids), text)


def _lines(path: Path, text: str) -> list[str]:
    lines = [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
    if "" in lines:
        raise refused(
            f"{shown(path)} has no token in line {lines.index('') + 1:,}. Write the new line as \\n, and a token in "
            "every line."
        )
    return [ESCAPES.get(line, line) for line in lines]


def _ids(path: Path, parsed: Any) -> dict[str, int]:
    """{token: id} of what JSON says."""
    if isinstance(parsed, list) and parsed and all(isinstance(token, str) for token in parsed):
        return _numbered(path, parsed)
    if isinstance(parsed, dict) and parsed:
        if all(_is_id(number) for number in parsed.values()):
            return parsed
        if all(_is_digits(number) and isinstance(token, str) for number, token in parsed.items()):
            tokens = {token: int(number) for number, token in parsed.items()}
            if len(tokens) == len(parsed):
                return tokens
    raise refused(f"{shown(path)} is no vocabulary: it must be {{token: id}}, {{id: token}} or [token, …] in JSON.")


def _numbered(path: Path, tokens: list[str]) -> dict[str, int]:
    ids: dict[str, int] = {}
    for number, token in enumerate(tokens):
        if ids.setdefault(token, number) != number:
            raise refused(f"{shown(path)} has {token[:40]!r} twice: as tokens {ids[token]:,} and {number:,}.")
    return _checked(path, ids)


def _checked(path: Path, ids: dict[str, int]) -> dict[str, int]:
    """The ids, if they can be rows of an embedding."""
    if not ids or len(ids) > MOST_TOKENS or max(ids.values()) >= MOST_TOKENS:
        raise refused(f"{shown(path)} has {len(ids):,} tokens; 1 … {MOST_TOKENS:,}, with ids below that, can be read.")
    tokens: dict[int, str] = {}
    for token, number in ids.items():
        if not token or any("\ud800" <= letter <= "\udfff" for letter in token):
            raise refused(f"{shown(path)} gives the id {number:,} to {token[:40]!a}, which is no text.")
        if tokens.setdefault(number, token) != token:
            raise refused(f"{shown(path)} gives the id {number:,} to {tokens[number][:40]!r} and {token[:40]!r}.")
    return ids


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) < 10
