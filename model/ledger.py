"""Who wrote what a cell holds: the account of c_t, word by word.

    c_t = (∏_{r=0..t} f_r) c_{−1} + Σ_{s=0..t} w(s→t)        w(s→s) = i_s g_s        w(s→t) = f_t · w(s→t−1)

What the word at s wrote, times what every forget gate since has let through. It is computed by this recursion, for
quotients of cumulative products overflow. The account is exact, but it tells who *wrote* what is held, not all that
had influence: the gates themselves depend on earlier words, too. float64 throughout.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from model.errors import NoCellsError
from model.trace import Trace


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


def unit_ledger(trace: Trace, layer: int, unit: int, before: float = 0.0) -> Ledger:
    """The account of one unit's cell. `before`: c_{−1}, 0 in every trace that begins at zero state.

    Raises NoCellsError for a network without memory cells.
    """
    forget, written = (signal[:, unit] for signal in forget_and_written(trace, layer))
    return Ledger(
        writes=_decayed(forget, written),
        initial=before * forget.cumprod(dim=0),
        cell=trace.signals["cell"][layer, :, unit].double(),
        forget=forget,
    )


def layer_shares(trace: Trace, layer: int) -> Tensor:
    """A(s→t) = Σ_k |w_k(s→t)| [T, T] float64: how much of all that a layer holds at t (row) the word at s wrote.

    0 above the diagonal. Raises NoCellsError.
    """
    shares = np.zeros((len(trace.tokens), len(trace.tokens)))
    for step, kept in enumerate(_kept_by_layer(trace, layer)):
        shares[step, : step + 1] = np.abs(kept).sum(axis=1)
    return torch.from_numpy(shares)


def blocks_of(steps: int, size: int) -> list[range]:
    """Steps 0 … `steps` − 1 in blocks of `size` ≥ 1, the last one shorter where they do not divide."""
    return [range(start, min(start + size, steps)) for start in range(0, steps, size)]


def unit_blocks(ledger: Ledger, size: int) -> Tensor:
    """An account of B blocks of steps, [B, B]: row t is read at the end of block t, column s is all that block s wrote.

    Nothing is lost in a row: it still adds up to c at that step (less what is left of c_{−1}). 0 above the diagonal.
    """
    blocks = blocks_of(len(ledger.cell), size)
    read = ledger.writes.numpy()[[block[-1] for block in blocks]]
    return torch.from_numpy(np.add.reduceat(read, [block.start for block in blocks], axis=1))


def layer_blocks(trace: Trace, layer: int, size: int) -> tuple[Tensor, Tensor]:
    """`layer_shares` in B blocks of steps, and the units that hold most: ([B, B] float64, [B, B] int64).

    Rows are read at the ends of blocks; a column is the sum of A(s→t) over a block's words. The unit at [t, s] is the
    one with the largest Σ_{s in block} |w(s→t)|, the lowest of equals; 0 above the diagonal. Raises NoCellsError.
    """
    blocks = blocks_of(len(trace.tokens), size)
    shares, units = np.zeros((len(blocks), len(blocks))), np.zeros((len(blocks), len(blocks)), dtype=np.int64)
    for step, kept in enumerate(_kept_by_layer(trace, layer)):
        row = step // size
        if step == blocks[row][-1]:
            held = np.add.reduceat(np.abs(kept), [block.start for block in blocks[: row + 1]], axis=0)  # (row + 1, U)
            shares[row, : row + 1], units[row, : row + 1] = held.sum(axis=1), held.argmax(axis=1)
    return torch.from_numpy(shares), torch.from_numpy(units)


def forget_and_written(trace: Trace, layer: int) -> tuple[Tensor, Tensor]:
    """f_t and i_t g_t of a layer, each [T, U] float64. Raises NoCellsError for a network without memory cells.

    A cell that was held erases all before it and writes itself.
    """
    if "cell" not in trace.signals:
        raise NoCellsError(
            f"Memory cells are an LSTM's alone, and this network is of kind {trace.kind}. Choose an LSTM, or ask for"
            " the gradients, which every network has.",
            field="model",
        )
    i, f, g = (trace.signals[name][layer].double() for name in ("input", "forget", "candidate"))
    held = trace.held.get("cell")
    if held is None:
        return f, i * g
    return f.masked_fill(held[layer], 0), torch.where(held[layer], trace.signals["cell"][layer].double(), i * g)


def _decayed(forget: Tensor, written: Tensor) -> Tensor:
    """w(s→t) [T, T] from f and w(s→s) [T]. NumPy: a call costs less than PyTorch's at this size."""
    kept = torch.diag(written)
    f, rows = forget.numpy(), kept.numpy()
    for step in range(1, len(f)):
        np.multiply(rows[step - 1, :step], f[step], out=rows[step, :step])
    return kept


def _kept_by_layer(trace: Trace, layer: int) -> Iterator[NDArray[np.float64]]:
    """At every step t, w_k(s→t) of all words so far and all units, [t + 1, U]: a view that the next step overwrites.

    Step by step, so that it takes no T × T × U numbers.
    """
    forget, written = (signal.numpy() for signal in forget_and_written(trace, layer))
    kept = written.copy()
    for step in range(len(kept)):
        kept[:step] *= forget[step]
        yield kept[: step + 1]
