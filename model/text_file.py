"""A text file that someone named: read whole, or refused in one line that says what is wrong with it."""

from pathlib import Path
from stat import S_ISDIR, S_ISREG

from model.errors import InputError


def checked_size(path: Path, largest: int) -> int:
    """Bytes of a file that may be read, `largest` at most. Raises InputError; nothing is read for it."""
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is none"
        raise InputError(f"{shown(path)} cannot be read: {reason}.", field="file") from error
    if S_ISDIR(status.st_mode):
        raise InputError(f"{shown(path)} is a folder. Name its files.", field="file")
    if not S_ISREG(status.st_mode):
        raise InputError(f"{shown(path)} is no plain file. Save the text in one.", field="file")
    if status.st_size > largest:
        raise InputError(
            f"{shown(path)} has {status.st_size:,} bytes; at most {largest:,} can be read. Split it.", field="file"
        )
    return status.st_size


def read_text(path: Path, largest: int) -> str:
    """The text of a file in UTF-8, without its byte order mark. Raises InputError for what is no text."""
    try:
        with path.open("rb") as file:
            content = file.read(largest)
    except OSError as error:
        raise InputError(f"{shown(path)} cannot be read: {error.strerror}.", field="file") from error
    nul = content.find(0)
    if nul >= 0:
        raise InputError(f"{shown(path)} is no text: byte {nul:,} is NUL. Save it as plain text.", field="file")
    try:
        text = content.decode().removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"{shown(path)} is not UTF-8: byte {error.start:,} is 0x{content[error.start]:02X}, in line {line:,}. "
            "Save it as UTF-8.",
            field="file",
        ) from error
    if not text.strip():
        raise InputError(f"{shown(path)} is empty. Give a text of at least one word.", field="file")
    return text


def shown(path: Path) -> str:
    """A path in one line, whatever its name is."""
    return str(path) if str(path).isprintable() else ascii(str(path))
