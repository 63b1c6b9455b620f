"""What a hold wrote into cells, not a word: told apart wherever memories are told of."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.figures.spans import Memory
from model import Span, Trace

Mask = NDArray[np.bool_]


def held_cells(trace: Trace, layer: int) -> Mask:
    """Which cells of a layer are held, [T, U]; none in a reading without holds."""
    held = trace.held.get("cell")
    if held is None:
        return np.zeros(trace.signals["hidden"].shape[1:], dtype=np.bool_)
    mask: Mask = held[layer].numpy()
    return mask


def goes_on(held: Mask) -> Mask:
    """At which steps [T, U] a hold gives a cell what it gives it anew at the next: no memory of its own."""
    ahead = np.zeros_like(held)
    ahead[:-1] = held[:-1] & held[1:]
    return ahead


def memories(found: Sequence[tuple[int, Span]], held: Mask) -> list[Memory]:
    """The spans of some units, and what a hold had to do with each."""
    return [
        Memory(unit, span, bool(held[span.start, unit]), span.by is not None and bool(held[span.by, unit]))
        for unit, span in found
    ]
