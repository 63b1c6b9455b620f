"""Is one model better than another on the same tokens? The mean difference and how far chance could move it.

Tokens of a paragraph depend on each other, so whole paragraphs are drawn again (Efron & Tibshirani 1993).
"""

import numpy as np
from numpy.typing import NDArray

from model.tokenizer import START_ID
from model.training.data import Stream

RESAMPLES = 2000
SEED = 1


def paragraph_of_tokens(streams: list[Stream]) -> NDArray[np.int64]:
    """Which paragraph each predicted token belongs to [N], from 0. The token that ends a paragraph belongs to it."""
    read = np.concatenate(streams)  # the token read at each step; the next one is predicted
    return np.asarray(np.cumsum(read == START_ID) - 1, dtype=np.int64)


def difference(
    losses: NDArray[np.float64],
    others: NDArray[np.float64],
    paragraphs: NDArray[np.int64],
    resamples: int = RESAMPLES,
) -> dict[str, float]:
    """Mean of losses − others in nats per token (negative: the first is better), with its 95 % interval.

    All [N], of the same tokens. The interval is that of `resamples` seeded draws of as many paragraphs as there are.
    """
    tokens = np.bincount(paragraphs).astype(np.float64)
    sums = np.bincount(paragraphs, weights=losses - others)
    random = np.random.default_rng(SEED)
    means = np.empty(resamples)
    for number in range(resamples):
        drawn = random.integers(len(tokens), size=len(tokens))
        means[number] = sums[drawn].sum() / tokens[drawn].sum()
    low, high = np.percentile(means, (2.5, 97.5))
    return {
        "nats_per_token": round(float(sums.sum() / tokens.sum()), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
    }
