"""A `.safetensors` file -> its tensors by name."""

from pathlib import Path

from safetensors import SafetensorError, safe_open
from torch import Tensor

from model.foreign.found import check_sizes, refused
from model.text_file import shown


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """The tensors of a file. Raises InputError for one that is cut off, damaged or too large."""
    try:
        with safe_open(path, framework="pt") as file:
            names = list(file.keys())
            check_sizes([(name, tuple(file.get_slice(name).get_shape())) for name in names])
            tensors = {name: file.get_tensor(name) for name in names}
            twins = file.metadata() or {}
    except (SafetensorError, OSError, ValueError, RuntimeError, TypeError) as error:
        raise refused(
            f"{shown(path)} is no whole safetensors file: {str(error)[:200]}. Copy or download it again."
        ) from error
    # `save_model` writes a matrix that two layers share once, and the name that it dropped into the metadata.
    return {dropped: tensors[kept] for dropped, kept in twins.items() if kept in tensors} | tensors
