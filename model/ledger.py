"""Who wrote what a cell holds: the account of c_t, word by word, and how long each memory lasts.

    c_t = (∏_{r=0..t} f_r) c_{−1} + Σ_{s=0..t} w(s→t)        w(s→s) = i_s g_s        w(s→t) = f_t · w(s→t−1)

What the word at s wrote, times what every forget gate since has let through. It is computed by this recursion, for
quotients of cumulative products overflow. The account is exact, but it tells who *wrote* what is held, not all that
had influence: the gates themselves depend on earlier words, too. float64 throughout.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from model.errors import NoCellsError
from model.trace import Trace

LEAST, SHARE = 0.1, 0.1

# A memory that ends was erased by one step if that step's forget gate was under this; else it faded over several.
ERASES = 0.5

End = Literal["erased", "faded", "alive"]


@dataclass(frozen=True)
class Ledger:
    """The account of one unit over T steps.

    `writes` [T, T]: row t, column s is w(s→t), 0 above the diagonal; `initial` [T]: what is left of c_{−1};
    `cell` [T]: c_t itself; `forget` [T]: f_t, 0..1.
    """

    writes: Tensor
    initial: Tensor
    cell: Tensor
    forget: Tensor

    @property
    def residual(self) -> float:
        """What the account misses: the largest |Σ_s w(s→t) + initial_t − c_t| ÷ max(1, |c_t|)."""
        missed = (self.writes.sum(dim=1) + self.initial - self.cell).abs()
        return float((missed / self.cell.abs().clamp(min=1)).max())


@dataclass(frozen=True)
class Span:
    """The life of one memory: written at step `start` as `value` = i_s g_s, over at step `stop` (None: never).

    `end`: "erased" by the step `by`, "faded", or "alive" at the last step. `held`: the share ∏ f (0..1) that is left
    at `stop`, or at the last step.
    """

    start: int
    stop: int | None
    value: float
    end: End
    by: int | None
    held: float


def unit_ledger(trace: Trace, layer: int, unit: int, before: float = 0.0) -> Ledger:
    """The account of one unit's cell. `before`: c_{−1}, 0 in every trace that begins at zero state.

    Raises NoCellsError for a network without memory cells.
    """
    forget, written = (signal[:, unit] for signal in _forget_and_written(trace, layer))
    return Ledger(
        writes=_decayed(forget, written),
        initial=before * forget.cumprod(dim=0),
        cell=trace.signals["cell"][layer, :, unit].double(),
        forget=forget,
    )


def layer_shares(trace: Trace, layer: int) -> Tensor:
    """A(s→t) = Σ_k |w_k(s→t)| [T, T] float64: how much of all that a layer holds at t (row) the word at s wrote.

    Row by row, so that it takes no T × T × U numbers; 0 above the diagonal. Raises NoCellsError.
    """
    forget, written = _forget_and_written(trace, layer)
    kept = written.abs()  # (T, U): what is left of each word's writing, up to the current step
    shares = kept.new_zeros(len(kept), len(kept))
    for step in range(len(kept)):
        kept[:step] *= forget[step]
        shares[step, : step + 1] = kept[: step + 1].sum(dim=1)
    return shares


def memory_spans(ledger: Ledger, least: float = LEAST, share: float = SHARE) -> list[Span]:
    """The life of every memory that was written with |i_s g_s| ≥ `least`, in the order of writing.

    It ends at the first later step at which less than `share` (0..1) of it is left.
    """
    forget = ledger.forget.numpy()
    written = ledger.writes.diagonal().tolist()
    return [_span(forget, start, value, share) for start, value in enumerate(written) if abs(value) >= least]


def _span(forget: NDArray[np.float64], start: int, value: float, share: float) -> Span:
    held = np.cumprod(forget[start + 1 :])
    under = np.flatnonzero(held < share)
    if not len(under):
        return Span(start, None, value, "alive", None, float(held[-1]) if len(held) else 1.0)
    stop = start + 1 + int(under[0])
    weakest = start + 1 + int(forget[start + 1 : stop + 1].argmin())  # the first of equals
    left = float(held[under[0]])
    if forget[weakest] < ERASES:
        return Span(start, stop, value, "erased", weakest, left)
    return Span(start, stop, value, "faded", None, left)


def _forget_and_written(trace: Trace, layer: int) -> tuple[Tensor, Tensor]:
    """f_t and i_t g_t of a layer [T, U]. Raises NoCellsError."""
    if "cell" not in trace.signals:
        raise NoCellsError(
            f"Memory cells are an LSTM's alone, and this network is of kind {trace.kind}. Choose an LSTM, or ask for"
            " the gradients, which every network has.",
            field="model",
        )
    i, f, g = (trace.signals[name][layer].double() for name in ("input", "forget", "candidate"))
    return f, i * g


def _decayed(forget: Tensor, written: Tensor) -> Tensor:
    """w(s→t) [T, T] from f and w(s→s) [T]. NumPy: a call costs less than PyTorch's at this size."""
    kept = torch.diag(written)
    f, rows = forget.numpy(), kept.numpy()
    for step in range(1, len(f)):
        np.multiply(rows[step - 1, :step], f[step], out=rows[step, :step])
    return kept
