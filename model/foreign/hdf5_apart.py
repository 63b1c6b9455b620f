"""A program of its own: `python -P hdf5_apart.py FILE NUMBERS` writes the arrays of an HDF5 file to stdout.

The HDF5 library reads damaged files for ever, or crashes on them. So it is run apart, in a process that may be ended:
`hdf5_file` does that. It imports nothing of ours, so that it starts at once.

What it writes is safetensors: arrays of fractions by path, and {"attributes": JSON} {path of a group: {name: text}}. It
ends with code 3 and a line on stderr for a file that must not be read.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from math import prod
from typing import Any

import h5py
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save

# Arrays and groups of a group, and how deep they may lie: Keras writes some ten of them a layer.
MOST_ENTRIES = 10_000
DEEPEST = 16
# Bytes of an attribute: an architecture as JSON takes some kilobytes.
LONGEST = 16 * 1024**2
# Of memory, for 200 million numbers in float64, their copy in float32 and the libraries.
BYTES = 8 * 1024**3
# What Keras keeps for going on with a training.
SKIPPED = "optimizer_weights"


def main() -> None:
    """Read the file of the command line, as this module's docstring says."""
    _limit_memory()
    name, numbers = sys.argv[1], int(sys.argv[2])
    with h5py.File(name, "r") as file:
        attributes = {"": _texts(file)}
        datasets: dict[str, Any] = {}
        for path, item in _walk(file, "", 0):
            if isinstance(item, h5py.Group):
                attributes[path] = _texts(item)
            elif item.dtype.kind == "f":
                datasets[path] = item
        _check(datasets, numbers)
        arrays = {path: _values(item) for path, item in datasets.items()}
    sys.stdout.buffer.write(save(arrays, {"attributes": json.dumps(attributes)}))


def _limit_memory() -> None:
    """Have the system refuse more memory, where it can: Windows has no such limit, and macOS may not heed it."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))


def _walk(group: Any, above: str, depth: int) -> Iterator[tuple[str, Any]]:
    """All that is in a group, by path. Links are not followed: they may lead out of the file."""
    if len(group) > MOST_ENTRIES or depth > DEEPEST:
        _refuse(f"it has {len(group):,} entries at depth {depth}, more than any network")
    for name in group:
        path = f"{above}{name}"
        if path == SKIPPED or not isinstance(group.get(name, getlink=True), h5py.HardLink):
            continue
        item = group[name]
        if isinstance(item, h5py.Group):
            yield path, item
            yield from _walk(item, f"{path}/", depth + 1)
        elif isinstance(item, h5py.Dataset):
            yield path, item


def _check(datasets: dict[str, Any], most: int) -> None:
    """Refuse what lies elsewhere, and what claims to be larger than may be read, in all or in one packed piece."""
    numbers = 0
    for path, item in datasets.items():
        if item.external or item.is_virtual:
            _refuse(f"{path} lies in another file")
        numbers += max(prod(item.shape or ()), prod(item.chunks or ()))
        if numbers > most:
            _refuse(f"with {path} of the shape {list(item.shape)} it has {numbers:,} numbers; {most:,} can be imported")


def _values(item: Any) -> NDArray[np.float32]:
    return np.ascontiguousarray(item[()], dtype=np.float32)


def _texts(group: Any) -> dict[str, str | list[str]]:
    """The attributes of a group that are text, or lists of it."""
    texts = {str(name): _text(group.attrs[name]) for name in group.attrs if _size(group, name) <= LONGEST}
    return {name: text for name, text in texts.items() if text is not None}


def _size(group: Any, name: str) -> int:
    """Bytes of an attribute."""
    attribute = group.attrs.get_id(name)
    return prod(attribute.shape or ()) * int(attribute.dtype.itemsize)


def _text(value: Any) -> str | list[str] | None:
    if isinstance(value, np.ndarray):
        texts = [_text(part) for part in value.tolist()] if value.ndim == 1 else []
        return [text for text in texts if isinstance(text, str)]
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value) if isinstance(value, str) else None


def _refuse(why: str) -> None:
    print(why, file=sys.stderr)
    raise SystemExit(3)


if __name__ == "__main__":
    main()
