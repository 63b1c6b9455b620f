"""What a shell may complete. PyTorch would keep it waiting, so that nothing heavy is imported."""

import os

from app.places import data_folder
from model import SHIPPED, checkpoint_names


def model_names(incomplete: str) -> list[str]:
    """Names of models that begin so: those that ship, and one's own."""
    own = data_folder(os.environ.get("GATESCOPE_HOME", "")) / "models"
    return sorted(name for name in checkpoint_names(SHIPPED, own) if name.startswith(incomplete))
