"""What lies beside a file of weights and belongs to it: its vocabulary, found by name and chosen by size; settings."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from model.errors import InputError
from model.foreign.found import listed, refused
from model.foreign.vocabulary import Vocabulary, read_vocabulary
from model.text_file import read_text

VOCABULARIES = re.compile(
    r".*(vocab|tokenizer|stoi|itos|(char|word|token|idx|index)(_?to_?|2|_)(i|id|idx|index|char|word|token)|alphabet"
    r"|dictionary|chars|words|tokens).*\.(json|txt)",
    re.IGNORECASE,
)
SETTINGS = re.compile(r".*(config|architecture|settings|hparams|params|model).*\.json", re.IGNORECASE)
# Files that go with a tokenizer.json and name no tokens of their own.
COMPANIONS = ("tokenizer_config.json", "special_tokens_map.json", "added_tokens.json")
MOST_FILES = 30
LARGEST_SETTINGS = 16 * 1024**2


@dataclass(frozen=True)
class FoundVocabulary:
    """The vocabulary that was chosen, and a sentence about each file beside it that was passed over."""

    vocabulary: Vocabulary
    passed: tuple[str, ...] = ()


def find_vocabulary(weights: Path, rows: int) -> FoundVocabulary:
    """The vocabulary beside a file, of as many tokens as the embedding has rows.

    Several may fit where they say the same; a `tokenizer.json` goes first, for it knows how to split. Raises InputError
    where none fits, with what was found, and where those that fit differ.
    """
    fitting, passed = [], []
    for path in _named(weights, VOCABULARIES):
        try:
            vocabulary = read_vocabulary(path)
        except InputError as error:
            passed.append(error.detail.removesuffix("."))
            continue
        if vocabulary.fits(rows):
            fitting.append(vocabulary)
        else:
            passed.append(f"{path.name}: {len(vocabulary.ids):,} tokens, not {rows:,}")
    if not fitting:
        seen = listed(passed) if passed else "none is called vocab.json, vocab.txt, tokenizer.json or the like"
        raise refused(
            f"No vocabulary of {rows:,} tokens lies beside {weights.name}: {seen}. Name the file that says which token "
            "has which number: --vocabulary FILE."
        )
    first = sorted(fitting, key=lambda each: each.library is None)[0]
    if any(each.ids != first.ids for each in fitting):
        raise refused(
            f"{listed([each.file.name for each in fitting])} could each be the vocabulary, for all have {rows:,} "
            "tokens, but they differ. Say which it is: --vocabulary FILE."
        )
    others = [f"{each.file.name}: says the same as {first.file.name}" for each in fitting if each is not first]
    return FoundVocabulary(first, tuple(passed + others))


def find_settings(weights: Path) -> dict[Path, str]:
    """{file: its text} of what could be the settings of a network beside its weights: JSON objects."""
    found = {}
    for path in _named(weights, SETTINGS):
        if VOCABULARIES.fullmatch(path.name):
            continue
        try:
            text = read_text(path, LARGEST_SETTINGS)
            if isinstance(json.loads(text), dict):
                found[path] = text
        except (InputError, ValueError, RecursionError):
            continue
    return found


def _named(weights: Path, pattern: re.Pattern[str]) -> list[Path]:
    """Plain files beside the weights whose name says what they are; those that begin as the weights do go first."""
    try:
        beside = [path for path in weights.parent.iterdir() if pattern.fullmatch(path.name) and path.is_file()]
    except OSError:
        return []
    stem = re.split(r"[_.-]", weights.stem)[0].lower()
    named = (path for path in beside if path != weights and path.name.lower() not in COMPANIONS)
    return sorted(named, key=lambda path: (not path.name.lower().startswith(stem), path.name))[:MOST_FILES]
