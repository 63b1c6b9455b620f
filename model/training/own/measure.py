"""How good a network of one's own is on text that it has not seen, beside what it has to beat."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.checkpoint import LoadedModel
from model.training.bootstrap import difference, paragraph_of_tokens
from model.training.data import Stream
from model.training.evaluate import HeldOut, token_losses
from model.training.ngram import KneserNey

ORDER = 5
# Tokens. An n-gram of more would take longer to count than is worth it here.
MOST_COUNTED = 3_000_000

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Measured:
    """`losses` of the test text's tokens in nats [N], and `figures` of the card."""

    losses: Floats
    figures: dict[str, Any]


def measure(model: LoadedModel, training: list[Stream], test: HeldOut) -> Measured:
    """`test`, `unigram` and, where the text is not too long, `ngram` of a card."""
    losses = np.concatenate([token_losses(model.network, stream).double().numpy() for stream in test.streams])
    size = test.size()
    figures = {"test": {"stretches": size.pop("books"), **size, **test.summary(float(losses.sum()))}}
    orders = {"unigram": 1} | ({"ngram": ORDER} if sum(map(len, training)) <= MOST_COUNTED else {})
    for name, order in orders.items():
        figures[name] = _yardstick(KneserNey(training, model.tokenizer.size, order), test, losses)
    return Measured(losses, figures)


def against_twin(losses: Floats, others: Floats, twin: str, test: HeldOut) -> dict[str, Any]:
    """`against_twin` of a card: how far losses lie from those of the twin of that name on the same tokens."""
    return {"twin": twin, **difference(losses, others, paragraph_of_tokens(test.streams))}


def _yardstick(ngram: KneserNey, test: HeldOut, losses: Floats) -> dict[str, Any]:
    """An n-gram on the test text, and how far the network's losses lie from its."""
    others = np.concatenate([ngram.losses(stream) for stream in test.streams])
    return {
        "order": ngram.order,
        "smoothing": "interpolated modified Kneser-Ney",
        **test.summary(float(others.sum())),
        "difference": difference(losses, others, paragraph_of_tokens(test.streams)),
    }
