"""The moments that fit a pattern: these units above a threshold here, and below it one step before.

LSTMVis's selection (Strobelt et al. 2018, 4.2): the units that are on here and, where asked, off just before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from model.similar.corpus import BLOCK, Corpus, Floats
from model.similar.found import Found, best

QUANTILES = (0.5, 0.75, 0.9, 0.95, 0.99)
# Of a larger corpus every n-th moment tells the quantiles.
ENOUGH = 25_000


@dataclass(frozen=True)
class Pattern:
    """`units` are above a value here (> `above`); with `off_before`, all of them are not (≤ `above`) one step before.

    One step before the first moment of a passage is the start token, or the zero state where there is none.
    """

    units: Sequence[int]
    above: float
    off_before: bool = False


def matching(corpus: Corpus, pattern: Pattern, k: int) -> tuple[Found, int]:
    """The k moments that are above by most, by the least of the units' margins; and how many match in all."""
    units = list(pattern.units)
    least, most = (np.empty(corpus.moments, dtype=np.float32) for _ in range(2))

    def fill(place: slice, block: Floats) -> None:
        least[place], most[place] = block[units].min(axis=0), block[units].max(axis=0)

    corpus.each_block(fill)
    above = np.float64(pattern.above)  # compared exactly, not rounded to float32 first
    on = least > above
    if pattern.off_before:
        on &= _one_before(corpus, most, units) <= above
    moments = np.flatnonzero(on)
    return best(moments, least[moments].astype(np.float64) - above, k), len(moments)


def _one_before(corpus: Corpus, values: Floats, units: list[int]) -> Floats:
    """The greatest value of the units [N] at the step before each moment."""
    before = np.roll(values, 1)
    before[corpus.starts[:-1]] = corpus.before[units].max()
    return before


def unit_quantiles(corpus: Corpus, units: Sequence[int]) -> Floats:
    """The QUANTILES of each unit's values [len(units), 5]: where to put a threshold.

    Of a corpus of more than ENOUGH moments, over every n-th moment.
    """
    stride = -(-corpus.moments // ENOUGH)
    firsts = [-(number * BLOCK) % stride for number in range(len(corpus.blocks))]
    sampled = [block[list(units), first::stride] for block, first in zip(corpus.blocks, firsts, strict=True)]
    return np.quantile(np.concatenate(sampled, axis=1), QUANTILES, axis=1).T
