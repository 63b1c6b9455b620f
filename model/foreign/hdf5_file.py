"""An HDF5 file -> its arrays by path, and the text among its attributes. Nothing here knows Keras."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from safetensors import SafetensorError
from safetensors.torch import load
from torch import Tensor

from model.foreign.found import MOST_NUMBERS, refused
from model.text_file import shown

PROGRAM = Path(__file__).with_name("hdf5_apart.py")
# The largest file takes some seconds; a damaged one may be read for ever.
SECONDS = 120
REFUSED = 3

Attributes = dict[str, str | list[str]]


@dataclass(frozen=True)
class Hdf5:
    """`arrays` of fractions {path: float32}; `attributes` {path of a group: {name: text, or a list of it}}."""

    arrays: dict[str, Tensor]
    attributes: dict[str, Attributes]


def read_hdf5(path: Path, seconds: float = SECONDS) -> Hdf5:
    """Read a file, in a process of its own that is ended after some seconds (see `hdf5_apart`).

    Raises InputError for one that is cut off or damaged, that points to other files, or is too large.
    """
    command = [sys.executable, "-P", str(PROGRAM), str(path.resolve()), str(MOST_NUMBERS)]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise refused(_damaged(path)) from error
    if done.returncode == REFUSED:
        raise refused(f"{shown(path)} cannot be imported: {done.stderr.decode(errors='replace').strip()}.")
    if done.returncode:
        raise refused(_damaged(path))
    return _parse(path, done.stdout)


def _parse(path: Path, written: bytes) -> Hdf5:
    try:
        length = int.from_bytes(written[:8], "little")
        metadata = json.loads(written[8 : 8 + length])["__metadata__"]
        return Hdf5(load(written), json.loads(metadata["attributes"]))
    except (SafetensorError, ValueError, KeyError) as error:
        raise refused(_damaged(path)) from error


def _damaged(path: Path) -> str:
    return f"{shown(path)} is no whole HDF5 file: it is cut off or damaged. Copy or download it again."
