"""Two texts beside each other: which tokens correspond, how the signals differ, how long the difference lives."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

import numpy as np
import torch
from torch import Tensor

from model.trace import Signals, Trace

DEAD = 0.05  # of its peak: a wake that stays under this has died
SLIGHT = 0.1  # of the largest difference of all units: a unit that never differs by this carries too little to name

Column = tuple[int | None, int | None]


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

    @property
    def memory(self) -> Tensor:
        """The differences [P, U] of what the layer remembers with: its cells, or hidden where there are none."""
        return self.differences.get("cell", self.differences["hidden"])


@dataclass(frozen=True)
class Carrier:
    """How long one unit carries a difference in its memory, in pairs of a Comparison.

    `since` and `until`: the first and the last pair at which |Δ| is at least DEAD of the unit's own largest.
    `largest`: the Δ furthest from 0; `final`: Δ at the last pair; b − a, as there.
    """

    unit: int
    since: int
    until: int
    largest: float
    final: float


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


def aligned_columns(alignment: Sequence[tuple[int, int]], a_steps: int, b_steps: int) -> list[Column]:
    """Both texts side by side: every step of each once, rising; those of a pair in one column.

    Between two pairs the tokens that only one text has stand beside those that only the other has, from the left;
    None where one of the two has no more of them.
    """
    columns: list[Column] = []
    i = j = 0
    for k, m in [*alignment, (a_steps, b_steps)]:
        columns += [*zip_longest(range(i, k), range(j, m)), (k, m)]
        i, j = k + 1, m + 1
    return columns[:-1]


def differing_units(found: Comparison, show: int | None, unit: int | None = None) -> list[int]:
    """The `show` units (None: all) whose memory differs most, the most first: by Σ |Δ| over all pairs.

    `unit` is always among them, if need be in place of the last one. Equals come in the order of their numbers.
    """
    ranked: list[int] = found.memory.double().abs().sum(dim=0).argsort(descending=True, stable=True).tolist()
    units = ranked[:show]
    return units if unit is None or unit in units else [*units[:-1], unit]


def longest_carriers(found: Comparison, most: int) -> list[Carrier]:
    """The `most` units that carry the difference longest: by falling `until`.

    Of several that carry it equally long, that with the larger |Δ| there comes first. Units whose largest |Δ| is
    under SLIGHT of the largest one of all units are left out. There are none where no token is in both texts.
    """
    differences = found.memory.double().numpy()
    if not len(differences):
        return []
    sizes = np.abs(differences)
    largest = sizes.max(axis=0)
    alive = sizes >= DEAD * largest
    since, until = alive.argmax(axis=0), len(sizes) - 1 - alive[::-1].argmax(axis=0)
    units = np.flatnonzero((largest > 0) & (largest >= SLIGHT * largest.max()))
    ranked = units[np.lexsort((-sizes[until[units], units], -until[units]))][:most]
    furthest = sizes.argmax(axis=0)
    return [
        Carrier(int(k), int(since[k]), int(until[k]), float(differences[furthest[k], k]), float(differences[-1, k]))
        for k in ranked
    ]


def _death(wake: Tensor) -> int | None:
    """The first pair after the peak from which the wake stays under DEAD of it."""
    if not len(wake) or not float(wake.max()) > 0:
        return None
    peak = int(wake.argmax())
    alive = torch.nonzero(wake >= DEAD * wake[peak])
    last = int(alive[-1])
    return last + 1 if last + 1 < len(wake) else None
