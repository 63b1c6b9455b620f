"""The file that is to be imported: is it one, is it of a size, of which format."""

import hashlib
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import Literal

from model.foreign.found import refused
from model.text_file import shown

Format = Literal["safetensors", "pytorch", "keras"]

LARGEST = 2 * 1024**3
FORMATS: dict[str, Format] = {
    ".safetensors": "safetensors",
    ".pt": "pytorch", ".pth": "pytorch", ".bin": "pytorch", ".ckpt": "pytorch",
    ".h5": "keras", ".hdf5": "keras",
}  # fmt: skip
# What to do about files that people have and that cannot be taken.
PICKLE = "A pickle can run any program when it is opened. Save the weights alone: safetensors.torch.save_file(…)."
ADVICE = {
    ".keras": "Load it in Keras and save it as HDF5: keras.models.load_model(…).save('network.h5').",
    ".pkl": PICKLE,
    ".pickle": PICKLE,
    ".onnx": "Save the weights of the network that it was made of, by torch.save(model.state_dict(), 'network.pt').",
}


def check_file(path: Path, largest: int = LARGEST) -> int:
    """Bytes of a plain file that may be read. Raises InputError; nothing is read for it."""
    name = shown(path)
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is none"
        raise refused(f"{name} cannot be read: {reason}.") from error
    if S_ISDIR(status.st_mode):
        raise refused(f"{name} is a folder. Name the file in it that holds the weights.")
    if not S_ISREG(status.st_mode):
        raise refused(f"{name} is no plain file. Name one that holds weights.")
    if not status.st_size:
        raise refused(f"{name} is empty: 0 bytes. Copy or download it again.")
    if status.st_size > largest:
        raise refused(
            f"{name} has {status.st_size:,} bytes; at most {largest:,} can be imported. Save the weights alone, "
            "without the optimiser's state."
        )
    return status.st_size


def format_of(path: Path) -> Format:
    """By the ending of its name. Raises InputError that says what can be imported."""
    ending = path.suffix.lower()
    if ending not in FORMATS:
        advice = ADVICE.get(ending, "Save the weights in one of these.")
        raise refused(f"{shown(path)} ends in {ending or 'nothing'}; {', '.join(FORMATS)} can be imported. {advice}")
    return FORMATS[ending]


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, read in pieces. Raises InputError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise refused(f"{shown(path)} cannot be read: {error.strerror}.") from error
