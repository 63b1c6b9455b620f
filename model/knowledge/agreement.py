"""How often a network finds the right sentence of a minimal pair the more probable one, and how sure that figure is."""

import math
from collections import Counter
from dataclasses import dataclass
from statistics import NormalDist

from model.checkpoint import LoadedModel
from model.knowledge.pairs import Pair
from model.score import score_texts


@dataclass(frozen=True)
class Agreement:
    """One category: `right` of `pairs`, their `share` (0..1), and its 95 % interval `low`..`high` (Wilson 1927)."""

    category: str
    pairs: int
    right: int
    share: float
    low: float
    high: float


def score_pairs(model: LoadedModel, pairs: list[Pair]) -> list[Agreement]:
    """A network's result on each category, in the order in which the pairs have them.

    A pair is right when ln p(good) > ln p(bad), both of the whole sentence after the start token, no end token added.
    """
    scores = [
        score.log_probability for score in score_texts(model, [t for pair in pairs for t in (pair.good, pair.bad)])
    ]
    return count_right(pairs, scores[::2], scores[1::2])


def count_right(pairs: list[Pair], good: list[float], bad: list[float]) -> list[Agreement]:
    """Results by category; `good` and `bad` are ln p of the right and of the wrong sentence of each pair.

    A tie counts as wrong.
    """
    totals = Counter(pair.category for pair in pairs)
    right = Counter(pair.category for pair, g, b in zip(pairs, good, bad, strict=True) if g > b)
    return [
        Agreement(name, total, right[name], right[name] / total, *wilson_interval(right[name], total))
        for name, total in totals.items()
    ]


def wilson_interval(right: int, total: int, confidence: float = 0.95) -> tuple[float, float]:
    """Wilson's interval (1927) for a share: (low, high), both within 0..1. `total` ≥ 1."""
    z = NormalDist().inv_cdf((1 + confidence) / 2)
    share = right / total
    middle = share + z * z / (2 * total)
    reach = z * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    scale = 1 + z * z / total
    # Rounding must not put an end of the interval on the wrong side of the share.
    return min(share, max(0.0, (middle - reach) / scale)), max(share, min(1.0, (middle + reach) / scale))
