"""Passages -> an index on disk, block after block: memory holds no more than a few of them.

It is written beside its place and moved there when it is whole, so that there is never half an index, and one that is
replaced can be searched meanwhile.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.similar.corpus import BLOCK, Floats
from model.similar.format import ALIGNED, Header, file_size
from model.similar.passages import Passages
from model.similar.states import read_states, start_states

# By name, as `Header.parts` says.
Parts = dict[str, NDArray[Any]]


def write_index(
    path: Path,
    model: LoadedModel,
    passages: Passages,
    signals: Sequence[str],
    advance: Callable[[int], None] = lambda _: None,
) -> None:
    """Read passages and keep some of the model's signals, of all layers, in a file.

    `advance` is told how many moments were read. Raises InputError where the disk has no room or cannot be written.
    """
    before = start_states(model, signals)
    parts: Parts = {
        "ends": passages.texts.ends,
        "starts": passages.starts,
        "content": passages.texts.content,
        "labels": np.stack([*passages.labels.values()]),
        "before": np.stack([before[name][:, 0] for name in signals]),
    }
    write_file(path, _header(model, passages, signals), parts, _blocks(model, passages, signals, advance))


def write_file(path: Path, header: Header, parts: Parts, blocks: Iterable[Floats]) -> None:
    """Write the parts and blocks that a header announces; see `format.py`. Raises InputError where that cannot be."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _check_room(path.parent, file_size(header))
        with NamedTemporaryFile(dir=path.parent, prefix=f".{path.stem}.", suffix=".part", delete=False) as file:
            try:
                _write(Sealing(file), header, parts, blocks)
                file.flush()
                os.fsync(file.fileno())
                os.replace(file.name, path)
            finally:
                Path(file.name).unlink(missing_ok=True)
    except OSError as error:
        raise InputError(f"The index cannot be written: {error.strerror}. Look at GATESCOPE_HOME.") from error


class Sealing:
    """A file that is written from beginning to end, with the SHA-256 of what was written."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def write(self, content: bytes | NDArray[Any]) -> None:
        """Bytes or an array, filled up to a multiple of ALIGNED."""
        whole = content if isinstance(content, bytes) else np.ascontiguousarray(content).tobytes()
        for piece in (whole, b"\0" * (-len(whole) % ALIGNED)):
            self._hash.update(piece)
            self._file.write(piece)

    def seal(self) -> None:
        self._file.write(self._hash.digest())


def _header(model: LoadedModel, passages: Passages, signals: Sequence[str]) -> Header:
    return Header(
        model=model.name,
        sha256=model.identity,
        signals=list(signals),
        labels=list(passages.labels),
        layers=model.layers,
        units=model.units,
        passages=len(passages.texts),
        moments=passages.moments,
        content=len(passages.texts.content),
    )


def _check_room(folder: Path, size: int) -> None:
    free = shutil.disk_usage(folder).free
    if size > free:
        raise InputError(
            f"The index needs {size:,} bytes; the disk has {free:,}. Index less text, fewer signals, or set "
            "GATESCOPE_HOME to another disk."
        )


def _write(file: Sealing, header: Header, parts: Parts, blocks: Iterable[Floats]) -> None:
    file.write(header.to_bytes())
    for name, (dtype, shape) in header.parts().items():
        file.write(parts[name].astype(dtype).reshape(shape))
    for block in blocks:
        file.write(block)
    file.seal()


def _blocks(
    model: LoadedModel, passages: Passages, signals: Sequence[str], advance: Callable[[int], None]
) -> Iterator[Floats]:
    """The values [S, L, U, BLOCK], the last block of what is left. A block is over when the next one is asked for."""
    block = np.empty((len(signals), model.layers, model.units, BLOCK), dtype=np.float32)
    filled = 0
    for chunk in read_states(model, passages.ids, signals):
        moments, taken = chunk[signals[0]].shape[1], 0
        while taken < moments:
            more = min(moments - taken, BLOCK - filled)
            for number, name in enumerate(signals):
                block[number, :, :, filled : filled + more] = chunk[name][:, taken : taken + more].swapaxes(1, 2)
            filled, taken = filled + more, taken + more
            if filled == BLOCK:
                yield block
                filled = 0
        advance(moments)
    if filled:
        yield block[..., :filled]
