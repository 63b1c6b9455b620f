"""A folder is put in place as a whole, or not at all: whatever stops the import leaves what was there before."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from model.errors import InputError


def place(folder: Path, fill: Callable[[Path], None], *, replace: bool) -> None:
    """Have `fill` write a new folder, and give it the name of `folder`, in place of one that has it if `replace`.

    It is written beside the folder's parent, where nobody looks for models. Raises InputError where the disk is full or
    cannot be written, and where the name was taken meanwhile.
    """
    home = folder.parent.parent
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        _clear_up(home, folder)
        with _partial(home, folder.name) as partial:
            fill(partial)
            _sync(partial)
            _exchange(partial, folder, replace=replace)
        _sync(folder.parent)
    except OSError as error:
        raise InputError(
            f"The network cannot be written: {error.strerror or error}. Nothing has changed; look at GATESCOPE_HOME.",
            field="name",
        ) from error


@contextmanager
def _partial(home: Path, name: str) -> Iterator[Path]:
    """A folder to fill, which is gone afterwards unless it was moved. Its name says whose it is."""
    partial = home / f".{name}.{os.getpid()}.importing"
    partial.mkdir()
    try:
        yield partial
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _exchange(partial: Path, folder: Path, *, replace: bool) -> None:
    """Give a filled folder its name. What had the name comes back where that fails."""
    if not replace:
        if folder.exists():
            raise InputError(
                f"There is a model {folder.name} already. Take another name, or add --replace.", field="name"
            )
        partial.rename(folder)
        return
    old = _replaced(folder)
    if folder.exists():
        folder.rename(old)
    try:
        partial.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _replaced(folder: Path) -> Path:
    return folder.parent.parent / f".{folder.name}.replaced"


def _clear_up(home: Path, folder: Path) -> None:
    """Undo what an import of this name left that was killed."""
    old = _replaced(folder)
    if old.exists() and not folder.exists():
        old.rename(folder)
    shutil.rmtree(old, ignore_errors=True)
    for partial in home.glob(f".{folder.name}.*.importing"):
        owner = partial.name.split(".")[-2]
        if not (owner.isdecimal() and _runs(int(owner))):
            shutil.rmtree(partial, ignore_errors=True)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()


def _sync(folder: Path) -> None:
    """See to it that a folder's entries are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
