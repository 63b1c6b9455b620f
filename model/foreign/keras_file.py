"""A Keras HDF5 file -> the network that it holds: an embedding, recurrent layers on each other, a softmax or none."""

import re
from collections.abc import Sequence
from pathlib import Path

from torch import Tensor

from model.foreign.found import ForeignNetwork, check_finite, check_layers, kind_of, listed, refused
from model.foreign.hdf5_file import Hdf5, read_hdf5
from model.foreign.keras_gates import from_keras, is_cudnn
from model.foreign.keras_head import keras_head
from model.foreign.keras_layers import KerasLayer, keras_version, layers_of
from model.recurrence import Weights
from model.signals import Kind

# Layers that change nothing when a trained network reads.
IDLE = re.compile(
    r"(input|(spatial_?)?dropout(_?1d)?|gaussian_?(noise|dropout)|masking|activity_?regularization)(_?layer)?(_\d+)?",
    re.IGNORECASE,
)
# From this version on gates are sigmoids unless the program says otherwise; before, they were hard sigmoids.
SIGMOID_SINCE = (2, 3)


def read_keras(path: Path, architecture: str | None = None) -> ForeignNetwork:
    """The network of a file; `architecture`: what model.to_json() says, where the file holds weights alone.

    Raises InputError for what cannot be read, has no recurrent layer, or computes otherwise than PyTorch's layers do.
    """
    file = read_hdf5(path)
    layers = layers_of(file, architecture)
    places = [place for place, layer in enumerate(layers) if is_recurrent(layer)]
    if not places:
        raise refused(
            "There is no recurrent layer in the file: nothing in it is called recurrent_kernel. It has the layers "
            f"{listed([layer.name for layer in layers])}. A file of Keras 3's save_weights does not say what its "
            "weights are: save the model whole, model.save('network.h5')."
        )
    weighted = [place for place in range(places[0]) if layers[place].weights]
    embedding = _embedding(layers[weighted[-1]]) if weighted else None
    path_through = layers[weighted[-1] + 1 if weighted else 0 : places[-1] + 1]
    stack = [layer for layer in path_through if is_recurrent(layer)]
    assumed = _check_between(path_through, stack)
    weights = tuple(_converted(layer) for layer in stack)
    check_layers(weights, [layer.name for layer in stack])
    kinds = {kind_of(each.recurrent, layer.name) for each, layer in zip(weights, stack, strict=True)}
    if len(kinds) > 1:
        raise refused(f"The layers {listed([layer.name for layer in stack])} are of several kinds: {sorted(kinds)}.")
    kind = kinds.pop()
    assumed += _check_gates(file, stack, kind)
    vocabulary = weights[0].input.shape[1] if embedding is None else len(embedding)
    head = keras_head(layers[places[-1] + 1 :], vocabulary, weights[0].units)
    where = (
        ("recurrent layers", listed([layer.name for layer in stack])),
        ("embedding", layers[weighted[-1]].name if weighted else "none"),
        ("head", listed(head.names)),
    )
    return ForeignNetwork(
        "Keras HDF5", kind, embedding, weights, head.kind, head.weight, head.bias, where, head.left_out,
        tuple(assumed),
    )  # fmt: skip


def is_recurrent(layer: KerasLayer) -> bool:
    return "recurrent_kernel" in layer.weights


def _embedding(layer: KerasLayer) -> Tensor:
    rows = layer.weights.get("embeddings")
    if rows is None or rows.dim() != 2 or not rows.numel() or len(layer.weights) > 1:
        raise refused(
            f"Under the recurrent layers stands {_described(layer)}, no embedding: the network does not read tokens "
            "one by one. trace_module (LIBRARY.md) traces a recurrent layer on whatever it reads."
        )
    return check_finite(layer.name, rows)


def _check_between(layers: Sequence[KerasLayer], stack: Sequence[KerasLayer]) -> list[str]:
    """What is taken for granted of the layers among the recurrent ones. Raises InputError for those that compute."""
    assumed = []
    for layer in layers:
        if layer.reverse:
            raise refused(
                f"{layer.name} reads backward too: at the beginning of a text it knows the end, so there is no reading "
                "step by step. trace_module (LIBRARY.md) traces it."
            )
        if is_recurrent(layer) or IDLE.fullmatch(layer.kind or layer.name):
            continue
        if layer.weights or layer.kind:
            raise refused(
                f"Between the embedding and {stack[-1].name} stands {_described(layer)}: what the recurrent layers "
                "read is not what the layer below gives. trace_module (LIBRARY.md) traces one layer on its own input."
            )
        assumed.append(f"the layer {layer.name}, of which the file says nothing, changes nothing")
    return assumed


def _check_gates(file: Hdf5, stack: Sequence[KerasLayer], kind: Kind) -> list[str]:
    """What is taken for granted of the gates. Raises InputError where they are no sigmoids, or that is likely."""
    unsure = []
    for layer in stack:
        gate = layer.config.get("recurrent_activation", layer.config.get("inner_activation", "sigmoid"))
        activation = layer.config.get("activation", "tanh")
        if gate != "sigmoid" or activation != "tanh":
            raise refused(
                f"{layer.name} computes its gates by {str(gate)[:40]} and its contents by {str(activation)[:40]}; here "
                "they are computed by sigmoid and tanh. Train it with these, or trace it where it was made."
            )
        if not layer.config and not is_cudnn(layer.weights):
            unsure.append(layer.name)
    if not unsure:
        return []
    written = keras_version(file)
    version = f"Keras {written[0]}.{written[1]}" if any(written) else "a Keras that does not say its version"
    if written < SIGMOID_SINCE and kind != "rnn":
        raise refused(
            f"The file holds weights alone and was written by {version}, where the gates of "
            f"{listed(unsure)} are hard sigmoids unless the program said otherwise; here they are sigmoids. Save the "
            "model whole, model.save('network.h5'), or put what model.to_json() says beside it as architecture.json."
        )
    return [f"the gates of {listed(unsure)} are sigmoids and the contents tanh, as {version} has them"]


def _converted(layer: KerasLayer) -> Weights:
    found = from_keras(layer.name, layer.weights)
    return Weights(*(check_finite(layer.name, each) for each in found.flat))


def _described(layer: KerasLayer) -> str:
    return f"{layer.name} ({layer.kind})" if layer.kind else layer.name
