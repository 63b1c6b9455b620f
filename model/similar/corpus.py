"""What is searched: the moments of many passages, one signal of one layer.

A moment is one step of one passage, a start token left out: it is the same in all of them. Moments are counted from
0, passage by passage, step by step.
"""

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from model.similar.passages import Flags
from model.similar.texts import Numbers, Texts

Floats = NDArray[np.float32]

# Moments of a block: 64 kB of a unit lie side by side, so that a search over few units reads little else.
BLOCK = 16_384


@dataclass(frozen=True)
class Corpus:
    """N moments of P passages.

    `texts` [P]; `starts` [P + 1]: the first moment of each passage, then N. `blocks`: the values, each [U, BLOCK] (the
    last one [U, what is left]), C-contiguous: they may be mapped from a file. `before` [U]: the values at the start
    token, one step before every passage; where there is none zeros, the state before a text. `labels`: {property:
    [N]}, what is known to be true at each moment. `first`: the step of a passage's first moment, 1 behind a start
    token, else 0.
    """

    texts: Texts
    starts: Numbers
    blocks: Sequence[Floats]
    before: Floats
    labels: Mapping[str, Flags]
    first: int = 1

    @property
    def moments(self) -> int:
        """N."""
        return int(self.starts[-1])

    @property
    def units(self) -> int:
        """U."""
        return len(self.before)

    def each_block(self, work: Callable[[slice, Floats], None]) -> None:
        """Do some work for every block and the moments in it, on all cores (NumPy computes outside Python's lock)."""
        places = [slice(number * BLOCK, number * BLOCK + block.shape[1]) for number, block in enumerate(self.blocks)]
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
            list(threads.map(work, places, self.blocks))

    @cached_property
    def norms(self) -> Floats:
        """‖x‖₂ of every moment over all units [N], to float32."""
        norms = np.empty(self.moments, dtype=np.float32)

        def fill(place: slice, block: Floats) -> None:
            norms[place] = lengths(block)

        self.each_block(fill)
        return norms

    def place(self, moment: int) -> tuple[int, int]:
        """(passage, step) of a moment."""
        passage = int(np.searchsorted(self.starts, moment, side="right")) - 1
        return passage, moment - int(self.starts[passage]) + self.first

    def length(self, passage: int) -> int:
        """Moments of a passage."""
        return int(self.starts[passage + 1] - self.starts[passage])

    def values(self, moments: Numbers, units: Sequence[int]) -> Floats:
        """[len(moments), len(units)]."""
        found = np.empty((len(moments), len(units)), dtype=np.float32)
        blocks = moments // BLOCK
        for number in np.unique(blocks):
            here = blocks == number
            found[here] = self.blocks[number][np.ix_(units, moments[here] % BLOCK)].T
        return found

    def window(self, passage: int, steps: range, units: Sequence[int]) -> Floats:
        """Values of consecutive steps of a passage [len(steps), len(units)], the start token's among them."""
        read = np.array([step for step in steps if step >= self.first], dtype=np.int64)
        read += self.starts[passage] - self.first
        start = self.before[None, list(units)][: len(steps) - len(read)]
        return np.concatenate([start, self.values(read, units)])

    def window_labels(self, passage: int, steps: range) -> dict[str, list[bool]]:
        """What is true at consecutive steps of a passage; of the start token nothing is."""
        start = int(self.starts[passage]) - self.first
        return {
            name: [bool(step >= self.first and flags[start + step]) for step in steps]
            for name, flags in self.labels.items()
        }


def in_blocks(values: Floats) -> list[Floats]:
    """[N, U] -> blocks [U, BLOCK]."""
    return [np.ascontiguousarray(values[first : first + BLOCK].T) for first in range(0, len(values), BLOCK)]


def lengths(block: Floats) -> Floats:
    """‖x‖₂ of every moment of a block [U, n] -> [n]."""
    norms: Floats = np.sqrt(np.einsum("un,un->n", block, block))
    return norms
