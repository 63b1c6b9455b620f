"""What stands above the recurrent layers of a Keras model: a softmax over the vocabulary, or what is no such thing."""

from collections.abc import Sequence

from torch import Tensor

from model.foreign.found import check_finite
from model.foreign.heads import FoundHead, no_head
from model.foreign.keras_layers import KerasLayer

# What a softmax layer may say of its activation: logits are what is wanted.
ACTIVATIONS = ("softmax", "linear")


def keras_head(above: Sequence[KerasLayer], vocabulary: int, units: int) -> FoundHead:
    """The head among the layers above: one Dense layer from the last hidden state [units] to the vocabulary."""
    weighted = [layer for layer in above if layer.weights]
    if len(weighted) == 1 and _predicts(weighted[0], vocabulary, units):
        name, weights = weighted[0].name, weighted[0].weights
        bias = check_finite(name, weights["bias"]) if "bias" in weights else None
        return FoundHead("linear", check_finite(name, weights["kernel"].t()), bias, (name,))
    shapes = [f"{layer.name} {_shape(layer.weights)}" for layer in weighted]
    return FoundHead("none", left_out=(no_head(shapes, vocabulary, units),))


def _predicts(layer: KerasLayer, vocabulary: int, units: int) -> bool:
    kernel, bias = layer.weights.get("kernel"), layer.weights.get("bias")
    return (
        kernel is not None
        and tuple(kernel.shape) == (units, vocabulary)
        and (bias is None or tuple(bias.shape) == (vocabulary,))
        and layer.weights.keys() <= {"kernel", "bias"}
        and layer.kind in ("", "Dense")
        and layer.config.get("activation", "softmax") in ACTIVATIONS
    )


def _shape(weights: dict[str, Tensor]) -> list[int]:
    return list(max(weights.values(), key=Tensor.numel).shape)
