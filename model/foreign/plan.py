"""What an import will do, all of it known before anything is written."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from model.errors import InputError
from model.folders import check_name
from model.foreign.beside import FoundVocabulary, find_settings, find_vocabulary
from model.foreign.files import check_file, format_of, sha256_of
from model.foreign.found import ForeignNetwork, refused
from model.foreign.keras_file import read_keras
from model.foreign.pytorch_file import read_pytorch
from model.foreign.reading import Reading, make_reading
from model.foreign.safetensors_file import read_safetensors
from model.foreign.state_dict import network_of
from model.foreign.vocabulary import Vocabulary, read_vocabulary
from model.network import Shape

# How programs write down that the units of a simple RNN are max(0, ·).
RELU = re.compile(r'"(RNN_RELU|relu)"', re.IGNORECASE)


@dataclass(frozen=True)
class ImportPlan:
    """What was found in `file`, of so many `bytes`, and beside it; what it becomes; `folder`: where that goes.

    `settings`: files beside it that say how it was made; `passed`: vocabularies that were passed over, and why.
    """

    file: Path
    bytes: int
    sha256: str
    network: ForeignNetwork
    vocabulary: Vocabulary
    reading: Reading
    settings: tuple[str, ...]
    passed: tuple[str, ...]
    folder: Path
    replaces: bool

    @property
    def name(self) -> str:
        return self.folder.name

    @property
    def shape(self) -> Shape:
        """The network's sizes as ours have them."""
        found = self.network
        return Shape(found.kind, found.vocabulary, found.units, len(found.layers), found.width, found.head)

    @property
    def disk(self) -> int:
        """Bytes that the new folder takes, but for its card."""
        return 4 * self.network.numbers + len(self.reading.tokenizer.to_json().encode())

    @property
    def record(self) -> dict[str, Any]:
        """What the card keeps of it."""
        return {
            "file": self.file.name,
            "bytes": self.bytes,
            "sha256": self.sha256,
            "format": self.network.format,
            "parts": dict(self.network.where),
            "head": self.network.head,
            "left_out": list(self.network.left_out),
            "assumed": list(self.network.assumed),
            "vocabulary": {
                "file": self.vocabulary.file.name,
                "tokens": len(self.vocabulary.ids),
                "units": self.reading.units,
                "lowercase": self.reading.lowercase,
            },
        }


def plan_import(file: Path, name: str, models: Path, vocabulary: Path | None = None) -> ImportPlan:
    """Read a file of weights and what belongs to it, and say what would become of it in the folder `models`.

    Writes nothing. Raises InputError for what cannot be imported, with what is wrong and what to do.
    """
    check_name(name)
    size = check_file(file)
    settings = find_settings(file)
    network = _read(file, settings)
    found = _vocabulary(file, network, vocabulary)
    folder = models / name
    return ImportPlan(
        file, size, sha256_of(file), network, found.vocabulary, make_reading(found.vocabulary),
        tuple(path.name for path in settings), found.passed, folder, folder.exists(),
    )  # fmt: skip


def _read(file: Path, settings: dict[Path, str]) -> ForeignNetwork:
    match format_of(file):
        case "keras":
            return read_keras(file, next((text for text in settings.values() if '"class_name"' in text), None))
        case "safetensors":
            network = network_of(read_safetensors(file), "safetensors")
        case "pytorch":
            network = network_of(read_pytorch(file), "PyTorch state dict")
    relu = [path.name for path, text in settings.items() if RELU.search(text)]
    if network.kind == "rnn" and relu:
        raise refused(
            f"{relu[0]} says that the units are relu; here a simple RNN is one of tanh. trace_module traces it."
        )
    return network


def _vocabulary(file: Path, network: ForeignNetwork, named: Path | None) -> FoundVocabulary:
    rows = network.vocabulary
    try:
        if named is None:
            return find_vocabulary(file, rows)
        found = FoundVocabulary(read_vocabulary(named))
        found.vocabulary.check_fits(rows)
    except InputError as error:
        if network.embedding is not None:
            raise
        raise refused(
            f"{error.detail} (There is no embedding in {file.name}: the first layer reads {rows:,} numbers a step, "
            "which can only be tokens one-hot.)"
        ) from error
    return found
