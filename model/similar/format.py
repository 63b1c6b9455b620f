"""The file of an index: what stands where.

    gatescope index 1, {…}        two lines: what follows, in JSON, with the SHA-256 of the weights that read it
    ends     int64 [P]            the texts (`texts.py`)
    starts   int64 [P + 1]        the first moment of each passage, then N
    content  uint8 [bytes]
    labels   bool [properties, N]
    before   float32 [S, L, U]    the states at the start token
    values   float32 [S, L, U, n] block after block of n = BLOCK moments, the last one of what is left
    SHA-256                       of all that is above, 32 bytes

Every part begins at a multiple of 64; numbers are little-endian. Nothing in it can run: there is no pickle, and all
sizes follow from the first two lines.
"""

import json
import re
from dataclasses import asdict, dataclass, fields
from math import prod
from pathlib import Path

import numpy as np

from model.errors import InputError
from model.similar.corpus import BLOCK

MAGIC = b"gatescope index 1\n"
ALIGNED = 64
SEAL = 32
SUFFIX = ".index"
# Of the first lines. A header has about 500 bytes.
LONGEST_HEADER = 65_536

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True)
class Header:
    """S `signals`, L `layers`, U `units`, P `passages`, N `moments`; bytes of `content`.

    `sha256`: the network's identity, which of our own is that of the weights.
    """

    model: str
    sha256: str
    signals: list[str]
    labels: list[str]
    layers: int
    units: int
    passages: int
    moments: int
    content: int

    def to_bytes(self) -> bytes:
        """As it stands in the file, filled up with spaces."""
        text = MAGIC + json.dumps(asdict(self)).encode()
        return text + b" " * (-(len(text) + 1) % ALIGNED) + b"\n"

    @classmethod
    def from_bytes(cls, start: bytes) -> "Header":
        """From the beginning of a file. Raises ValueError for what is no header."""
        line, end, _ = start.removeprefix(MAGIC).partition(b"\n")
        record = json.loads(line)
        if not start.startswith(MAGIC) or not end or not isinstance(record, dict):
            raise ValueError("the first line is not that of an index")
        header = cls(**{field.name: record[field.name] for field in fields(cls)})
        header._check()
        return header

    def _check(self) -> None:
        for name in ("layers", "units", "passages", "moments", "content"):
            if type(getattr(self, name)) is not int or getattr(self, name) < 1:
                raise ValueError(f"{name} is no number of things")
        for name in ("signals", "labels"):
            names = getattr(self, name)
            if not isinstance(names, list) or not names or not all(isinstance(each, str) for each in names):
                raise ValueError(f"{name} are no names")

    def parts(self) -> dict[str, tuple[str, tuple[int, ...]]]:
        """{part: (dtype, shape)} in the order of the file, without the values."""
        return {
            "ends": ("<i8", (self.passages,)),
            "starts": ("<i8", (self.passages + 1,)),
            "content": ("u1", (self.content,)),
            "labels": ("?", (len(self.labels), self.moments)),
            "before": ("<f4", (len(self.signals), self.layers, self.units)),
        }

    def block(self, moments: int) -> tuple[int, ...]:
        """The shape of a block of so many moments."""
        return (len(self.signals), self.layers, self.units, moments)

    def blocks(self) -> list[tuple[int, ...]]:
        """The shapes of all blocks."""
        return [self.block(min(BLOCK, self.moments - first)) for first in range(0, self.moments, BLOCK)]


def padded(size: int) -> int:
    """The first multiple of ALIGNED from a size on."""
    return -(-size // ALIGNED) * ALIGNED


def file_size(header: Header) -> int:
    """Bytes of the whole file. Cheap whatever a header says: it is asked before anything is believed."""
    parts = sum(padded(np.dtype(dtype).itemsize * prod(shape)) for dtype, shape in header.parts().values())
    full, rest = divmod(header.moments, BLOCK)
    values = full * padded(4 * prod(header.block(BLOCK))) + padded(4 * prod(header.block(rest)))
    return len(header.to_bytes()) + parts + values + SEAL


def index_path(home: Path, model: str, name: str) -> Path:
    """Where an index of a model is kept. Raises InputError for a name that could be anything but a file there."""
    if not _NAME.fullmatch(name):
        raise InputError(
            "This is no name of an index. One has up to 64 letters, digits, '-', '_' and '.', a letter or digit first.",
            field="corpus",
        )
    return home / "indexes" / model / f"{name}{SUFFIX}"


def make(model: str) -> str:
    """What a person does who lacks an index, or has one that cannot be used."""
    return f"Make it by `gatescope index FILE --model {model} --name NAME`."
