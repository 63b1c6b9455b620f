"""An index on disk -> corpora that are mapped, not read. Cut off, altered or of other weights, it is refused."""

import hashlib
from dataclasses import dataclass, field
from math import prod
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from model.checkpoint import LoadedModel
from model.errors import InputError, MissingError
from model.similar.corpus import Corpus, Floats
from model.similar.format import LONGEST_HEADER, SEAL, Header, file_size, make, padded
from model.similar.texts import Bytes, Texts

# Bytes that are checked at a time.
AT_ONCE = 1 << 22


@dataclass(frozen=True)
class Index:
    """An open index: `parts` by name, and `blocks` [S, L, U, n] of values, all mapped from the file.

    `first`: the step of a passage's first moment.
    """

    header: Header
    parts: dict[str, NDArray[Any]]
    first: int
    blocks: list[Floats]
    _corpora: dict[tuple[int, str], Corpus] = field(default_factory=dict)

    def corpus(self, layer: int, signal: str) -> Corpus:
        """One signal of one layer. Raises InputError for a signal that was not kept."""
        if signal not in self.header.signals:
            wanted = ",".join((*self.header.signals, signal))
            raise InputError(
                f"The index holds {', '.join(self.header.signals)} alone. "
                f"{make(self.header.model)} `--signals {wanted}` keeps it, too.",
                field="signal",
            )
        if (layer, signal) not in self._corpora:
            self._corpora[layer, signal] = self._corpus(layer, self.header.signals.index(signal))
        return self._corpora[layer, signal]

    def _corpus(self, layer: int, signal: int) -> Corpus:
        return Corpus(
            Texts(self.parts["content"], self.parts["ends"]),
            self.parts["starts"],
            [block[signal, layer] for block in self.blocks],
            self.parts["before"][signal, layer],
            dict(zip(self.header.labels, self.parts["labels"], strict=True)),
            self.first,
        )


def open_index(path: Path, model: LoadedModel) -> Index:
    """Open an index and check its seal, which reads it once.

    Raises MissingError where there is none, InputError for one that is damaged or was made with other weights; both
    say by which command it is made.
    """
    try:
        with path.open("rb") as file:
            start = file.read(LONGEST_HEADER)
            header = _header(start, model)
            _check_whole(path, header)
            file.seek(0)
            _check_seal(file, header)
        # Private, for PyTorch maps nothing that is read-only; nothing is ever written.
        content: Bytes = np.asarray(np.memmap(path, dtype=np.uint8, mode="c"))
    except FileNotFoundError as error:
        raise MissingError(
            f"There is no such index of {model.name}. {make(model.name)}",
            field="corpus",
        ) from error
    except OSError as error:
        raise InputError(f"The index cannot be read: {error.strerror}. {make(model.name)}", field="corpus") from error
    return _mapped(content, header, len(model.tokenizer.opening))


def _header(start: bytes, model: LoadedModel) -> Header:
    try:
        header = Header.from_bytes(start)
    except (ValueError, KeyError, RecursionError) as error:
        raise InputError(f"The file is no index that this version reads. {make(model.name)}", field="corpus") from error
    if header.sha256 != model.identity or (header.layers, header.units) != (model.layers, model.units):
        raise InputError(
            f"The index was made with other weights ({header.sha256[:12]}…) than {model.name} has now "
            f"({model.identity[:12]}…). {make(model.name)}",
            field="corpus",
        )
    return header


def _check_whole(path: Path, header: Header) -> None:
    found, expected = path.stat().st_size, file_size(header)
    if found != expected:
        raise InputError(
            f"The index is cut off or altered: it has {found:,} bytes of {expected:,}. {make(header.model)}",
            field="corpus",
        )


def _check_seal(file: BinaryIO, header: Header) -> None:
    """The last bytes are the SHA-256 of all before them."""
    left, digest = file_size(header) - SEAL, hashlib.sha256()
    while piece := file.read(min(left, AT_ONCE)):
        digest.update(piece)
        left -= len(piece)
    if file.read() != digest.digest():
        raise InputError(f"The index is altered: its SHA-256 is another one. {make(header.model)}", field="corpus")


def _mapped(content: Bytes, header: Header, first: int) -> Index:
    """The parts where `format.py` says that they stand."""
    place = len(header.to_bytes())

    def take(dtype: str, shape: tuple[int, ...]) -> NDArray[Any]:
        nonlocal place
        size = np.dtype(dtype).itemsize * prod(shape)
        found = content[place : place + size].view(dtype).reshape(shape)
        place += padded(size)
        return found

    parts = {name: take(dtype, shape) for name, (dtype, shape) in header.parts().items()}
    return Index(header, parts, first, [take("<f4", shape) for shape in header.blocks()])
