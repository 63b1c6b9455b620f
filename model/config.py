"""config.json of a checkpoint: format version, kind, sizes; and of a network that is not our own what is unlike ours.

    {"format": 1, "kind": "lstm", "vocabulary": 10000, "units": 256, "layers": 2}
    … "width": 128, "head": "linear", "reader": {"start": null, "end": 3, "unknown": 0}

Reading is strict: what is wrong is named, with its value.
"""

from typing import Any

from model.errors import CheckpointError, InputError
from model.foreign_tokenizer import Marks
from model.network import HEADS, Shape
from model.signals import SIGNALS

FORMAT = 1
LARGEST = 1_000_000  # of any size of a network
MARKS = ("start", "end", "unknown")

Config = dict[str, Any]


def read_shape(config: Config, file: str) -> Shape:
    """What network a config describes. Raises CheckpointError, in which it is called `file`."""
    if config.get("format") != FORMAT:
        raise CheckpointError(f"{file} has format {config.get('format')!r}; this reads {FORMAT}.")
    try:
        kind, vocabulary, units, layers = (config[name] for name in ("kind", "vocabulary", "units", "layers"))
    except KeyError as error:
        raise CheckpointError(f"{file} lacks {error}.") from error
    width, head = config.get("width", units), config.get("head", "tied")
    if not isinstance(kind, str) or kind not in SIGNALS or not all(map(_is_size, (vocabulary, units, layers, width))):
        raise CheckpointError(f"{file} describes no network that this can build.")
    if head not in HEADS:
        raise CheckpointError(f"{file} has head {head!r}; this reads {', '.join(HEADS)}.")
    try:
        return Shape(kind, vocabulary, units, layers, None if width == units else width, head)
    except InputError as error:
        raise CheckpointError(f"{file}: {error.detail}") from error


def read_marks(config: Config, file: str) -> Marks | None:
    """The marks of another's tokeniser; None where it is our own. Raises CheckpointError."""
    if "reader" not in config:
        return None
    reader = config["reader"]
    if not isinstance(reader, dict) or not {*reader} <= {*MARKS} or not all(map(_is_id, reader.values())):
        raise CheckpointError(
            f"{file} has the reader {str(reader)[:80]}; this reads the ids {', '.join(MARKS)}, each a whole number or"
            " null."
        )
    return Marks(**reader)


def _is_size(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= LARGEST


def _is_id(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)
