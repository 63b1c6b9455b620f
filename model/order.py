"""Does the order of the words matter? The same words in another order, and how far the memory ends from where it was.

A network that only collected words would end in the same state whichever way they came.
"""

from dataclasses import dataclass
from random import Random

import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pack_sequence

from model.checkpoint import LoadedModel
from model.errors import InputError


@dataclass(frozen=True)
class Shuffled:
    """A text with its words in another order: `order[k]` is where the word that is now at k was before."""

    text: str
    order: list[int]


@dataclass(frozen=True)
class FinalStates:
    """The states in which a network ends B texts, all layers in a row: `hidden` [B, L·U], and `cell` in an LSTM."""

    hidden: Tensor
    cell: Tensor | None


@dataclass(frozen=True)
class StateDistance:
    """How far two states lie apart.

    `distance` ‖a − b‖₂; `relative`: divided by the mean of the two norms, 0 where the states are equal and √2 where
    they are as long as each other and at right angles; `cosine` of the angle between them, −1..1.
    """

    distance: float
    relative: float
    cosine: float


def shuffle_words(text: str, seed: int) -> Shuffled:
    """Words, which are what white space parts, in another order that the seed chooses, a space between them.

    Raises InputError for fewer than two words.
    """
    words = text.split()
    if len(words) < 2:
        raise InputError("One word alone has no order. Type another one.", field="text")
    random = Random(seed)  # nosec: no secret depends on it
    order = list(range(len(words)))
    while order == sorted(order):  # at most half of all draws leave the words as they are
        random.shuffle(order)
    return Shuffled(" ".join(words[place] for place in order), order)


def final_states(model: LoadedModel, texts: list[str]) -> FinalStates:
    """The states after the last token of each text, read from zero state, the start token first where there is one."""
    rows = [torch.tensor([*model.tokenizer.opening, *model.tokenizer.encode_ids(text)]) for text in texts]
    with torch.no_grad():
        embedded = pack_sequence([model.network.embedding(row) for row in rows], enforce_sorted=False)
        _, state = model.network.recurrent(embedded)
    if isinstance(state, tuple):
        hidden, cell = state
        return FinalStates(_flat(hidden), _flat(cell))
    return FinalStates(_flat(state), None)


def state_distance(one: Tensor, other: Tensor) -> StateDistance:
    """How far two states [S] lie apart. Both are 0 for states that are nothing but zeros."""
    apart = float((one - other).norm())
    length = float(one.norm() + other.norm()) / 2
    cosine = float(functional.cosine_similarity(one, other, dim=0))
    return StateDistance(apart, apart / length if length else 0.0, cosine)


def _flat(state: Tensor) -> Tensor:
    """[L, B, U] -> [B, L·U] float64."""
    return state.transpose(0, 1).flatten(start_dim=1).double()
