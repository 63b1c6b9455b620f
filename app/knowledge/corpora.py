"""The corpora that a server has at hand: read when they are first asked for, kept as long as there is room."""

from threading import Lock

from cachetools import LRUCache

from model import Corpus, LoadedModel, MissingError, read_labelled

LABELLED = "labelled"
MEBIBYTE = 1 << 20
# Six signals of a network of 256 units.
ROOM = 128 * MEBIBYTE


class Corpora:
    """Finds corpora by name. Safe to use from many threads: one reads, those that know theirs do not wait for it."""

    def __init__(self) -> None:
        self._labelled: LRUCache[tuple[str, int, str], Corpus] = LRUCache(
            ROOM, getsizeof=lambda corpus: sum(block.nbytes for block in corpus.blocks)
        )
        self._lock, self._reading = Lock(), Lock()

    def get(self, name: str, model: LoadedModel, layer: int, signal: str) -> Corpus:
        """One signal of one layer of a corpus, as a model has read it.

        Raises InputError for a model that cannot read it, MissingError for a name that is not there.
        """
        if name != LABELLED:
            raise MissingError(
                f"There is no such corpus for {model.name}. Search `{LABELLED}`, or make one by "
                f"`gatescope index FILE --model {model.name} --name NAME`.",
                field="corpus",
            )
        return self._read_labelled(model, layer, signal)

    def _read_labelled(self, model: LoadedModel, layer: int, signal: str) -> Corpus:
        key = (model.sha256, layer, signal)
        with self._lock:
            known = self._labelled.get(key)
        if known is not None:
            return known
        with self._reading:
            with self._lock:
                known = self._labelled.get(key)
            return known if known is not None else self._keep(key, read_labelled(model, layer, signal))

    def _keep(self, key: tuple[str, int, str], corpus: Corpus) -> Corpus:
        with self._lock:
            if self._labelled.getsizeof(corpus) <= self._labelled.maxsize:
                self._labelled[key] = corpus
        return corpus
