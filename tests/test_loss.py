"""The sliced loss against PyTorch's own: value, and gradients to hidden states, table and bias."""

import pytest
import torch
from torch import Tensor
from torch.nn import functional

from model.training.loss import ROWS, sliced_softmax_loss

UNITS, ENTRIES = 8, 40


def parts(rows: int, seed: int = 1) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """hidden, table and bias that take gradients, and targets."""
    random = torch.Generator().manual_seed(seed)
    hidden, table = torch.randn(rows, UNITS, generator=random), torch.randn(ENTRIES, UNITS, generator=random)
    bias = torch.randn(ENTRIES, generator=random)
    targets = torch.randint(ENTRIES, (rows,), generator=random)
    return hidden.requires_grad_(), table.requires_grad_(), bias.requires_grad_(), targets


def gradients(loss: Tensor, *leaves: Tensor) -> list[Tensor]:
    return list(torch.autograd.grad(loss, leaves))


@pytest.mark.parametrize("rows", [1, 7, ROWS, ROWS + 1, 2 * ROWS + 100])
def test_equals_cross_entropy_with_its_gradients(rows: int) -> None:
    hidden, table, bias, targets = parts(rows)
    ours = sliced_softmax_loss(hidden, table, bias, targets, torch.float32)
    theirs = functional.cross_entropy(functional.linear(hidden, table, bias), targets)
    torch.testing.assert_close(ours, theirs)
    for own, other in zip(gradients(ours, hidden, table, bias), gradients(theirs, hidden, table, bias), strict=True):
        torch.testing.assert_close(own, other, rtol=1e-4, atol=1e-6)


def test_large_logits_do_not_overflow() -> None:
    hidden, table, bias, targets = parts(300)
    with torch.no_grad():
        hidden.mul_(100)
    ours = sliced_softmax_loss(hidden, table, bias, targets, torch.float32)
    theirs = functional.cross_entropy(functional.linear(hidden, table, bias), targets)
    torch.testing.assert_close(ours, theirs)
    assert all(torch.isfinite(part).all() for part in gradients(ours, hidden, table, bias))


def test_what_comes_after_scales_the_gradients() -> None:
    hidden, table, bias, targets = parts(20)
    once = gradients(sliced_softmax_loss(hidden, table, bias, targets, torch.float32), hidden, table, bias)
    thrice = gradients(3 * sliced_softmax_loss(hidden, table, bias, targets, torch.float32), hidden, table, bias)
    for small, large in zip(once, thrice, strict=True):
        torch.testing.assert_close(3 * small, large)


def test_bf16_stays_near_float32() -> None:
    hidden, table, bias, targets = parts(3 * ROWS)
    exact = sliced_softmax_loss(hidden, table, bias, targets, torch.float32)
    rough = sliced_softmax_loss(hidden, table, bias, targets, torch.bfloat16)
    assert float(rough.detach()) == pytest.approx(float(exact.detach()), rel=5e-3)
    for own, other in zip(gradients(rough, hidden, table, bias), gradients(exact, hidden, table, bias), strict=True):
        assert own.dtype == torch.float32
        assert float((own - other).norm()) < 0.02 * float(other.norm())


def test_tied_weights_collect_both_gradients() -> None:
    """The table is also the embedding: its gradient is the sum of what both uses ask."""
    _, table, bias, targets = parts(30)
    ours = sliced_softmax_loss(table[targets].tanh(), table, bias, targets.roll(1), torch.float32)
    theirs = functional.cross_entropy(functional.linear(table[targets].tanh(), table, bias), targets.roll(1))
    torch.testing.assert_close(gradients(ours, table), gradients(theirs, table), rtol=1e-4, atol=1e-6)
