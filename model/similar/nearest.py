"""The moments whose state is most like a given one: cosine over chosen units, exact.

A first pass in float32 gives every moment's cosine with a known error; those that may be among the best are computed
again in float64. That is as exact as computing all of them in float64, at the cost of reading the values once. A state
of zeros points nowhere: its cosine with anything is 0.
"""

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray

from model.similar.corpus import Corpus, Floats, lengths
from model.similar.found import CLOSE, Found, best
from model.similar.texts import Numbers

# Norms of 0 and those whose squares float32 cannot hold to full precision: such moments are always computed again.
TINY, HUGE = 1e-15, 1e15
ROUNDING = 2.0**-24
# Candidates computed again at a time.
AT_ONCE = 65_536

Doubles = NDArray[np.float64]


def nearest(corpus: Corpus, query: Floats, units: Sequence[int], k: int, skip: Sequence[int] = ()) -> Found:
    """The k moments of a corpus that are most like a state, over these units.

    query [len(units)]. `skip`: moments that are no answers. Fewer than k come where there are no more.
    """
    rough = rough_cosines(corpus, query, units)
    allowed = np.ones(corpus.moments, dtype=bool)
    allowed[list(skip)] = False
    unsure = np.isnan(rough)
    known = np.where(allowed & ~unsure, rough, -np.inf)
    k = min(k, corpus.moments)
    least = np.partition(known, corpus.moments - k)[corpus.moments - k] - 2 * _error(len(units)) - CLOSE
    candidates = np.flatnonzero(allowed & (unsure | (known >= least)))
    return best(candidates, _cosines(corpus, query, units, candidates), k)


def rough_cosines(corpus: Corpus, query: Floats, units: Sequence[int]) -> Floats:
    """Cosine with every moment [N] in float32, within `_error`; nan where float32 cannot tell."""
    direction = torch.from_numpy(_direction(query).astype(np.float32))
    norms = corpus.norms if _are_all(units, corpus) else None
    rough = np.empty(corpus.moments, dtype=np.float32)

    def fill(place: slice, block: Floats) -> None:
        chosen = block if norms is not None else block[list(units)]
        norm = norms[place] if norms is not None else lengths(chosen)
        sure = (norm > TINY) & (norm < HUGE)
        # Not NumPy's own product: its threads and ours would wait for each other.
        dots = torch.mv(torch.from_numpy(chosen).t(), direction).numpy()
        rough[place] = np.where(sure, dots / np.where(sure, norm, 1), np.nan)

    corpus.each_block(fill)
    return rough


def _are_all(units: Sequence[int], corpus: Corpus) -> bool:
    return list(units) == list(range(corpus.units))


def _error(units: int) -> float:
    """How far a cosine over so many units may be off in float32: a sum of n products is off by at most n roundings of
    ‖x‖‖y‖, whatever its order (Higham 2002, 3.1), and so is a norm's square; the rest is a few more."""
    return (2 * units + 16) * ROUNDING


def _cosines(corpus: Corpus, query: Floats, units: Sequence[int], moments: Numbers) -> Doubles:
    """Cosine with some moments, in float64."""
    direction = _direction(query)
    parts = [moments[first : first + AT_ONCE] for first in range(0, len(moments), AT_ONCE)]
    cosines = [(_direction(corpus.values(part, units)) * direction).sum(axis=1) for part in parts]
    return np.concatenate([np.empty(0), *cosines])


def _direction(vectors: Floats) -> Doubles:
    """x ÷ ‖x‖ along the last axis, in float64; of zeros, zeros."""
    exact = vectors.astype(np.float64)
    norms = np.sqrt((exact * exact).sum(axis=-1, keepdims=True))
    return np.asarray(exact / np.where(norms > 0, norms, 1))
