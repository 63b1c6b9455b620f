"""The two terms of a cell, as the drawings of a cell show them."""

from app.numbers import add_up
from model import Trace


def cell_terms(trace: Trace, layer: int, unit: int, step: int) -> tuple[float, float]:
    """(what is kept, what is written), to two decimals, so that they add up to the cell as it is shown."""
    gate, candidate, cell = (float(trace.signals[name][layer, step, unit]) for name in ("input", "candidate", "cell"))
    kept, written = add_up((cell - gate * candidate, gate * candidate), cell)
    return kept, written
