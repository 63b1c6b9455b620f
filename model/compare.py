"""Two texts beside each other: which tokens correspond, how the signals differ, how long the difference lives."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from model.trace import Signals, Trace

DEAD = 0.05  # of its peak: a wake that stays under this has died


@dataclass(frozen=True)
class Comparison:
    """`alignment`: pairs of steps (i of a, j of b), both rising. `differences[name]` [P, U]: b − a per pair.

    `wake[name]` [P]: ‖b − a‖₂ of the cell (where there is one) and of the hidden state. `ends`: the first pair after
    the wake's peak from which it stays under DEAD of it; None where it does not die, or never was.
    """

    alignment: list[tuple[int, int]]
    differences: Signals
    wake: dict[str, Tensor]
    ends: int | None


def compare_traces(a: Trace, b: Trace, layer: int) -> Comparison:
    """Compare one layer of two traces by the same model."""
    alignment = align([token.id for token in a.tokens], [token.id for token in b.tokens])
    rows, columns = (torch.tensor([pair[side] for pair in alignment], dtype=torch.long) for side in (0, 1))
    differences = {name: b.signals[name][layer][columns] - a.signals[name][layer][rows] for name in a.signals}
    states: tuple[str, ...] = ("cell", "hidden") if "cell" in differences else ("hidden",)
    wake = {name: differences[name].double().norm(dim=1) for name in states}
    return Comparison(alignment, differences, wake, _death(wake[states[0]]))


def align(a: Sequence[int], b: Sequence[int]) -> list[tuple[int, int]]:
    """A longest common subsequence: pairs (i, j) with a[i] == b[j], both rising (Wagner & Fischer 1974).

    Of several, one that pairs early tokens of `a` as late as it can; O(|a| · |b|) in |a| steps of NumPy.
    """
    left, right = np.asarray(a), np.asarray(b)
    lengths = np.zeros((len(left) + 1, len(right) + 1), dtype=np.int32)
    for i, token in enumerate(left, start=1):
        found = np.maximum(lengths[i - 1, 1:], lengths[i - 1, :-1] + (right == token))
        lengths[i, 1:] = np.maximum.accumulate(found)
    pairs = []
    i, j = len(left), len(right)
    while i and j:
        if left[i - 1] == right[j - 1]:
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif lengths[i - 1, j] >= lengths[i, j - 1]:
            i -= 1
        else:
            j -= 1
    return pairs[::-1]


def _death(wake: Tensor) -> int | None:
    """The first pair after the peak from which the wake stays under DEAD of it."""
    if not len(wake) or not float(wake.max()) > 0:
        return None
    peak = int(wake.argmax())
    alive = torch.nonzero(wake >= DEAD * wake[peak])
    last = int(alive[-1])
    return last + 1 if last + 1 < len(wake) else None
