"""Corpora of chosen values, and what a search of them should find, in plain Python."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from model.similar.corpus import Corpus, in_blocks
from model.similar.texts import Texts

DIGITS = 6


def corpus_of(values: NDArray[np.float32], lengths: Sequence[int], before: NDArray[np.float32]) -> Corpus:
    """A corpus of values [N, U] in passages of these lengths, with one label that is true at every third moment."""
    starts = np.cumsum([0, *lengths], dtype=np.int64)
    texts = Texts.of(f"passage {number}" for number in range(len(lengths)))
    return Corpus(texts, starts, in_blocks(values), before, {"third": np.arange(len(values)) % 3 == 0})


def cosine(one: Sequence[float], other: Sequence[float]) -> float:
    """By its definition; 0 where either is a state of zeros."""
    norms = math.hypot(*one) * math.hypot(*other)
    return math.fsum(a * b for a, b in zip(one, other, strict=True)) / norms if norms else 0.0


def ranked(scores: dict[int, float], k: int) -> list[int]:
    """The best k keys, the highest score first; of those that agree to DIGITS decimals the lower key."""
    return sorted(scores, key=lambda key: (-round(scores[key], DIGITS), key))[:k]
