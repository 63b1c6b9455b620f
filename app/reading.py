"""What a model made of a text, and the memory of the latest ones: page, figures and export of a text read it once."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from cachetools import LRUCache

from model import (
    BLOCK,
    Hold,
    LoadedModel,
    Predictions,
    Token,
    Trace,
    overridden,
    predict,
    trace_held,
    trace_tokens,
)

MOST_GUESSES = 50  # predicted once for every request that asks for fewer
BYTES_PER_TOKEN = 500  # of Python objects, about
MOST_BEGINNINGS = 256  # texts that are being typed at the same time

Key = tuple[str, str, tuple[Hold, ...]]
Beginning = tuple[str, tuple[int, ...]]


@dataclass(frozen=True)
class Reading:
    """A trace and the predictions along it: MOST_GUESSES a step, or the whole vocabulary where that is smaller.

    `predictions` is None where the network predicts nothing.
    `notices`: a sentence for each hold that another one overrides.
    """

    trace: Trace
    predictions: Predictions | None
    notices: list[str] = field(default_factory=list)

    @property
    def size(self) -> int:
        """Bytes that it takes to keep, about."""
        signals = [*self.trace.signals.values(), *self.trace.held.values()]
        predictions = self.predictions
        guesses = [] if predictions is None else [predictions.ids, predictions.probabilities, predictions.turns]
        return sum(array.nbytes for array in (*signals, *guesses)) + BYTES_PER_TOKEN * len(self.trace.tokens)


def read_tokens(
    model: LoadedModel, tokens: Sequence[Token], holds: tuple[Hold, ...], known: Reading | None = None
) -> Reading:
    """Read the tokens of a text that is not blank, while signals are held. Raises as `trace_held` does.

    `known`: a reading of this model without holds. What both texts begin with is taken from it, to the same bits; where
    something is held nothing is.
    """
    if holds or known is None:
        trace = trace_held(model, tokens, holds) if holds else trace_tokens(model, tokens)
        before = None
    else:
        trace = trace_tokens(model, tokens, known.trace)
        before = None if known.predictions is None else (known.trace, known.predictions)
    most = min(MOST_GUESSES, model.tokenizer.size)
    predictions = predict(model, trace, most, before) if model.predicts else None
    return Reading(trace, predictions, overridden(holds, len(tokens)))


class ReadingCache:
    """The readings used last, up to `limit` bytes in all, by network, text and holds. Safe to use from many threads."""

    def __init__(self, limit: int) -> None:
        self._kept: LRUCache[Key, Reading] = LRUCache(limit, getsizeof=lambda reading: reading.size)
        # Who types on changes the end: of the texts with the same first block the latest is the most alike.
        self._latest: LRUCache[Beginning, Key] = LRUCache(MOST_BEGINNINGS)
        self._lock = Lock()

    def get(self, model: LoadedModel, text: str, holds: tuple[Hold, ...]) -> Reading | None:
        """The reading of a text by a model under these holds, or None."""
        with self._lock:
            return self._kept.get((model.identity, text, holds))

    def like(self, model: LoadedModel, tokens: Sequence[Token]) -> Reading | None:
        """The latest reading by a model without holds that has the first block of these tokens, or None."""
        with self._lock:
            key = self._latest.get(beginning(model, tokens))
            return None if key is None else self._kept.get(key)

    def keep(self, model: LoadedModel, text: str, holds: tuple[Hold, ...], reading: Reading) -> None:
        """Keep a reading, unless it alone is larger than the cache."""
        key = model.identity, text, holds
        with self._lock:
            if reading.size <= self._kept.maxsize:
                self._kept[key] = reading
                if not holds and len(reading.trace.tokens) >= BLOCK:
                    self._latest[beginning(model, reading.trace.tokens)] = key


def beginning(model: LoadedModel, tokens: Sequence[Token]) -> Beginning:
    """A model, and the first block of what it reads."""
    return model.identity, tuple(token.id for token in tokens[:BLOCK])
