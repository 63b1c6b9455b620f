"""Text <-> tokens by any file of the `tokenizers` library: of words, of characters, or of pieces of words.

The file's own rules are followed to the letter; nothing is folded before. What is in no vocabulary becomes the unknown
token where the file has one, and is refused by name where it has none: it is never passed over in silence.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from tokenizers import Encoding, Tokenizer
from tokenizers.decoders import DecodeStream

from model.errors import InputError
from model.library import drops_silently, unknown_id, unread_pieces
from model.ranges import covering
from model.reader import Spell, Token

NAMED = 5  # words that an error names at most, of at most so many characters each:
LONGEST = 40
FEW = 16  # characters that make a formal language, not the alphabet of a natural one


@dataclass(frozen=True)
class Marks:
    """Ids that stand for no text: the `start` of every text, the `end` of what is written, the `unknown` word."""

    start: int | None = None
    end: int | None = None
    unknown: int | None = None


class ForeignTokenizer:
    """A tokeniser that nobody here wrote.

    Raises InputError for marks outside the vocabulary, or an unknown token that is not the file's own.
    """

    def __init__(self, library: Tokenizer, marks: Marks) -> None:
        library.no_padding()
        library.no_truncation()
        self._library = library
        self.start_id, self.end_id, self.unknown_id = marks.start, marks.end, marks.unknown
        names = library.get_vocab(with_added_tokens=True)
        self._size = 1 + max(names.values(), default=-1)
        self._drops = drops_silently(library)
        self._check_marks(marks)
        self.letters = self._letters(names)

    @property
    def size(self) -> int:
        """One more than the largest id."""
        return self._size

    @property
    def opening(self) -> list[int]:
        """The ids before every text: the start token, or nothing."""
        return [] if self.start_id is None else [self.start_id]

    @classmethod
    def of(cls, content: str, marks: Marks) -> "ForeignTokenizer":
        """From the text of a `tokenizer.json`. Raises InputError for what the library cannot read."""
        try:
            library = Tokenizer.from_str(content)
        except Exception as error:  # the library raises bare Exception
            raise InputError(f"the library cannot read it: {error}") from error
        return cls(library, marks)

    def reads(self, text: str) -> bool:
        """Whether `encode` can read a text."""
        try:
            self.check(text)
        except InputError:
            return False
        return True

    def check(self, text: str, field: str = "text") -> None:
        """Raise InputError where there is nothing to read, or words outside a vocabulary without an unknown token."""
        self._encoding(text, field)

    def encode(self, text: str) -> list[Token]:
        """The tokens of a typed text, the start token first where there is one. The ranges leave no hole.

        Raises InputError as `check` does.
        """
        encoding = self._encoding(text, "text")
        tokens = [Token(0, number, self.label(number), 0, 0) for number in self.opening]
        places = covering(encoding.offsets, len(text))
        for number, ((start, end), part) in zip(encoding.ids, places, strict=True):
            tokens.append(Token(len(tokens), number, text[start:end], start, end, part))
        return tokens

    def encode_ids(self, text: str) -> list[int]:
        """Token ids alone, without the start token. Raises InputError as `check` does."""
        return self._encoding(text, "text").ids

    def encode_many(self, texts: list[str]) -> list[list[int]]:
        """`encode_ids` of many texts."""
        return [self.encode_ids(text) for text in texts]

    def decode(self, ids: list[int], after: Sequence[int] = ()) -> str:
        """The text of these ids, as the file's decoder writes it behind those `after` which they come.

        Start and end tokens are left out; characters that are not whole become U+FFFD.
        """
        before = self._spelled(after)
        return self._spelled([*after, *ids])[len(before) :]

    def speller(self, before: list[int]) -> Spell:
        """Spells tokens one after the other; bytes of a character that is not whole yet wait for the next token."""
        stream = DecodeStream(ids=self._worded(before), skip_special_tokens=False)

        def spell(number: int) -> str:
            return "".join(stream.step(self._library, each) or "" for each in self._worded([number]))

        return spell

    def label(self, number: int) -> str:
        """How a guessed token is written: its name in the vocabulary, or `⟨7⟩` for a number without a name."""
        name = self._library.id_to_token(number)
        if name is None:
            return f"⟨{number}⟩"
        return name if number in (self.start_id, self.end_id, self.unknown_id) else self.decode([number]) or name

    def as_config(self) -> dict[str, dict[str, int | None]]:
        """The marks, as `config.json` keeps them."""
        marks = Marks(self.start_id, self.end_id, self.unknown_id)
        return {"reader": asdict(marks)}

    def to_json(self) -> str:
        """The text of `tokenizer.json`."""
        return self._library.to_str(pretty=False)

    def _spelled(self, ids: Sequence[int]) -> str:
        return self._library.decode(self._worded(ids), skip_special_tokens=False)

    def _worded(self, ids: Sequence[int]) -> list[int]:
        """Those that stand for text, or for what is unknown of it."""
        return [number for number in ids if number not in (self.start_id, self.end_id)]

    def _encoding(self, text: str, field: str) -> Encoding:
        """What the library makes of a text. Raises InputError as `check` does."""
        try:
            encoding = self._library.encode(text, add_special_tokens=False)
        except Exception as error:  # the library raises bare Exception where it misses an unknown token
            raise self._refusal(text, field) from error
        if self._drops and unread_pieces(self._library, text):
            raise self._refusal(text, field)
        if not encoding.ids:
            raise InputError("This network finds nothing to read in the text. Type at least one word.", field=field)
        return encoding

    def _refusal(self, text: str, field: str) -> InputError:
        unread = unread_pieces(self._library, text)
        named = ", ".join(repr(word[:LONGEST]) for word in unread[:NAMED]) or "some of it"
        more = f" and {len(unread) - NAMED} more" if len(unread) > NAMED else ""
        return InputError(
            f"This network has no unknown token, and its vocabulary lacks {named}{more}. Use words that it knows.",
            field=field,
        )

    def _check_marks(self, marks: Marks) -> None:
        for name, number in asdict(marks).items():
            if number is not None and self._library.id_to_token(number) is None:
                raise InputError(f"its {name} token is {number}, but the vocabulary has no such entry")
        own = unknown_id(self._library)
        if marks.unknown != own:
            raise InputError(f"its unknown token is {marks.unknown}, but the vocabulary's own is {own}")

    def _letters(self, names: dict[str, int]) -> frozenset[str] | None:
        """The characters that can be read, where all entries are one of a FEW and there is no unknown token."""
        marks = (self.start_id, self.end_id)
        entries = [name for name, number in names.items() if number not in marks]
        if self.unknown_id is not None or len(entries) > FEW or any(len(name) != 1 for name in entries):
            return None
        return frozenset(entries)


def unknown_token(content: str) -> int | None:
    """The id that a `tokenizer.json` gives to what it does not know; None where it has none."""
    return unknown_id(Tokenizer.from_str(content))
