"""A vocabulary -> what reads text for the network: characters, words, or symbols in brackets; as the tokens suggest."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

from model.errors import InputError
from model.foreign.found import refused
from model.foreign.vocabulary import Vocabulary
from model.foreign_tokenizer import ForeignTokenizer, Marks, unknown_token
from model.text_file import shown

# What people call the tokens that stand for no text, in small letters.
STARTS = (
    "<s>",
    "<sos>",
    "<bos>",
    "<start>",
    "<go>",
    "[start]",
    "[sos]",
    "[bos]",
    "<|startoftext|>",
    "<|begin_of_text|>",
)
ENDS = ("</s>", "<eos>", "<end>", "[end]", "[eos]", "<|endoftext|>", "<|end_of_text|>")
UNKNOWNS = ("<unk>", "<unknown>", "<oov>", "[unk]", "[oov]")
SPECIAL = re.compile(r"<[^<>\s]+>|\[[A-Z]+\]")
SYMBOL = re.compile(r"\[[^\[\]\s]+\]")
PLAIN_WORD = re.compile(r"\w+|[^\w\s]")
# Words with marks inside, like don't and e-mail, that are looked for before text is split at the marks; the first ones.
MOST_LITERALS = 1_000


@dataclass(frozen=True)
class Reading:
    """What reads for a network, and how, in words: `units` says what tokens are; `lowercase`: capitals become small."""

    tokenizer: ForeignTokenizer
    units: str
    lowercase: bool = False


def make_reading(vocabulary: Vocabulary) -> Reading:
    """The tokeniser of a vocabulary. Raises InputError where the library cannot make one."""
    try:
        if vocabulary.library is not None:
            return _of_library(vocabulary, vocabulary.library)
        return _of_tokens(vocabulary)
    except InputError as error:
        raise refused(f"{shown(vocabulary.file)} names no tokens that can be read: {error.detail}.") from error


def _of_library(vocabulary: Vocabulary, content: str) -> Reading:
    start, end = _start_and_end(vocabulary)
    marks = Marks(start, end, unknown_token(content))
    return Reading(ForeignTokenizer.of(content, marks), "as the tokenizer's own rules split it")


def _of_tokens(vocabulary: Vocabulary) -> Reading:
    start, end = _start_and_end(vocabulary)
    unknown = _named(vocabulary, UNKNOWNS)
    marks = Marks(start, end, unknown)
    text = [token for token, number in vocabulary.ids.items() if number not in (start, end, unknown)]
    units, splitter = _units(text)
    unknown_name = next((token for token, number in vocabulary.ids.items() if number == unknown), UNKNOWNS[0])
    library = Tokenizer(models.WordLevel(vocabulary.ids, unknown_name))
    library.pre_tokenizer = splitter
    lowercase = units != "symbols in brackets" and _is_small(text)
    if lowercase:
        library.normalizer = normalizers.Lowercase()
    if units != "words":
        library.decoder = decoders.Fuse()
    return Reading(ForeignTokenizer(library, marks), units, lowercase)


def _start_and_end(vocabulary: Vocabulary) -> tuple[int | None, int | None]:
    """The ids that begin a text and end it. Where there is one alone it does both: one text follows the other."""
    start, end = _named(vocabulary, STARTS), _named(vocabulary, ENDS)
    return (end if start is None else start), (start if end is None else end)


def _named(vocabulary: Vocabulary, names: Iterable[str]) -> int | None:
    """The id of the first of some names that is a token."""
    ids = {token.lower(): number for token, number in vocabulary.ids.items()}
    return next((ids[name] for name in names if name in ids), None)


def _units(text: list[str]) -> tuple[str, pre_tokenizers.PreTokenizer]:
    """What the tokens are, and how text is split into such."""
    ordinary = [token for token in text if not SPECIAL.fullmatch(token)]
    if ordinary and all(len(token) == 1 for token in ordinary):
        return "characters", pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
    if text and all(SYMBOL.fullmatch(token) for token in text):
        return "symbols in brackets", pre_tokenizers.Split(Regex(r"\[[^\[\]]*\]"), "isolated")
    return "words", pre_tokenizers.Split(Regex(_word_pattern(ordinary)), "removed", invert=True)


def _word_pattern(tokens: list[str]) -> str:
    """What a word is: a token with marks inside, else letters and digits, else one mark."""
    literals = [token for token in tokens if not PLAIN_WORD.fullmatch(token) and not re.search(r"\s", token)]
    longest_first = sorted(literals[:MOST_LITERALS], key=len, reverse=True)
    alternatives = [re.escape(token) + (r"(?!\w)" if re.match(r"\w", token[-1]) else "") for token in longest_first]
    return "|".join([*alternatives, r"\w+", r"[^\w\s]"])


def _is_small(tokens: list[str]) -> bool:
    """Whether a vocabulary has small letters and no capitals."""
    ordinary = [token for token in tokens if not SPECIAL.fullmatch(token)]
    return any(token != token.upper() for token in ordinary) and all(token == token.lower() for token in ordinary)
