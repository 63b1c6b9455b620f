"""The film of a training: networks of one run at several moments, read from the folder of the model that came of it.

    film.json               {"frames": [{"file", "tokens", "valid", "sha256", "units"}]}, the untrained network first
    film/NN.safetensors     their weights alone, in float16; all else is the model's own

A frame is called NAME@NN and does all that a model does.
"""

import dataclasses
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load

from model.checkpoint import LoadedModel
from model.errors import CheckpointError, MissingError
from model.network import LanguageModel

FILM, FILM_TABLE = "film", "film.json"
MARK = "@"


@dataclass(frozen=True)
class Frame:
    """A moment of a training: its `file`, `tokens` read until then, loss on held-out text in nats per token (`valid`),
    SHA-256 of the file, and what its units are like, as in a card (`units`).
    """

    file: str
    tokens: int
    valid: float
    sha256: str
    units: dict[str, Any]


def frame_name(model: str, number: int) -> str:
    """What a frame is called."""
    return f"{model}{MARK}{number}"


def split_frame_name(name: str) -> tuple[str, int] | None:
    """The model and number that a frame's name stands for; None for any other name."""
    model, mark, number = name.partition(MARK)
    return (model, int(number)) if mark and number.isascii() and number.isdecimal() and len(number) < 4 else None


def film_frames(folder: Path) -> list[Frame]:
    """The frames of a model's folder in the order of the training; none where it was not filmed.

    Raises CheckpointError for a table that is damaged.
    """
    path = folder / FILM_TABLE
    if not path.is_file():
        return []
    try:
        return [Frame(**entry) for entry in json.loads(path.read_bytes())["frames"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CheckpointError(f"{FILM_TABLE} of {folder.name} cannot be read: {error}.") from error


def load_frame(model: LoadedModel, folder: Path, number: int) -> LoadedModel:
    """A frame of the film of a model, whose folder it is. Its colours reach as far as the model's own.

    Raises MissingError where there is no such frame, CheckpointError for one that is damaged.
    """
    frames = film_frames(folder)
    if not 0 <= number < len(frames):
        there = f"its frames are 0 to {len(frames) - 1}" if frames else "it was not filmed"
        raise MissingError(f"{model.name} has no frame {number}: {there}.", field="model")
    frame = frames[number]
    network = LanguageModel(model.network.shape)
    _fill(network, folder, frame)
    seals = model.card["sha256"] | {"weights.safetensors": frame.sha256}
    card = model.card | {"units": frame.units, "figures": {}, "sha256": seals}
    name = frame_name(model.name, number)
    return dataclasses.replace(model, name=name, network=network.eval().requires_grad_(False), card=card)


def _fill(network: LanguageModel, folder: Path, frame: Frame) -> None:
    where = f"{FILM}/{frame.file} of {folder.name}"
    try:
        content = (folder / FILM / frame.file).read_bytes()
    except OSError as error:
        raise CheckpointError(f"{where} cannot be read: {error.strerror}.") from error
    if hashlib.sha256(content).hexdigest() != frame.sha256:
        raise CheckpointError(f"{where} is altered or cut off ({len(content):,} bytes). Train the network again.")
    try:
        network.load_state_dict({name: weight.float() for name, weight in load(content).items()})
    except (SafetensorError, RuntimeError) as error:
        raise CheckpointError(f"{where} does not fit the network: {error}") from error
