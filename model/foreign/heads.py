"""What stands below and above the recurrent layers in a state dict: the embedding, and the head that predicts.

A head is believed only where every weight of the file has a place: with a normalisation or an attention besides, nobody
can tell from names what the head reads, and a wrong probability is worse than none.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from model.foreign.found import check_finite, listed, refused
from model.network import Head

EMBEDDINGS = re.compile(r"(^|.*[._])(\w*emb\w*|encoder|wte|lookup\w*|drop_?in)([._].*|$)", re.IGNORECASE)


@dataclass(frozen=True)
class FoundHead:
    """A head, the names that it goes by in the file, and what of the file has no place."""

    kind: Head
    weight: Tensor | None = None
    bias: Tensor | None = None
    names: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def find_embedding(others: Mapping[str, Tensor], width: int) -> str | None:
    """The name of the matrix [V, `width`] whose rows stand for tokens; None where there is none.

    A matrix with a bias beside it is a layer, no embedding. Raises InputError where several could be it.
    """
    fitting = [
        name for name, values in others.items()
        if values.dim() == 2 and values.shape[1] == width and len(values) > 1 and bias_of(name, others) is None
    ]  # fmt: skip
    named = [name for name in fitting if EMBEDDINGS.fullmatch(name)]
    choice = named or fitting
    if len(choice) > 1:
        raise refused(
            f"{listed(choice)} could each be the embedding: they have {width:,} columns, as many as the first "
            "recurrent layer reads. Rename it to embedding.weight in the file, or leave the others out."
        )
    return choice[0] if choice else None


def find_head(others: Mapping[str, Tensor], embedding: str | None, vocabulary: int, units: int) -> FoundHead:
    """The layer that predicts: [vocabulary, units], with its bias or without, or the embedding once more."""
    rest = {name: values for name, values in others.items() if name != embedding}
    matrices = [name for name, values in rest.items() if tuple(values.shape) == (vocabulary, units)]
    if len(matrices) == 1:
        weight, bias = matrices[0], bias_of(matrices[0], rest)
    else:
        weight, bias = None, _bias_alone(rest, vocabulary) if not matrices and embedding else None
    used = tuple(name for name in (weight, bias) if name)
    unknown = [name for name in rest if name not in used]
    if unknown or not used:
        shapes = [f"{name} {list(rest[name].shape)}" for name in rest]
        return FoundHead("none", left_out=(no_head(shapes, vocabulary, units),))
    return _head(others, embedding, weight, bias)


def bias_of(name: str, others: Mapping[str, Tensor]) -> str | None:
    """The name of the bias [rows] that belongs to a matrix."""
    bias = re.sub(r"weight$", "bias", name)
    return bias if bias != name and bias in others and others[bias].shape == others[name].shape[:1] else None


def _bias_alone(rest: Mapping[str, Tensor], vocabulary: int) -> str | None:
    """A bias [vocabulary] without a matrix: of a head that shares the embedding's, which is stored once."""
    alone = [name for name, values in rest.items() if tuple(values.shape) == (vocabulary,)]
    return alone[0] if len(alone) == 1 else None


def _head(others: Mapping[str, Tensor], embedding: str | None, weight: str | None, bias: str | None) -> FoundHead:
    names = tuple(name for name in (weight, bias) if name)
    values = None if bias is None else check_finite(bias, others[bias])
    if weight is None or (embedding and torch.equal(others[weight], others[embedding])):
        return FoundHead("tied", None, values, names)
    return FoundHead("linear", check_finite(weight, others[weight]), values, names)


def no_head(shapes: Sequence[str], vocabulary: int, units: int) -> str:
    """Why there are no predictions, in a sentence about the weights that have no place, `shapes`."""
    if not shapes:
        return "There is no layer that predicts"
    return f"{listed(shapes)}: no softmax over {vocabulary:,} tokens that reads {units:,} units and nothing else"
