"""How long a memory lasts: from the word that wrote it to the word that erased it.

A memory is what the word at s wrote into a cell, i_s g_s. What is left of it at t is the share ∏_{r=s+1..t} f_r, and it
ends at the first step at which less than `share` of it is left.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from model.ledger import Ledger, forget_and_written
from model.trace import Trace

LEAST, SHARE = 0.1, 0.1

# A memory that ends was erased by one step if that step's forget gate was under this; else it faded over several.
ERASES = 0.5

End = Literal["erased", "faded", "alive"]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True)
class Spans:
    """The lives of n memories as columns [n], for there may be hundreds of thousands of them.

    `unit`, `start`: where each was written; `value`: i_s g_s; `stop` and `by` as in Span, −1 for None; `held` 0..1.
    """

    unit: Integers
    start: Integers
    stop: Integers
    value: Floats
    by: Integers
    held: Floats

    def __len__(self) -> int:
        return len(self.unit)

    def pick(self, chosen: Integers) -> list[tuple[int, Span]]:
        """(unit, span) of those at these places, in the order of the places."""
        columns = (self.unit, self.start, self.stop, self.value, self.by, self.held)
        rows = zip(*(column[chosen].tolist() for column in columns), strict=True)
        return [(unit, _span(start, stop, value, by, held)) for unit, start, stop, value, by, held in rows]


def memory_spans(ledger: Ledger, least: float = LEAST, share: float = SHARE) -> list[Span]:
    """The life of every memory of one unit that was written with |i_s g_s| ≥ `least`, in the order of writing.

    It ends at the first later step at which less than `share` (0..1) of it is left.
    """
    written = ledger.writes.diagonal()
    found = _follow(ledger.forget[:, None].numpy(), written[:, None].numpy(), least, share)
    return [span for _, span in found.pick(np.arange(len(found)))]


def layer_spans(trace: Trace, layer: int, least: float = LEAST, share: float = SHARE) -> Spans:
    """The same for all units of a layer, by unit, then in the order of writing. Raises NoCellsError."""
    forget, written = forget_and_written(trace, layer)
    return _follow(forget.numpy(), written.numpy(), least, share)


def _span(start: int, stop: int, value: float, by: int, held: float) -> Span:
    if stop < 0:
        return Span(start, None, value, "alive", None, held)
    return Span(start, stop, value, "erased", by, held) if by >= 0 else Span(start, stop, value, "faded", None, held)


@dataclass
class _Lasting:
    """Memories that still last: where each was written, what is left, the smallest gate it has met, and where.

    All [n]; one that has met no gate has `gate` inf and `weakest` −1.
    """

    unit: Integers
    start: Integers
    held: Floats
    gate: Floats
    weakest: Integers

    @classmethod
    def written(cls, step: int, units: Integers) -> "_Lasting":
        """One in each of these units, all of it left."""
        count = len(units)
        return cls(units, np.full(count, step), np.ones(count), np.full(count, np.inf), np.full(count, -1))

    def meet(self, step: int, forget: Floats) -> None:
        """The forget gates [U] of a step act on them."""
        gates = forget[self.unit]
        self.held *= gates
        smaller = gates < self.gate  # the first of equals stays
        self.gate[smaller], self.weakest[smaller] = gates[smaller], step

    def take(self, chosen: NDArray[np.bool_]) -> "_Lasting":
        return _Lasting(
            self.unit[chosen], self.start[chosen], self.held[chosen], self.gate[chosen], self.weakest[chosen]
        )

    def join(self, others: "_Lasting") -> "_Lasting":
        return _Lasting(
            np.concatenate([self.unit, others.unit]),
            np.concatenate([self.start, others.start]),
            np.concatenate([self.held, others.held]),
            np.concatenate([self.gate, others.gate]),
            np.concatenate([self.weakest, others.weakest]),
        )

    def end(self, stop: int, written: Floats) -> Spans:
        """Their spans: over at `stop`, or −1 for never."""
        erased = (self.gate < ERASES) & (stop >= 0)
        return Spans(
            self.unit, self.start, np.full(len(self.unit), stop), written[self.start, self.unit],
            np.where(erased, self.weakest, -1), self.held,
        )  # fmt: skip


def _follow(forget: Floats, written: Floats, least: float, share: float) -> Spans:
    """The spans in f_t and i_t g_t [T, U], by unit, then start. All memories that last meet a step's gates at once."""
    ended: list[Spans] = []
    lasting = _Lasting.written(0, np.flatnonzero(np.abs(written[0]) >= least))
    for step in range(1, len(forget)):
        lasting.meet(step, forget[step])
        over = lasting.held < share
        if over.any():
            ended.append(lasting.take(over).end(step, written))
            lasting = lasting.take(~over)
        lasting = lasting.join(_Lasting.written(step, np.flatnonzero(np.abs(written[step]) >= least)))
    return _in_order([*ended, lasting.end(-1, written)])


def _in_order(parts: list[Spans]) -> Spans:
    unit, start = (
        np.concatenate(columns) for columns in zip(*((part.unit, part.start) for part in parts), strict=True)
    )
    order = np.lexsort((start, unit))
    return Spans(
        unit[order],
        start[order],
        np.concatenate([part.stop for part in parts])[order],
        np.concatenate([part.value for part in parts])[order],
        np.concatenate([part.by for part in parts])[order],
        np.concatenate([part.held for part in parts])[order],
    )
