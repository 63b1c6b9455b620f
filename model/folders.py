"""Where checkpoints are and what they are called. Nothing heavy is imported: a wrong name is told without PyTorch."""

import re
from pathlib import Path

from model.errors import InputError, MissingError

SHIPPED = Path(__file__).with_name("checkpoints")
DEFAULT = "english-lstm"
# "@" is left to the frames of a film: NAME@3.
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def check_name(name: str) -> None:
    """Raise InputError for what cannot be the name of a model."""
    if not NAME.fullmatch(name):
        raise InputError(
            f"{name[:80]!r} cannot be the name of a model. Take 1 to 64 small letters, digits, dots, hyphens and"
            " underscores, a letter or digit first.",
            field="name",
        )


def checkpoint_names(*folders: Path) -> list[str]:
    """Names of the checkpoints in folders (none: those that ship), the default first.

    A broken one is listed too: loading it tells. What no model can be called is passed over.
    """
    names = {path.name for folder in folders or (SHIPPED,) if folder.is_dir() for path in folder.iterdir()
             if path.is_dir() and NAME.fullmatch(path.name)}  # fmt: skip
    return sorted(names, key=lambda name: (name != DEFAULT, name))


def find_checkpoint(name: str, *folders: Path) -> Path:
    """The folder of a checkpoint; of several the first. Raises MissingError, with the names that there are."""
    names = checkpoint_names(*folders)
    if name not in names:
        raise MissingError(f"There is no model {name[:60]!r}. There are: {', '.join(names) or 'none'}.", field="model")
    return next(folder / name for folder in folders or (SHIPPED,) if (folder / name).is_dir())
