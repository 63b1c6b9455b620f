"""A recurrent layer's weights as Keras keeps them -> as PyTorch does.

Keras multiplies from the left, x·W: matrices are [E, G·U] and [U, G·U], where PyTorch's have a row for each gate of
each unit. An LSTM's gates come in the same order (i f c o); a GRU's do not: update, reset, candidate, where PyTorch
has reset first. With `reset_after` the reset gate acts after the product, as in PyTorch, and there are two biases.

The layers CuDNNLSTM and CuDNNGRU of Keras 2 keep the memory of NVIDIA's library under the same names and shapes: each
gate's block is [U, E] row by row, whatever shape it claims, and there are two biases, one after the other. The length
of the bias tells.
"""

import torch
from torch import Tensor

from model.foreign.found import kind_of, listed, refused
from model.recurrence import Weights
from model.signals import Kind

GATES: dict[Kind, int] = {"lstm": 4, "gru": 3, "rnn": 1}
# Which of Keras' gates stand where in PyTorch.
ORDER: dict[Kind, tuple[int, ...]] = {"lstm": (0, 1, 2, 3), "gru": (1, 0, 2), "rnn": (0,)}


def from_keras(name: str, weights: dict[str, Tensor]) -> Weights:
    """A layer called `name` of `kernel` [E, G·U], `recurrent_kernel` [U, G·U] and, where it has one, `bias`.

    Raises InputError where these do not fit each other, and for a GRU whose reset gate acts before the product.
    """
    kernel, recurrent, bias = weights.get("kernel"), weights["recurrent_kernel"], weights.get("bias")
    if kernel is None or kernel.dim() != 2 or recurrent.dim() != 2 or kernel.shape[1] != recurrent.shape[1]:
        shapes = listed([f"{part} {list(values.shape)}" for part, values in weights.items()])
        raise refused(f"The layer {name} has {shapes}; a kernel and a recurrent_kernel of as many columns are needed.")
    kind = kind_of(recurrent.t(), f"{name}, recurrent_kernel, turned,")
    biases = _biases(name, kind, bias, recurrent)
    from_cudnn = is_cudnn(weights)
    return Weights(
        _rows(kernel, kind, from_cudnn), _rows(recurrent, kind, from_cudnn),
        *(_ordered(list(each.chunk(GATES[kind])), kind) for each in biases),
    )  # fmt: skip


def is_cudnn(weights: dict[str, Tensor]) -> bool:
    """Whether a layer's weights lie as NVIDIA's library keeps them: its biases are twice as long as its gates."""
    bias, columns = weights.get("bias"), weights["recurrent_kernel"].shape[-1]
    return bias is not None and tuple(bias.shape) == (2 * columns,)


def _rows(matrix: Tensor, kind: Kind, from_cudnn: bool) -> Tensor:
    """A matrix [N, G·U] of x·W as [G·U, N] in PyTorch's order of gates."""
    blocks = [
        block.reshape(block.shape[1], -1) if from_cudnn else block.t() for block in matrix.chunk(GATES[kind], dim=1)
    ]
    return _ordered(blocks, kind)


def _ordered(blocks: list[Tensor], kind: Kind) -> Tensor:
    return torch.cat([blocks[gate] for gate in ORDER[kind]]).contiguous()


def _biases(name: str, kind: Kind, bias: Tensor | None, recurrent: Tensor) -> tuple[Tensor, Tensor]:
    """Two biases [G·U], of what is read and of the state, in Keras' order of gates."""
    columns = recurrent.shape[1]
    none = recurrent.new_zeros(columns)
    if bias is not None and bias.numel() == 2 * columns and bias.dim() <= 2:
        first, second = bias.reshape(2, columns)
        return first, second
    if kind == "gru":
        raise refused(
            f"The reset gate of the GRU {name} acts before the product with the state (reset_after=False, as in Keras "
            "before 2.3), or the file does not say. PyTorch's acts after it, so that this network cannot be computed "
            "here. Train it with reset_after=True."
        )
    if bias is None:
        return none, none
    if tuple(bias.shape) != (columns,):
        raise refused(f"The bias of {name} has the shape {list(bias.shape)}; {columns:,} numbers are needed.")
    return bias, none
