"""A model reads passages, and they can be searched: labelled sentences, or texts of one's own."""

from collections.abc import Sequence

import numpy as np

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.knowledge.labelled import step_texts
from model.knowledge.marks import Labels
from model.similar.corpus import Corpus, Numbers, in_blocks
from model.similar.labels import label_text, label_tokens
from model.similar.states import read_states, start_states
from model.tokenizer import Token

# The half of the lexicon that chose no unit, in sentences that nothing else was measured on.
HALF, SEED = 2, 6
# Enough for a hundred moments of every kind; 20 MB and about a second of 256 units.
MOMENTS = 20_000
# More than are ever needed: those that hold MOMENTS tokens are taken.
TEXTS = 600


def read_corpus(model: LoadedModel, texts: Sequence[str], layer: int, signal: str) -> Corpus:
    """One signal of one layer over texts, labelled by rules. Raises InputError where a text is blank."""
    if any(not text.strip() for text in texts):
        raise InputError("A text is blank. Give texts of at least one word.", field="texts")
    tokens = [model.tokenizer.encode(text) for text in texts]
    return _read(model, texts, tokens, [label_text(text) for text in texts], layer, signal)


def read_labelled(model: LoadedModel, layer: int, signal: str) -> Corpus:
    """One signal of one layer over the labelled sentences, of which all step properties are known by construction.

    They are from the held-out half of the lexicon: names were given to units by the other half, so what is found here
    is no echo of that. Raises InputError for a model that cannot read them.
    """
    labelled = step_texts(HALF, TEXTS, SEED)
    try:
        tokens = [model.tokenizer.encode(each.text) for each in labelled]
    except InputError as error:
        raise InputError(
            f"{model.name} cannot read the labelled sentences: {error.detail} Search texts of your own.", field="corpus"
        ) from error
    ends = np.cumsum([len(each) - 1 for each in tokens])
    count = 1 + int(np.searchsorted(ends, MOMENTS))
    labelled, tokens = labelled[:count], tokens[:count]
    return _read(model, [each.text for each in labelled], tokens, [each.labels for each in labelled], layer, signal)


def _read(
    model: LoadedModel,
    texts: Sequence[str],
    tokens: list[list[Token]],
    labels: list[Labels],
    layer: int,
    signal: str,
) -> Corpus:
    states = read_states(model, [[token.id for token in each[1:]] for each in tokens], [signal])
    values = np.concatenate([passage[signal][layer] for chunk in states for passage in chunk])
    flags = [label_tokens(one, each) for one, each in zip(labels, tokens, strict=True)]
    return Corpus(
        texts,
        starts_of([len(each) - 1 for each in tokens]),
        in_blocks(values),
        start_states(model, [signal])[signal][layer, 0],
        {name: np.concatenate([each[name] for each in flags]) for name in labels[0]},
    )


def starts_of(lengths: Sequence[int]) -> Numbers:
    """The first moment of each passage of these lengths, then the number of them all."""
    return np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
