"""The best of many moments: highest first, of equals the earlier one.

Numbers that agree to 6 decimals are equal, for values are float32: the order must not hang on a last digit.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.similar.texts import Numbers

DIGITS = 6
CLOSE = 10.0**-DIGITS


@dataclass(frozen=True)
class Found:
    """At most k moments, best first. `similarity`: cosine (−1..1), or for a pattern the least margin (≥ 0)."""

    moments: Numbers
    similarity: NDArray[np.float64]


def best(moments: Numbers, similarity: NDArray[np.float64], k: int) -> Found:
    """The best k of some moments [n] with their similarity [n]."""
    rounded = similarity.round(DIGITS) + 0.0
    order = np.lexsort((moments, -rounded))[:k]
    return Found(moments[order], rounded[order])
