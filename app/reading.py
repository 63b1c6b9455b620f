"""What a model made of a text, and the memory of the latest ones: page, figures and export of a text read it once."""

from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache

from model import LoadedModel, Predictions, Trace, predict, trace_text

MOST_GUESSES = 50  # predicted once for every request that asks for fewer
BYTES_PER_TOKEN = 500  # of Python objects, about


@dataclass(frozen=True)
class Reading:
    """A trace and the predictions along it: MOST_GUESSES a step, or the whole vocabulary where that is smaller."""

    trace: Trace
    predictions: Predictions

    @property
    def size(self) -> int:
        """Bytes that it takes to keep, about."""
        arrays = [*self.trace.signals.values(), self.predictions.ids, self.predictions.probabilities]
        return sum(array.nbytes for array in arrays) + BYTES_PER_TOKEN * len(self.trace.tokens)


def read_text(model: LoadedModel, text: str) -> Reading:
    """Read a text. Raises InputError for a blank one."""
    trace = trace_text(model, text)
    return Reading(trace, predict(model, trace, min(MOST_GUESSES, model.tokenizer.size)))


class ReadingCache:
    """The readings used last, up to `limit` bytes in all, by weights and text. Safe to use from many threads."""

    def __init__(self, limit: int) -> None:
        self._kept: LRUCache[tuple[str, str], Reading] = LRUCache(limit, getsizeof=lambda reading: reading.size)
        self._lock = Lock()

    def get(self, model: LoadedModel, text: str) -> Reading | None:
        """The reading of a text by a model, or None."""
        with self._lock:
            return self._kept.get((model.sha256, text))

    def keep(self, model: LoadedModel, text: str, reading: Reading) -> None:
        """Keep a reading, unless it alone is larger than the cache."""
        with self._lock:
            if reading.size <= self._kept.maxsize:
                self._kept[model.sha256, text] = reading
