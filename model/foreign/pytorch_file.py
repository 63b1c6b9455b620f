"""A file of `torch.save` -> its tensors by name, by the loader that runs no code.

A pickle is a program. `torch.load(weights_only=True)` knows only how to rebuild tensors and plain containers, and stops
at anything else; there is no way around it here, and no option for one.
"""

import pickle
import warnings
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from model.foreign.files import LARGEST
from model.foreign.found import check_sizes, refused
from model.text_file import shown

# How deep state dicts may lie in what was saved: {"model": {"state_dict": {…}}}.
DEEPEST = 3


def read_pytorch(path: Path) -> dict[str, Tensor]:
    """The state dict in a file: the file itself, or the one dictionary inside it that has a recurrent layer's weights.

    Raises InputError for a pickle with code in it (nothing of it is run), a file that is cut off, and for what is no
    state dict.
    """
    _check_unpacked(path)
    try:
        with warnings.catch_warnings(action="ignore"):
            saved = torch.load(path, map_location="cpu", weights_only=True)
    except pickle.UnpicklingError as error:
        raise refused(_refusal(path, str(error))) from error
    except Exception as error:  # a damaged file makes the loader raise nearly anything
        raise refused(_damaged(path)) from error
    return _plain(_state_dict(path, saved))


def _check_unpacked(path: Path) -> None:
    """Raise InputError for a zip file that would unpack to more than may be read."""
    try:
        if not zipfile.is_zipfile(path):
            return
        with zipfile.ZipFile(path) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
    except Exception as error:  # zipfile raises nearly anything for a damaged directory
        raise refused(_damaged(path)) from error
    if size > LARGEST:
        raise refused(
            f"{shown(path)} unpacks to {size:,} bytes; at most {LARGEST:,} can be imported. Save the weights alone."
        )


def _refusal(path: Path, reason: str) -> str:
    """Why a pickle was not opened, and what to do. PyTorch names what it stopped at as `GLOBAL module.name`."""
    stopped = reason.partition("GLOBAL ")[2].split()
    holds = f"holds more than weights ({stopped[0][:80]})" if stopped else "holds something else than weights"
    return (
        f"{shown(path)} {holds}, or it is damaged. To open it all the same would be to run a program that came with "
        "it, so nothing of it was run. Where the network was trained, save its weights alone: "
        "torch.save(model.state_dict(), 'network.pt')."
    )


def _damaged(path: Path) -> str:
    return f"{shown(path)} is no whole file of torch.save: it is cut off or damaged. Copy or download it again."


def _state_dict(path: Path, saved: Any) -> dict[str, Any]:
    found = list(_state_dicts(saved, DEEPEST))
    if len(found) == 1:
        return found[0]
    if found:
        raise refused(f"{shown(path)} holds {len(found)} networks. Save one: torch.save(model.state_dict(), …).")
    if isinstance(saved, dict) and any(isinstance(value, Tensor) for value in saved.values()):
        return saved
    raise refused(
        f"{shown(path)} holds {_described(saved)}, and no state dict of a recurrent network. Save it by "
        "torch.save(model.state_dict(), 'network.pt')."
    )


def _state_dicts(saved: Any, depth: int) -> Iterator[dict[str, Any]]:
    """The dictionaries in what was saved that hold a recurrent layer's weights."""
    if not isinstance(saved, dict):
        return
    if any(isinstance(name, str) and "weight_hh" in name and isinstance(saved[name], Tensor) for name in saved):
        yield saved
    elif depth:
        for value in saved.values():
            yield from _state_dicts(value, depth - 1)


def _plain(saved: dict[Any, Any]) -> dict[str, Tensor]:
    """The tensors among the entries that are made of numbers in memory. Raises InputError where they are too large."""
    tensors = {
        str(name): value.detach()
        for name, value in saved.items()
        if isinstance(value, Tensor) and value.layout == torch.strided and value.device.type == "cpu"
    }
    # A tensor can claim any shape over a single number, with strides of 0: that is why this is asked of shapes.
    check_sizes([(name, tuple(value.shape)) for name, value in tensors.items()])
    return tensors


def _described(saved: Any) -> str:
    if isinstance(saved, dict):
        return f"a dictionary of {', '.join(repr(key)[:40] for key in list(saved)[:8]) or 'nothing'}"
    return f"a {type(saved).__name__}"
