"""Similar moments: a search through a million moments on disk, and what it costs to put text into an index."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from torch.nn.utils.rnn import pack_sequence

from benchmarks.measure import Measurement, median_ms, seconds
from model import LoadedModel, Pattern, load_model, matching, nearest
from model.knowledge.labelled import step_texts
from model.similar.corpus import Corpus, Floats
from model.similar.format import Header
from model.similar.labels import RULED, label_text
from model.similar.opening import open_index
from model.similar.passages import Passages, encode_passages
from model.similar.states import batches, chunks
from model.similar.texts import Texts
from model.similar.writing import Parts, write_file, write_index

MOMENTS, PASSAGE = 1_000_000, 100
SEARCH = 150.0  # ms
INDEXING = 3.0
SEARCHES = 11
SENTENCES = 1_000
SEED = 1


def measure() -> Iterator[Measurement]:
    """Medians of 11 searches of a mapped file whose pages are in memory; indexing against reading, on one thread."""
    torch.set_num_threads(1)
    model = load_model()
    with TemporaryDirectory() as folder:
        corpus = million(Path(folder) / "million.index", model)
        yield from searches(corpus, model.units)
        yield Measurement("indexing ÷ fused forward, the same batches", indexing(Path(folder), model), "", INDEXING)


def searches(corpus: Corpus, units: int) -> Iterator[Measurement]:
    """By state over all units and over some, by a pattern, and what the same values would take in float16."""
    random = np.random.default_rng(SEED)
    queries = random.standard_normal((SEARCHES, units), dtype=np.float32)
    many, some, few = (range(0, units, step) for step in (1, 8, 64))
    what = f"{corpus.moments:,} moments"
    nearest(corpus, queries[0], many, 10)  # the norms are computed once
    for chosen in (many, some, few):
        searched = [partial(nearest, corpus, query[chosen], chosen, 10) for query in queries]
        yield Measurement(f"{what} × {len(chosen)} units: the 10 most like one", median_ms(searched), "ms", SEARCH)
    patterns = [Pattern(few, above, off_before=True) for above in np.linspace(0, 2, SEARCHES).tolist()]
    matched = [partial(matching, corpus, pattern, 10) for pattern in patterns]
    yield Measurement(f"{what}: a pattern of {len(few)} units", median_ms(matched), "ms", SEARCH)
    halves = [torch.from_numpy(block).half() for block in corpus.blocks]
    products = [partial(in_half, halves, query) for query in queries]
    yield Measurement(f"{what} × {units} units: products alone, kept in float16", median_ms(products), "ms")


def in_half(blocks: list[torch.Tensor], query: Floats) -> list[torch.Tensor]:
    """Products with values kept in half of the room and computed in float32: float16 alone would not be exact."""
    return [torch.mv(block.float().t(), torch.from_numpy(query)) for block in blocks]


def million(path: Path, model: LoadedModel) -> Corpus:
    """An index of random values in passages of one letter, in the real format, with its pages in memory."""
    random = np.random.default_rng(SEED)
    count = MOMENTS // PASSAGE
    texts = Texts.of("a" for _ in range(count))
    header = Header(model.name, model.sha256, ["cell"], ["none"], 1, model.units, count, MOMENTS, len(texts.content))
    parts: Parts = {
        "ends": texts.ends,
        "starts": np.arange(0, MOMENTS + 1, PASSAGE),
        "content": texts.content,
        "labels": np.zeros((1, MOMENTS), dtype=bool),
        "before": np.zeros((1, 1, model.units), dtype=np.float32),
    }
    write_file(path, header, parts, (random.standard_normal(shape, dtype=np.float32) for shape in header.blocks()))
    return open_index(path, model).corpus(0, "cell")


def indexing(folder: Path, model: LoadedModel) -> float:
    """(text -> index of cell and hidden, on disk) ÷ (the module alone, over the same tokens in the same batches)."""
    texts = [each.text for each in step_texts(1, SENTENCES, SEED)]

    def index() -> Passages:
        passages = encode_passages(model, map(label_text, texts), RULED)
        write_index(folder / "sentences.index", model, passages, ["cell", "hidden"])
        return passages

    passages = index()
    pairs = [(seconds(index), seconds(lambda: forward(model, passages))) for _ in range(3)]
    return min(one for one, _ in pairs) / min(other for _, other in pairs)


@torch.inference_mode()
def forward(model: LoadedModel, passages: Passages) -> None:
    """The fused forward."""
    for chunk in chunks(passages.ids):
        for batch in batches(chunk):
            embedded = [model.network.embedding(torch.from_numpy(chunk[number]).long()) for number in batch]
            model.network.recurrent(pack_sequence(embedded))
