"""How well a unit tells the two answers of a property apart, and how well chance does.

AUC is the probability that a moment with label 1 has the higher value, ties counting half: the Mann-Whitney statistic
U / (n₁ · n₀), from ranks. Units are many, so the best of them does well on labels that mean nothing: the control is a
task with the labels shuffled (after Hewitt & Liang 2019), and what counts is the unit that strays furthest from ½.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.floating]
Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]

PERMUTATIONS = 1000
COVERED = 0.95


@dataclass(frozen=True)
class Association:
    """What each of m columns (units) has to do with a property, as told by the second half of the lexicon.

    `signal` [m]: index of the signal that was chosen on the first half; `sign` [m]: +1 where its high values mean label
    1, −1 where its low ones do, chosen there too; `auc` [m], 0..1, on the second half: under ½ where the sign turned
    out wrong. `band`: (low, high) of `control_band`.
    """

    signal: NDArray[np.int64]
    sign: NDArray[np.int64]
    auc: Floats
    band: tuple[float, float]

    @property
    def outside(self) -> Flags:
        """Which units do better than chance [m]. One whose sign turns round between the halves knows nothing."""
        return self.auc > self.band[1]


def associate(first: list[Values], first_labels: Flags, second: list[Values], second_labels: Flags,
              shuffled: Flags) -> Association:  # fmt: skip
    """Signal and sign chosen on the first half, AUC and control band on the second.

    `first` and `second`: values of each signal [n, m]; labels [n], both kinds among them; `shuffled` [p, n]: the labels
    of the second half in p permutations.
    """
    chosen_by = np.stack([aucs(ranks(values), first_labels) for values in first])  # (signals, m)
    signal = np.abs(chosen_by - 0.5).argmax(axis=0)
    units = np.arange(len(signal))
    sign = np.where(chosen_by[signal, units] >= 0.5, 1, -1)
    ranked = [ranks(values) for values in second]
    found = np.stack([aucs(ranked_signal, second_labels) for ranked_signal in ranked])[signal, units]
    auc = np.where(sign > 0, found, 1 - found)
    return Association(signal, sign, auc, control_band(np.concatenate(ranked, axis=1), shuffled))


def ranks(values: Values) -> Floats:
    """The rank of each value in its column, from 1, equal values sharing their mean rank; [n, m] -> [n, m]."""
    ranked = np.empty(values.shape)
    for column in range(values.shape[1]):
        _, place, count = np.unique(values[:, column], return_inverse=True, return_counts=True)
        ranked[:, column] = (np.cumsum(count) - (count - 1) / 2)[place]
    return ranked


def aucs(ranked: Floats, labels: Flags) -> Floats:
    """AUC of every column of `ranked` [n, m] for labels [..., n] with both kinds in each row: [..., m]."""
    true = labels.sum(axis=-1, keepdims=True)
    wins = labels.astype(np.float64) @ ranked - true * (true + 1) / 2
    return np.asarray(wins / (true * (labels.shape[-1] - true)))


def control_band(ranked: Floats, shuffled: Flags) -> tuple[float, float]:
    """(low, high), symmetric about ½: in 95 % of shufflings [p, n] no column's AUC lies outside."""
    furthest = np.abs(aucs(ranked, shuffled) - 0.5).max(axis=1)
    reach = float(np.quantile(furthest, COVERED, method="higher"))
    return 0.5 - reach, 0.5 + reach


def exchanged(labels: Flags, random: np.random.Generator, count: int = PERMUTATIONS) -> Flags:
    """`labels` [n] exchanged among sentences at random: [count, n]."""
    return random.permuted(np.tile(labels, (count, 1)), axis=1)


def rotated(labels: Flags, lengths: list[int], random: np.random.Generator, count: int = PERMUTATIONS) -> Flags:
    """`labels` [n] of texts of these lengths, each text's row rotated by a random number of steps: [count, n]."""
    rows = np.split(labels, np.cumsum(lengths)[:-1])
    return np.concatenate([_rotations(row, random.integers(len(row), size=count)) for row in rows], axis=1)


def _rotations(row: Flags, shifts: NDArray[np.int64]) -> Flags:
    return np.asarray(row[(np.arange(len(row)) - shifts[:, None]) % len(row)])
