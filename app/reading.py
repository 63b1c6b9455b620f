"""What a model made of a text, and the memory of the latest ones: page, figures and export of a text read it once."""

from dataclasses import dataclass, field
from threading import Lock

from cachetools import LRUCache

from model import Hold, LoadedModel, Predictions, Trace, overridden, predict, trace_held, trace_text

MOST_GUESSES = 50  # predicted once for every request that asks for fewer
BYTES_PER_TOKEN = 500  # of Python objects, about


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
        guesses = [] if self.predictions is None else [self.predictions.ids, self.predictions.probabilities]
        return sum(array.nbytes for array in (*signals, *guesses)) + BYTES_PER_TOKEN * len(self.trace.tokens)


def read_text(model: LoadedModel, text: str, holds: tuple[Hold, ...]) -> Reading:
    """Read a text that is not blank, while signals are held. Raises as `trace_held` does."""
    trace = trace_held(model, model.tokenizer.encode(text), holds) if holds else trace_text(model, text)
    predictions = predict(model, trace, min(MOST_GUESSES, model.tokenizer.size)) if model.predicts else None
    return Reading(trace, predictions, overridden(holds, len(trace.tokens)))


class ReadingCache:
    """The readings used last, up to `limit` bytes in all, by network, text and holds. Safe to use from many threads."""

    def __init__(self, limit: int) -> None:
        self._kept: LRUCache[tuple[str, str, tuple[Hold, ...]], Reading] = LRUCache(
            limit, getsizeof=lambda reading: reading.size
        )
        self._lock = Lock()

    def get(self, model: LoadedModel, text: str, holds: tuple[Hold, ...]) -> Reading | None:
        """The reading of a text by a model under these holds, or None."""
        with self._lock:
            return self._kept.get((model.identity, text, holds))

    def keep(self, model: LoadedModel, text: str, holds: tuple[Hold, ...], reading: Reading) -> None:
        """Keep a reading, unless it alone is larger than the cache."""
        with self._lock:
            if reading.size <= self._kept.maxsize:
                self._kept[model.identity, text, holds] = reading
