"""A checkpoint folder <-> network + tokeniser + card.

    config.json          format version, kind, sizes; `width`, `head` and `reader` of a network that is not our own
    weights.safetensors  float16 on disk (of others float32), evaluated in float32 as stored; no pickle, ever
    tokenizer.json       the `tokenizers` library's own format
    card.json            how it was made, what it measures, the SHA-256 of the three files above

Loading is strict: whatever is missing, cut off, altered or not finite is named in a CheckpointError.
"""

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load, save

from model.config import FORMAT, read_marks, read_shape
from model.errors import CheckpointError, InputError, NoPredictionsError
from model.folders import DEFAULT, find_checkpoint
from model.foreign_tokenizer import ForeignTokenizer, Marks
from model.network import GATES, LanguageModel, Shape
from model.reader import Reader
from model.signals import Kind
from model.tokenizer import TextTokenizer

SEALED = ("config.json", "weights.safetensors", "tokenizer.json")

Card = dict[str, Any]


@dataclass(frozen=True)
class LoadedModel:
    """A network ready to read: its `name`, weights in float32 and evaluation mode, tokeniser and card."""

    name: str
    network: LanguageModel
    tokenizer: Reader
    card: Card

    @property
    def kind(self) -> Kind:
        return self.network.shape.kind

    @property
    def layers(self) -> int:
        return self.network.shape.layers

    @property
    def units(self) -> int:
        return self.network.shape.units

    @property
    def predicts(self) -> bool:
        """Whether it says what it expects next."""
        return self.network.shape.head != "none"

    def check_predicts(self) -> None:
        """Raise NoPredictionsError for a network that does not say what it expects next."""
        if not self.predicts:
            raise NoPredictionsError.of(self.name)

    @property
    def sha256(self) -> str:
        """SHA-256 of the weights as stored."""
        return str(self.card["sha256"]["weights.safetensors"])

    @property
    def identity(self) -> str:
        """What tells its readings from all others': the SHA-256 of the weights; of another's network that of all seals.

        The same weights may have been imported twice, with other vocabularies.
        """
        if not self.tokenizer.as_config():
            return self.sha256
        seals = self.card["sha256"]
        return hashlib.sha256("".join(str(seals[file]) for file in SEALED).encode()).hexdigest()


def load_model(name: str = DEFAULT, *folders: Path) -> LoadedModel:
    """Load a model by name from the first of some folders that has it (none: from those that ship).

    Raises MissingError for a name that is not there (the message lists those that are), CheckpointError for a folder
    that is damaged (the message names the file and what is wrong).
    """
    return load_checkpoint(find_checkpoint(name, *folders))


def load_checkpoint(folder: Path) -> LoadedModel:
    """Load a checkpoint folder. Raises CheckpointError; see `load_model`."""
    contents = {file: _read(folder, file) for file in (*SEALED, "card.json")}
    card = _parse(folder, "card.json", contents["card.json"])
    for file in SEALED:
        _check_seal(folder, file, contents[file], card)
    config = _parse(folder, "config.json", contents["config.json"])
    file = f"config.json of {folder.name}"
    network = _network(folder, read_shape(config, file), contents["weights.safetensors"])
    tokenizer = _tokenizer(folder, read_marks(config, file), network.shape.vocabulary)
    return LoadedModel(folder.name, network.eval().requires_grad_(False), tokenizer, card)


def save_checkpoint(
    folder: Path, network: LanguageModel, tokenizer: Reader, card: Card, dtype: torch.dtype = torch.float16
) -> Card:
    """Write a checkpoint folder, each file atomically, the card last. Returns the card with its seals.

    The weights are stored as `dtype` and the card's SHA-256 are those of the files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: weight.detach().cpu().to(dtype).contiguous() for name, weight in network.state_dict().items()}
    config = {"format": FORMAT, **network.shape.as_dict(), **tokenizer.as_config()}
    files = {
        "config.json": (json.dumps(config, indent=2) + "\n").encode(),
        "weights.safetensors": save(weights),
        "tokenizer.json": tokenizer.to_json().encode(),
    }
    for name, content in files.items():
        write_atomically(folder / name, content)
    sealed = card | {"sha256": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}}
    write_card(folder, sealed)
    return sealed


def write_card(folder: Path, card: Card) -> None:
    """Write the card of a checkpoint folder, atomically."""
    write_atomically(folder / "card.json", (json.dumps(card, indent=2, ensure_ascii=False) + "\n").encode())


def write_atomically(path: Path, content: bytes) -> None:
    """Replace a file as a whole: after a crash it is either the old one or the new one."""
    partial = path.with_name(path.name + ".partial")
    with partial.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)


def _read(folder: Path, file: str) -> bytes:
    try:
        return (folder / file).read_bytes()
    except OSError as error:
        raise CheckpointError(f"{file} of {folder.name} cannot be read: {error.strerror}.") from error


def _parse(folder: Path, file: str, content: bytes) -> dict[str, Any]:
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise CheckpointError(f"{file} of {folder.name} is not JSON: {error}.") from error
    if not isinstance(parsed, dict):
        raise CheckpointError(f"{file} of {folder.name} is not a JSON object.")
    return parsed


def _check_seal(folder: Path, file: str, content: bytes, card: Card) -> None:
    seals = card.get("sha256")
    expected = seals.get(file) if isinstance(seals, dict) else None
    found = hashlib.sha256(content).hexdigest()
    if found != expected:
        raise CheckpointError(
            f"{file} of {folder.name} is altered or cut off ({len(content):,} bytes): its SHA-256 is {found[:12]}…, "
            f"card.json says {str(expected)[:12]}…. Restore the folder from where it came."
        )


def _tokenizer(folder: Path, marks: Marks | None, vocabulary: int) -> Reader:
    """What reads for a network: our own tokeniser, or another's where there are marks for it."""
    if marks is None:
        own = TextTokenizer.load(folder / "tokenizer.json")
        _check_size(folder, own.size, vocabulary, fits=own.size == vocabulary)
        return own
    try:
        foreign = ForeignTokenizer.of((folder / "tokenizer.json").read_text("utf-8"), marks)
    except (InputError, ValueError) as error:
        raise CheckpointError(f"tokenizer.json of {folder.name}: {error}.") from error
    _check_size(folder, foreign.size, vocabulary, fits=foreign.size <= vocabulary)
    return foreign


def _check_size(folder: Path, entries: int, vocabulary: int, *, fits: bool) -> None:
    if not fits:
        raise CheckpointError(f"tokenizer.json of {folder.name} has {entries} entries, config.json says {vocabulary}.")


def _network(folder: Path, shape: Shape, content: bytes) -> LanguageModel:
    """A network of this shape with the weights of a file. It takes no memory before the file is known to fit."""
    file = f"weights.safetensors of {folder.name}"
    try:
        weights = {name: weight.float() for name, weight in load(content).items()}
        _check_sizes(weights, shape)
        network = LanguageModel(shape)
        network.load_state_dict(weights)
    except (SafetensorError, RuntimeError) as error:
        raise CheckpointError(f"{file} does not fit the network that config.json describes: {error}") from error
    for name, weight in weights.items():
        if not bool(torch.isfinite(weight).all()):
            raise CheckpointError(f"{file} holds numbers that are not finite, in {name}.")
    return network


def _check_sizes(weights: dict[str, torch.Tensor], shape: Shape) -> None:
    """Raise RuntimeError where the weights that a network's size lies in are not of this shape."""
    rows = GATES[shape.kind] * shape.units
    sizes = {
        "embedding.weight": (shape.vocabulary, shape.inputs),
        f"recurrent.weight_hh_l{shape.layers - 1}": (rows, shape.units),
    }
    if shape.head == "linear":
        sizes["head.weight"] = (shape.vocabulary, shape.units)
    for name, size in sizes.items():
        found = tuple(weights[name].shape) if name in weights else None
        if found != size:
            raise RuntimeError(f"{name} is {found}, not {size}.")
