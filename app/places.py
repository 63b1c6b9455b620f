"""Where one's own models and indexes are. Imports nothing heavy: a shell that completes a name waits for this."""

import os
from pathlib import Path


def data_folder(home: str) -> Path:
    """`home` (GATESCOPE_HOME), or where it is empty what the XDG Base Directory Specification names."""
    if home:
        return Path(home)
    data = os.environ.get("XDG_DATA_HOME", "")
    return (Path(data) if os.path.isabs(data) else _home() / ".local" / "share") / "gatescope"


def _home() -> Path:
    """Where the user lives. In containers they may live nowhere: Debian's name for that is a folder that no one has."""
    try:
        return Path.home()
    except RuntimeError:
        return Path("/nonexistent")
