"""A checkpoint folder <-> network + tokeniser + card.

    config.json          format version, kind, sizes
    weights.safetensors  float16 on disk, evaluated in float32 as stored; no pickle, ever
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

from model.errors import CheckpointError, MissingError
from model.network import LanguageModel, Shape
from model.signals import SIGNALS, Kind
from model.tokenizer import TextTokenizer

FORMAT = 1
SHIPPED = Path(__file__).with_name("checkpoints")
DEFAULT = "english-lstm"
SEALED = ("config.json", "weights.safetensors", "tokenizer.json")

Card = dict[str, Any]


@dataclass(frozen=True)
class LoadedModel:
    """A network ready to read: its `name`, weights in float32 and evaluation mode, tokeniser and card."""

    name: str
    network: LanguageModel
    tokenizer: TextTokenizer
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
    def sha256(self) -> str:
        """SHA-256 of the weights as stored."""
        return str(self.card["sha256"]["weights.safetensors"])


def checkpoint_names(folder: Path = SHIPPED) -> list[str]:
    """Names of the checkpoints in a folder, the default first. A broken one is listed too: loading it tells."""
    names = sorted(path.name for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    return sorted(names, key=lambda name: name != DEFAULT)


def load_model(name: str = DEFAULT, folder: Path = SHIPPED) -> LoadedModel:
    """Load a shipped model by name.

    Raises MissingError for a name that is not there (the message lists those that are), CheckpointError for a folder
    that is damaged (the message names the file and what is wrong).
    """
    names = checkpoint_names(folder)
    if name not in names:
        raise MissingError(f"There is no model {name[:60]!r}. There are: {', '.join(names) or 'none'}.", field="model")
    return load_checkpoint(folder / name)


def load_checkpoint(folder: Path) -> LoadedModel:
    """Load a checkpoint folder. Raises CheckpointError; see `load_model`."""
    contents = {file: _read(folder, file) for file in (*SEALED, "card.json")}
    card = _parse(folder, "card.json", contents["card.json"])
    for file in SEALED:
        _check_seal(folder, file, contents[file], card)
    shape = _shape(folder, _parse(folder, "config.json", contents["config.json"]))
    network = LanguageModel(shape)
    _fill(folder, network, contents["weights.safetensors"])
    tokenizer = TextTokenizer.load(folder / "tokenizer.json")
    if tokenizer.size != shape.vocabulary:
        raise CheckpointError(
            f"tokenizer.json of {folder.name} has {tokenizer.size} entries, config.json says {shape.vocabulary}."
        )
    return LoadedModel(folder.name, network.eval().requires_grad_(False), tokenizer, card)


def save_checkpoint(folder: Path, network: LanguageModel, tokenizer: TextTokenizer, card: Card) -> Card:
    """Write a checkpoint folder, each file atomically, the card last. Returns the card with its seals.

    The weights are stored in float16 and the card's SHA-256 are those of the files written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    weights = {name: weight.detach().cpu().half().contiguous() for name, weight in network.state_dict().items()}
    config = {"format": FORMAT, **network.shape.as_dict()}
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
    except ValueError as error:
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


def _shape(folder: Path, config: dict[str, Any]) -> Shape:
    if config.get("format") != FORMAT:
        raise CheckpointError(f"config.json of {folder.name} has format {config.get('format')!r}; this reads {FORMAT}.")
    try:
        shape = Shape(config["kind"], config["vocabulary"], config["units"], config["layers"])
    except KeyError as error:
        raise CheckpointError(f"config.json of {folder.name} lacks {error}.") from error
    sizes = (shape.vocabulary, shape.units, shape.layers)
    if shape.kind not in SIGNALS or not all(isinstance(size, int) and 0 < size <= 1_000_000 for size in sizes):
        raise CheckpointError(f"config.json of {folder.name} describes no network that this can build.")
    return shape


def _fill(folder: Path, network: LanguageModel, content: bytes) -> None:
    file = f"weights.safetensors of {folder.name}"
    try:
        weights = {name: weight.float() for name, weight in load(content).items()}
        network.load_state_dict(weights)
    except (SafetensorError, RuntimeError) as error:
        raise CheckpointError(f"{file} does not fit the network that config.json describes: {error}") from error
    for name, weight in weights.items():
        if not bool(torch.isfinite(weight).all()):
            raise CheckpointError(f"{file} holds numbers that are not finite, in {name}.")
