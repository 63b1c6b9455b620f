"""What is fuzzed: each takes any bytes and ends well, or raises what is no error of ours, which is a finding.

Files are written into the folder in which the process was started.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from itertools import pairwise
from pathlib import Path

from model.card import check_card
from model.checkpoint import SEALED, load_checkpoint
from model.errors import InputError, ModelError
from model.folders import SHIPPED
from model.folding import fold
from model.foreign.plan import plan_import
from model.tokenizer import TextTokenizer

FILES = (*SEALED, "card.json")
WEIGHTS = ("network.pt", "network.safetensors")
VOCABULARIES = ("vocab.json", "vocab.txt", "tokenizer.json")
READERS = ("english-lstm", "characters-lstm", "counter-lstm")
SMALL = SHIPPED / "counter-lstm"
NETWORK = "whole.safetensors"  # whole, where the vocabulary is what is fuzzed
LETTERS = "letters.json"  # a vocabulary that fits it, where the network is


def tokenizer(data: bytes) -> None:
    """Any text -> tokens whose ranges leave no hole, and which spell the text again."""
    reader = _reader(_pick(data, READERS))
    text = data[1:].decode("utf-8", "ignore")
    try:
        tokens = reader.encode(text)
    except InputError:
        assert not reader.reads(text)
        return
    ids = [token.id for token in tokens[1:]]
    assert ids == reader.encode_ids(text)
    assert reader.decode(ids) == fold(text).text
    assert all(token.text == text[token.start : token.end] for token in tokens[1:])
    assert all(before.end in (after.start, after.end) for before, after in pairwise(tokens))
    assert tokens[-1].end == (len(text) if ids else 0)
    spell = reader.speller([])
    assert "".join(spell(number) for number in ids).replace("\ufffd", "") in reader.decode(ids).replace("\ufffd", "")
    assert all(reader.label(number) for number in ids)


def checkpoint(data: bytes) -> None:
    """Any bytes for one file of a checkpoint whose seals are right, so that what is behind them is reached."""
    folder = Path("checkpoint")
    folder.mkdir(exist_ok=True)
    contents = _checkpoint() | {_pick(data, FILES): data[1:]}
    if _pick(data, FILES) != "card.json":
        seals = {file: hashlib.sha256(contents[file]).hexdigest() for file in SEALED}
        contents["card.json"] = json.dumps(json.loads(contents["card.json"]) | {"sha256": seals}).encode()
    for file, content in contents.items():
        (folder / file).write_bytes(content)
    with suppress(ModelError):
        check_card(load_checkpoint(folder))


def weights(data: bytes) -> None:
    """Any bytes for a file of PyTorch or safetensors that is to be imported."""
    _plan(_pick(data, WEIGHTS), data[1:], LETTERS)


def keras(data: bytes) -> None:
    """Any bytes for a file of Keras; the library that reads it runs in a process of its own."""
    _plan("network.h5", data, LETTERS)


def vocabulary(data: bytes) -> None:
    """Any bytes for the vocabulary of a network that is whole."""
    name = _pick(data, VOCABULARIES)
    Path(name).write_bytes(data[1:])
    with suppress(ModelError):
        plan_import(Path(NETWORK), "mine", Path("models"), Path(name))


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "tokenizer": tokenizer,
    "checkpoint": checkpoint,
    "weights": weights,
    "keras": keras,
    "vocabulary": vocabulary,
}


def _pick(data: bytes, names: tuple[str, ...]) -> str:
    """The first byte chooses."""
    return names[data[0] % len(names)] if data else names[0]


def _plan(file: str, content: bytes, vocabulary: str) -> None:
    Path(file).write_bytes(content)
    with suppress(ModelError):
        plan_import(Path(file), "mine", Path("models"), Path(vocabulary))


@cache
def _reader(name: str) -> TextTokenizer:
    return TextTokenizer.load(SHIPPED / name / "tokenizer.json")


@cache
def _checkpoint() -> dict[str, bytes]:
    return {file: (SMALL / file).read_bytes() for file in FILES}
