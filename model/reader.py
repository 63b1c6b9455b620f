"""What reads text for a network: tokens with their places in the text as typed. One interface for every vocabulary."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

# A token's id -> what it adds to the text that was spelled before.
Spell = Callable[[int], str]


@dataclass(frozen=True)
class Token:
    """One step of a text.

    `start` and `end` are code points of the typed text; `text` is the typed slice. Tokens that are pieces of the same
    characters all carry their range and `part` (k, n), counted from 1; else `part` is None. A start token has step 0
    and the empty range 0..0, its text is its name.
    """

    step: int
    id: int
    text: str
    start: int
    end: int
    part: tuple[int, int] | None = None


def words_of(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens of a text without its start token, which alone has no characters."""
    return [token for token in tokens if token.end]


class Reader(Protocol):
    """Text <-> the tokens of one network. Ranges leave no hole in the text.

    `size`: ids are 0 … size − 1. `start_id` begins every text and `end_id` ends what the network writes; `unknown_id`
    stands for what is in no vocabulary; each None where there is none. `letters`: all that it can read, where these
    are a few characters; None: no such list.
    """

    start_id: int | None
    end_id: int | None
    unknown_id: int | None
    letters: frozenset[str] | None

    @property
    def size(self) -> int: ...

    @property
    def opening(self) -> list[int]:
        """The ids before every text: the start token, or nothing."""

    def reads(self, text: str) -> bool:
        """Whether `encode` can read a text."""

    def check(self, text: str, field: str = "text") -> None:
        """Raise InputError for the `field` of a request, if its text cannot be read; it says what stands in the way."""

    def encode(self, text: str) -> list[Token]:
        """The tokens of a typed text, the start token first where there is one. Raises InputError as `check` does."""

    def encode_ids(self, text: str) -> list[int]:
        """Token ids alone, without the start token."""

    def encode_many(self, texts: list[str]) -> list[list[int]]:
        """`encode_ids` of many texts."""

    def decode(self, ids: list[int], after: Sequence[int] = (), /) -> str:
        """The text of these ids as they go on from those `after` which they come; start and end tokens are left out."""

    def speller(self, before: list[int], /) -> Spell:
        """Spells tokens one after the other, after the ids `before` of a text that is there already."""

    def label(self, number: int) -> str:
        """How a guessed token is written."""

    def as_config(self) -> dict[str, dict[str, int | None]]:
        """What `config.json` says of it besides the vocabulary; nothing for our own."""

    def to_json(self) -> str:
        """The text of `tokenizer.json`."""
