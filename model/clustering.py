"""Things set in a row so that like stands by like: the tree of average linkage, and the order of its leaves.

A few lines of our own instead of SciPy, which would be the largest package but PyTorch for this one call.
"""

import numpy as np
from numpy.typing import NDArray

Distances = NDArray[np.float64]


def leaf_order(distances: Distances) -> list[int]:
    """The leaves 0 … n−1 of the tree that average linkage (Sokal & Michener 1958) makes of distances, n ≥ 1.

    `distances` [n, n] are symmetric. Wherever two branches meet they are turned so that their nearest ends touch
    (Gruvaeus & Wainer 1972), and the whole so that its end with the lower index comes first. Deterministic: of equally
    near branches those with the lowest leaves meet first. Cubic: 0.5 ms for n = 64, 7 ms for 256, 0.2 s for 1,024.
    """
    count = len(distances)
    between = distances.copy()
    np.fill_diagonal(between, np.inf)
    branches = [[leaf] for leaf in range(count)]
    for _ in range(count - 1):
        # The first of equals in reading order, so `one` < `other`: a branch stands at the index of its lowest leaf.
        one, other = divmod(int(between.argmin()), count)
        _merge(between, one, other, len(branches[one]), len(branches[other]))
        branches[one] = _touching(distances, branches[one], branches[other])
    order = branches[0]
    return order if order[0] <= order[-1] else order[::-1]


def _merge(between: Distances, one: int, other: int, size: int, other_size: int) -> None:
    """Let branch `one` stand for both: its distance to a third is the mean over all their leaves."""
    joint = (size * between[one] + other_size * between[other]) / (size + other_size)
    between[one] = between[:, one] = joint
    between[other] = between[:, other] = np.inf
    between[one, one] = np.inf


def _touching(distances: Distances, left: list[int], right: list[int]) -> list[int]:
    """Two branches in a row, each turned or not, so that the leaves that meet are the nearest of the four ends."""
    turns = [(a, b) for a in (left, left[::-1]) for b in (right, right[::-1])]
    a, b = min(turns, key=lambda turn: distances[turn[0][-1], turn[1][0]])
    return a + b
