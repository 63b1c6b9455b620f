"""The corpora that a server has at hand: opened or read when first asked for, kept as long as there is room."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from cachetools import LRUCache

from model import Corpus, Index, LoadedModel, index_path, open_index, read_labelled

LABELLED = "labelled"
MEBIBYTE = 1 << 20
# Six signals of a network of 256 units.
ROOM = 128 * MEBIBYTE
# Indexes that stay open: mapped, not read, so that they take hardly any memory of their own.
MOST_OPEN = 16


@dataclass(frozen=True)
class Opened:
    """An open index, and which file it was: one that is made again is another one."""

    file: tuple[int, int, int]
    index: Index


class Corpora:
    """Finds corpora by name. `home`: where indexes are.

    Safe to use from many threads: one at a time reads, and those whose corpus is at hand do not wait for it.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._labelled: LRUCache[tuple[str, int, str], Corpus] = LRUCache(ROOM, getsizeof=size)
        self._open: LRUCache[Path, Opened] = LRUCache(MOST_OPEN)
        self._lock, self._reading = Lock(), Lock()

    def get(self, name: str, model: LoadedModel, layer: int, signal: str) -> Corpus:
        """One signal of one layer of a corpus, as a model has read it.

        Raises MissingError for a name that is not there and for a model that reads no English, InputError for an index
        that is damaged, of other weights or without the signal.
        """
        if name != LABELLED:
            return self._index(index_path(self._home, model.name, name), model).corpus(layer, signal)
        key = (model.identity, layer, signal)
        known = self._known(key)
        if known is not None:
            return known
        with self._reading:
            known = self._known(key)
            return known if known is not None else self._keep(key, read_labelled(model, layer, signal))

    def _known(self, key: tuple[str, int, str]) -> Corpus | None:
        with self._lock:
            return self._labelled.get(key)

    def _keep(self, key: tuple[str, int, str], corpus: Corpus) -> Corpus:
        with self._lock:
            if size(corpus) <= ROOM:
                self._labelled[key] = corpus
        return corpus

    def _index(self, path: Path, model: LoadedModel) -> Index:
        """The index of a file, opened once as long as the file and the weights stay the same."""
        now = identity(path)
        with self._lock:
            known = self._open.get(path)
        if known is not None and known.file == now and known.index.header.sha256 == model.identity:
            return known.index
        with self._reading:
            opened = open_index(path, model)
        with self._lock:
            self._open[path] = Opened(now, opened)
        return opened


def size(corpus: Corpus) -> int:
    """Bytes of the values."""
    return sum(block.nbytes for block in corpus.blocks)


def identity(path: Path) -> tuple[int, int, int]:
    """What changes when a file is made again; zeros where there is none."""
    try:
        status = path.stat()
    except OSError:
        return (0, 0, 0)
    return (status.st_ino, status.st_size, status.st_mtime_ns)
