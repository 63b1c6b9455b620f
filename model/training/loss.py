"""The softmax loss over a large vocabulary, taken in slices of rows that stay in the processor's cache.

A batch of 4,096 rows by 8,192 entries is 134 MB of logits in float32. Made, read and differentiated at once it costs
twice the time that it takes in slices, since every pass goes out to memory.
"""

from typing import Any

import torch
from torch import Tensor

ROWS = 256


class SlicedSoftmaxLoss(torch.autograd.Function):
    """Mean cross-entropy of logits = hidden @ weight.T + bias, in nats, gradients included in the forward pass.

    hidden [N, U], weight [V, U], bias [V], targets [N] int64; products are taken in `dtype`, sums in float32.
    """

    @staticmethod
    def forward(ctx: Any, hidden: Tensor, weight: Tensor, bias: Tensor, targets: Tensor, dtype: torch.dtype) -> Tensor:
        count = len(targets)
        low, table = hidden.to(dtype), weight.to(dtype)
        errors = torch.empty(count, len(bias), dtype=dtype, device=hidden.device)
        hidden_grad = torch.empty_like(low)
        loss = hidden.new_zeros((), dtype=torch.float32)
        minus_one = errors.new_full((ROWS, 1), -1.0)
        for first in range(0, count, ROWS):
            rows = slice(first, first + ROWS)
            target = targets[rows, None]
            logits = torch.mm(low[rows], table.t()).float().add_(bias)  # (R, V)
            chosen = logits.gather(1, target)
            highest = logits.amax(1, keepdim=True)
            odds = logits.sub_(highest).exp_()
            total = odds.sum(1, keepdim=True)
            loss += (total.log() + highest - chosen).sum()
            errors[rows] = odds.mul_(total.reciprocal_())  # probabilities, then minus the truth
            errors[rows].scatter_add_(1, target, minus_one[: len(target)])
            torch.mm(errors[rows], table, out=hidden_grad[rows])
        weight_grad = torch.mm(errors.t(), low).float() / count
        bias_grad = errors.sum(0, dtype=torch.float32) / count
        ctx.save_for_backward(hidden_grad.to(hidden.dtype) / count, weight_grad, bias_grad)
        return loss / count

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> tuple[Tensor | None, ...]:
        hidden_grad, weight_grad, bias_grad = ctx.saved_tensors
        return hidden_grad * grads[0], weight_grad * grads[0], bias_grad * grads[0], None, None


def sliced_softmax_loss(hidden: Tensor, weight: Tensor, bias: Tensor, targets: Tensor, dtype: torch.dtype) -> Tensor:
    """Mean cross-entropy in nats of hidden [N, U] against targets [N]; see SlicedSoftmaxLoss."""
    loss: Tensor = SlicedSoftmaxLoss.apply(hidden, weight, bias, targets, dtype)  # type: ignore[no-untyped-call]  # torch leaves `apply` untyped
    return loss
