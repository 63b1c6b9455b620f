"""A linear layer whose weight oneDNN has packed once: the products of a sentence with a vocabulary.

`functional.linear` brings the weight into the order in which the processor multiplies it at every call. Of the few rows
of a sentence that takes longer than the product itself, and a loaded network's weights never change.

oneDNN makes a program for every number of rows that it has met, and keeps many of them. So rows are filled up to a few
numbers, and many rows, where packing hardly counts, are left to `functional.linear`.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

MOST = 64  # rows: a block of `model/trace.py`
STEP = 8  # rows, of which there is one or a multiple of this


@dataclass(frozen=True)
class PackedLinear:
    """A weight [V, U] and its version when it was packed, a bias [V], and what oneDNN made of the weight."""

    weight: Tensor
    version: int
    bias: Tensor
    packed: Tensor

    @classmethod
    def of(cls, weight: Tensor, bias: Tensor) -> "PackedLinear":
        """Pack a weight for which `can_be_packed`. Takes as much memory as the weight again."""
        values = weight.detach()  # held, so that no other weight can come to lie where it lies
        return cls(values, values._version, bias, torch.ops.mkldnn._reorder_linear_weight(values))

    def is_of(self, weight: Tensor) -> bool:
        """Whether it still lies where it lay, unchanged since."""
        return self.weight.data_ptr() == weight.data_ptr() and self.version == weight._version

    def __call__(self, inputs: Tensor) -> Tensor:
        """inputs [..., U], 1 to MOST rows -> inputs · weightᵀ + bias [..., V]."""
        rows = inputs.reshape(-1, inputs.shape[-1])
        filled = functional.pad(rows, (0, 0, 0, -len(rows) % STEP)) if len(rows) > 1 else rows
        outputs: Tensor = torch.ops.mkldnn._linear_pointwise(filled, self.packed, self.bias, "none", [], "")
        return outputs[: len(rows)].view(*inputs.shape[:-1], -1)


def can_be_packed(inputs: Tensor, weight: Tensor) -> bool:
    """Whether oneDNN takes such a product, of few rows: on a processor, in float32, where nobody asks for gradients."""
    plain = all(each.device.type == "cpu" and each.dtype == torch.float32 for each in (inputs, weight))
    wanted = torch.is_grad_enabled() and (inputs.requires_grad or weight.requires_grad)
    has_version = not weight.is_inference()
    is_few = 0 < inputs.numel() <= MOST * inputs.shape[-1]
    return plain and not wanted and has_version and is_few and torch._C._has_mkldnn
