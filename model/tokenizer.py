"""Text <-> tokens, with offsets into the text as it was typed.

Byte-level BPE (Sennrich et al. 2016; bytes after Radford et al. 2019) by the `tokenizers` library: nothing is out of
vocabulary. Without merges a token is a byte, in English a character. The text is folded first (`model/folding.py`). A
token never joins a part of one character with another: the pre-tokeniser hands every character beyond ASCII over
alone, so no merge can cross it.
"""

import codecs
from collections.abc import Iterator, Sequence
from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from model.errors import CheckpointError, InputError
from model.folding import Folded, fold
from model.reader import Spell, Token

START = "<s>"
START_ID = 0

# Entries of the vocabulary without merges: the start token and the 256 bytes.
BYTES_ALONE = 1 + 256

# One alternative a line: contractions; words; short numbers; one mark of punctuation; one character beyond ASCII;
# white space that no word takes along; any other single character.
PIECES = (
    r"'(?:s|t|re|ve|m|ll|d|S|T|RE|VE|M|LL|D)(?![A-Za-z])"
    r"| ?[A-Za-z]+"
    r"| ?[0-9]{1,3}"
    r"| ?[!-/:-@\[-`{-~]"
    r"|[^\x00-\x7F]"
    r"|[ \t\r\n]+(?! ?[!-~])"
    r"|[\x00-\x7F]"
)


class TextTokenizer:
    """A byte-level BPE tokeniser with its start token `<s>` (id 0), which also ends every paragraph in training.

    A `Reader`; nothing is unknown to it.
    """

    start_id: int | None = START_ID
    end_id: int | None = START_ID
    unknown_id: int | None = None

    def __init__(self, bpe: Tokenizer) -> None:
        # tokenizer.json does not keep this setting: without it a typed "<s>" would become the start token.
        bpe.encode_special_tokens = True
        self.bpe = bpe
        # The letters that it can read; None: all there are.
        pieces = bpe.get_vocab().keys()
        self.letters = None if pieces >= BYTE_OF.keys() else frozenset(pieces & BYTE_OF.keys())

    @property
    def size(self) -> int:
        """Number of entries of the vocabulary."""
        return self.bpe.get_vocab_size()

    @property
    def opening(self) -> list[int]:
        """The start token, which is before every text."""
        return [START_ID]

    @classmethod
    def load(cls, path: Path) -> "TextTokenizer":
        """Read `tokenizer.json`. Raises CheckpointError with the file's name and what is wrong."""
        try:
            return cls(Tokenizer.from_str(path.read_text("utf-8")))
        except Exception as error:  # the library raises bare Exception
            raise CheckpointError(f"{path.name} of {path.parent.name} cannot be read: {error}") from error

    @classmethod
    def train(cls, paragraphs: Iterator[str], size: int) -> "TextTokenizer":
        """Learn a vocabulary of `size` entries from paragraphs of raw text."""
        bpe = Tokenizer(models.BPE())
        bpe.pre_tokenizer = pre_tokenizers.Sequence(
            [
                pre_tokenizers.Split(Regex(PIECES), behavior="isolated"),
                pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
            ]
        )
        bpe.decoder = decoders.ByteLevel()
        trainer = trainers.BpeTrainer(
            vocab_size=size,
            special_tokens=[START],
            initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
            show_progress=False,
        )
        bpe.train_from_iterator((fold(paragraph).text for paragraph in paragraphs), trainer)
        return cls(bpe)

    @classmethod
    def of_bytes(cls) -> "TextTokenizer":
        """The tokeniser without merges: a token is a byte. There is nothing to learn."""
        return cls.train(iter(()), BYTES_ALONE)

    @classmethod
    def of_letters(cls, letters: str) -> "TextTokenizer":
        """The tokeniser of a formal language of these printable ASCII letters, numbered from 1. It reads no others."""
        vocabulary = {START: START_ID} | {letter: number for number, letter in enumerate(letters, 1)}
        bpe = Tokenizer(models.BPE(vocabulary, merges=[]))
        bpe.add_special_tokens([START])
        bpe.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
        bpe.decoder = decoders.ByteLevel()
        return cls(bpe)

    def reads(self, text: str) -> bool:
        """Whether it can read every letter of a text."""
        return not self._foreign(fold(text))

    def check(self, text: str, field: str = "text") -> None:
        """Raise InputError for the `field` of a request, if its text holds a letter that cannot be read."""
        self._check(fold(text), field)

    def encode(self, text: str) -> list[Token]:
        """The tokens of a typed text, the start token first. The ranges leave no hole in the text.

        Raises InputError for a letter outside the vocabulary: only a language of few letters has such.
        """
        folded = self._fold(text)
        encoding = self.bpe.encode(folded.text)
        ranges = [folded.typed_range(low, high) for low, high in encoding.offsets]
        parts = _parts(ranges)
        tokens = [Token(0, START_ID, START, 0, 0)]
        for (start, end), part, number in zip(ranges, parts, encoding.ids, strict=True):
            tokens.append(Token(len(tokens), number, text[start:end], start, end, part))
        return tokens

    def encode_ids(self, text: str) -> list[int]:
        """Token ids alone, without the start token: the fast path for training and continuations."""
        return self.bpe.encode(self._fold(text).text).ids

    def encode_many(self, texts: list[str]) -> list[list[int]]:
        """`encode_ids` of many texts, on all cores that the library finds."""
        return [encoding.ids for encoding in self.bpe.encode_batch_fast([self._fold(text).text for text in texts])]

    def decode(self, ids: list[int], _after: Sequence[int] = ()) -> str:
        """Folded text of these ids; the start token is left out, broken characters become U+FFFD."""
        return self.bpe.decode(ids, skip_special_tokens=True)

    def speller(self, _before: list[int]) -> Spell:
        """Spells tokens one after the other; bytes of a character that is not whole yet wait for the next token."""
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        return lambda number: decoder.decode(self.token_bytes(number))

    def label(self, number: int) -> str:
        """How a guessed token is written: its text, or `⟨E2 80⟩` where it is no whole character."""
        if number == START_ID:
            return START
        raw = self.token_bytes(number)
        try:
            return raw.decode("utf-8")
        except UnicodeDecodeError:
            return "⟨" + raw.hex(" ").upper() + "⟩"

    def token_bytes(self, number: int) -> bytes:
        """The bytes that an entry of the vocabulary stands for (its letters are GPT-2's printable stand-ins)."""
        piece = self.bpe.id_to_token(number)
        return bytes(BYTE_OF[letter] for letter in piece or "")

    def _fold(self, text: str) -> Folded:
        """The folded text. Raises InputError for a letter that it cannot read."""
        folded = fold(text)
        self._check(folded, "text")
        return folded

    def _check(self, folded: Folded, field: str) -> None:
        if foreign := self._foreign(folded):
            known = ", ".join(sorted(self.letters or ()))
            raise InputError(f"This network reads {known} alone; {min(foreign)!r} is none of them.", field=field)

    def _foreign(self, folded: Folded) -> set[str]:
        """The letters of a folded text that it cannot read."""
        return set() if self.letters is None else set(folded.text) - self.letters

    def as_config(self) -> dict[str, dict[str, int | None]]:
        """Nothing: a checkpoint without a word about its reader is read by this one."""
        return {}

    def to_json(self) -> str:
        """The text of `tokenizer.json`."""
        return self.bpe.to_str(pretty=False)


def _parts(ranges: list[tuple[int, int]]) -> list[tuple[int, int] | None]:
    """For each range its place (k, n) in a run of n > 1 equal ranges, else None."""
    parts: list[tuple[int, int] | None] = []
    first = 0
    while first < len(ranges):
        last = first
        while last + 1 < len(ranges) and ranges[last + 1] == ranges[first]:
            last += 1
        count = last - first + 1
        parts += [None] if count == 1 else [(k + 1, count) for k in range(count)]
        first = last + 1
    return parts


def _byte_alphabet() -> dict[str, int]:
    """GPT-2's printable letter for each byte: printable Latin-1 stands for itself, the others follow from U+0100."""
    plain = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    rest = [byte for byte in range(256) if byte not in plain]
    letters = {chr(byte): byte for byte in plain}
    return letters | {chr(0x100 + n): byte for n, byte in enumerate(rest)}


BYTE_OF = _byte_alphabet()
