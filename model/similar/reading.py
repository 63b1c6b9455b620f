"""A model reads passages, and they can be searched: labelled sentences, or texts of one's own."""

from collections.abc import Sequence

import numpy as np

from model.checkpoint import LoadedModel
from model.errors import InputError, MissingError
from model.knowledge.labelled import step_texts
from model.knowledge.marks import Labelled
from model.knowledge.moments import check_reads_sentences, step_properties
from model.similar.corpus import Corpus, in_blocks
from model.similar.labels import RULED, label_text
from model.similar.passages import Passages, encode_passages
from model.similar.states import read_states, start_states

# The half of the lexicon that chose no unit, in sentences that nothing else was measured on.
HALF, SEED = 2, 6
# Enough for a hundred moments of every kind; 20 MB and about a second of 256 units.
MOMENTS = 20_000
# Of these as many are taken as have so many moments.
TEXTS = 500


def read_corpus(model: LoadedModel, texts: Sequence[str], layer: int, signal: str) -> Corpus:
    """One signal of one layer over texts, labelled by rules. Raises InputError where there is none, or one is blank."""
    if not texts or any(not text.strip() for text in texts):
        raise InputError("A text is blank. Give texts of at least one word.", field="texts")
    return _read(model, encode_passages(model, map(label_text, texts), RULED), layer, signal)


def read_labelled(model: LoadedModel, layer: int, signal: str) -> Corpus:
    """One signal of one layer over the labelled sentences, of which all step properties are known by construction.

    They are from the held-out half of the lexicon: names were given to units by the other half, so what is found here
    is no echo of that. Raises MissingError for a model that cannot read them.
    """
    check_reads_sentences(model)
    return _read(model, encode_passages(model, _enough(model), step_properties(model)), layer, signal)


def _enough(model: LoadedModel) -> list[Labelled]:
    labelled = step_texts(HALF, TEXTS, SEED)
    if not all(model.tokenizer.reads(each.text) for each in labelled):
        raise MissingError(
            f"The vocabulary of {model.name} lacks words of the labelled sentences. Search texts of your own.",
            field="corpus",
        )
    ends = np.cumsum([len(model.tokenizer.encode_ids(each.text)) for each in labelled])
    return labelled[: 1 + int(np.searchsorted(ends, MOMENTS))]


def _read(model: LoadedModel, passages: Passages, layer: int, signal: str) -> Corpus:
    states = read_states(model, passages.ids, [signal])
    values = np.concatenate([chunk[signal][layer] for chunk in states])
    before = start_states(model, [signal])[signal][layer, 0]
    return Corpus(
        passages.texts, passages.starts, in_blocks(values), before, passages.labels, len(model.tokenizer.opening)
    )
