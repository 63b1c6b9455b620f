"""A state dict of PyTorch -> the network that it is of. Who is who is told by names and shapes alone."""

import re
from collections.abc import Mapping

from torch import Tensor

from model.foreign.found import ForeignNetwork, check_finite, check_layers, kind_of, listed, refused
from model.foreign.heads import find_embedding, find_head
from model.foreign.keys import PARTS, Place, recurrent_layers
from model.recurrence import Weights

# Counters and the like that a module keeps beside its weights.
BUFFERS = re.compile(r".*(num_batches_tracked|position_ids)")

LONGEST_NAME = 1_000


def network_of(tensors: Mapping[str, Tensor], format: str) -> ForeignNetwork:
    """The recurrent network of a state dict. Raises InputError for what is missing or does not fit."""
    if too_long := [name for name in tensors if len(name) > LONGEST_NAME]:
        raise refused(f"The name {too_long[0][:40]!r}… has {len(too_long[0]):,} letters: this is no state dict.")
    places = recurrent_layers(tensors)
    layers = tuple(_layer(tensors, place) for place in places)
    names = [_name(place, "weight_ih") for place in places]
    kinds = {kind_of(layer.recurrent, name) for layer, name in zip(layers, names, strict=True)}
    check_layers(layers, names)
    if len(kinds) > 1:
        raise refused(f"The layers are of several kinds: {', '.join(sorted(kinds))}. Import one of them.")
    others = {
        name: values for name, values in tensors.items()
        if not PARTS.fullmatch(name) and not BUFFERS.fullmatch(name) and values.is_floating_point()
    }  # fmt: skip
    width = layers[0].input.shape[1]
    embedding = find_embedding(others, width)
    rows = None if embedding is None else check_finite(embedding, others[embedding])
    head = find_head(others, embedding, width if rows is None else len(rows), layers[0].units)
    where = [("recurrent layers", listed(names)), ("embedding", embedding or "none"), ("head", listed(head.names))]
    kind = kinds.pop()
    assumed = ["its units use tanh, for the file does not say"] if kind == "rnn" else []
    if head.kind == "none" and len(others) > 1:
        assumed.append("of what is left out, nothing stands between the embedding and the recurrent layers")
    return ForeignNetwork(
        format, kind, rows, layers, head.kind, head.weight, head.bias, tuple(where), head.left_out, tuple(assumed)
    )


def _layer(tensors: Mapping[str, Tensor], place: Place) -> Weights:
    """The weights of one layer; biases that the file lacks are zeros."""
    inputs, recurrent = (_matrix(tensors, _name(place, part)) for part in ("weight_ih", "weight_hh"))
    if len(inputs) != len(recurrent):
        raise refused(
            f"{_name(place, 'weight_ih')} has {len(inputs):,} rows, {_name(place, 'weight_hh')} has "
            f"{len(recurrent):,}. Both must have one for each gate of each unit: the file has the wrong shapes."
        )
    biases = (_bias(tensors, _name(place, part), recurrent) for part in ("bias_ih", "bias_hh"))
    return Weights(inputs, recurrent, *biases)


def _matrix(tensors: Mapping[str, Tensor], name: str) -> Tensor:
    if name not in tensors:
        raise refused(f"{name} is missing. The file has: {listed(list(tensors))}.")
    if tensors[name].dim() != 2 or 0 in tensors[name].shape or not tensors[name].is_floating_point():
        raise refused(
            f"{name} has the shape {list(tensors[name].shape)} of {_dtype(tensors[name])}; a matrix of fractions is "
            "needed."
        )
    return check_finite(name, tensors[name])


def _bias(tensors: Mapping[str, Tensor], name: str, recurrent: Tensor) -> Tensor:
    if name not in tensors:
        return recurrent.new_zeros(len(recurrent))
    if tuple(tensors[name].shape) != (len(recurrent),) or not tensors[name].is_floating_point():
        raise refused(
            f"{name} has the shape {list(tensors[name].shape)} of {_dtype(tensors[name])}; {len(recurrent):,} "
            "fractions are needed, one for each gate of each unit."
        )
    return check_finite(name, tensors[name])


def _name(place: Place, part: str) -> str:
    prefix, end = place
    return f"{prefix}{part}{end}"


def _dtype(values: Tensor) -> str:
    return str(values.dtype).removeprefix("torch.")
