"""What a shell may complete. PyTorch would keep it waiting, so that nothing of model/ is imported."""

import os
from importlib.util import find_spec
from pathlib import Path

from app.places import data_folder


def model_names(incomplete: str) -> list[str]:
    """Names of models that begin so: those that ship, and one's own."""
    names = {folder.name for place in _folders() if place.is_dir() for folder in place.iterdir() if folder.is_dir()}
    return sorted(name for name in names if name.startswith(incomplete))


def _folders() -> list[Path]:
    found = find_spec("model")  # found, not imported
    places = found.submodule_search_locations if found else None
    return [Path(place) / "checkpoints" for place in places or ()] + [
        data_folder(os.environ.get("GATESCOPE_HOME", "")) / "models"
    ]
