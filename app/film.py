"""The films of trainings: which frames there are, and the frames that were looked at last."""

from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Any

from cachetools import LRUCache

from model import Frame, LoadedModel, frame_name, load_frame

# One film: the slider goes over a dozen frames again and again.
KEPT = 12


@dataclass(frozen=True)
class FrameCache:
    """Frames by their names, loaded when first asked for. Safe to use from many threads."""

    _kept: LRUCache[str, LoadedModel] = field(default_factory=lambda: LRUCache(KEPT))
    _lock: Lock = field(default_factory=Lock)

    def get(self, model: LoadedModel, folder: Path, number: int) -> LoadedModel:
        """A frame of a model, whose folder it is. Raises as `load_frame` does."""
        name = frame_name(model.name, number)
        with self._lock:
            if name not in self._kept:
                self._kept[name] = load_frame(model, folder, number)
            return self._kept[name]


def film_answer(model: str, frames: list[Frame]) -> list[dict[str, Any]] | None:
    """`film` of an entry of `/models`; None where the model was not filmed."""
    return [
        {"model": frame_name(model, number), "tokens": frame.tokens, "valid": frame.valid, "sha256": frame.sha256}
        for number, frame in enumerate(frames)
    ] or None
