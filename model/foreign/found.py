"""A network as it was found in a file: checked, its gates in PyTorch's order, and who is who in the file.

Sizes are those of `model.network`: V tokens, E numbers that stand for a token, U units, G gates (4 LSTM, 3 GRU, 1 RNN).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from model.errors import InputError
from model.network import Head
from model.recurrence import Weights
from model.signals import Kind

# Numbers in all: 800 MB in float32. Word models of 1,500 units with 33,000 words have 136 million.
MOST_NUMBERS = 200_000_000
KIND_OF_GATES: dict[int, Kind] = {4: "lstm", 3: "gru", 1: "rnn"}


@dataclass(frozen=True)
class ForeignNetwork:
    """What a file holds, in float32.

    `embedding` [V, E]; None where tokens go in one-hot, so that V = E. `head_weight` [V, U] where the head is "linear",
    `head_bias` [V] where there is a head. `where`: (part, its name in the file), for whoever reads the plan.
    `left_out`: what the file has besides, `assumed`: what it does not say, in a sentence each.
    """

    format: str
    kind: Kind
    embedding: Tensor | None
    layers: tuple[Weights, ...]
    head: Head
    head_weight: Tensor | None = None
    head_bias: Tensor | None = None
    where: tuple[tuple[str, str], ...] = ()
    left_out: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()

    @property
    def vocabulary(self) -> int:
        """V: rows of the embedding, or the numbers of a one-hot token."""
        return self.width if self.embedding is None else len(self.embedding)

    @property
    def numbers(self) -> int:
        """Of all its weights."""
        embedding = self.vocabulary * self.width
        parts = [*(weight for layer in self.layers for weight in layer.flat), self.head_weight, self.head_bias]
        return embedding + sum(part.numel() for part in parts if part is not None)

    @property
    def width(self) -> int:
        """E: the numbers that the first layer reads a step."""
        return self.layers[0].input.shape[1]

    @property
    def units(self) -> int:
        """U."""
        return self.layers[0].units


def refused(detail: str) -> InputError:
    """The error for a file that cannot be imported: what is wrong with it, and what to do."""
    return InputError(detail, field="file")


def kind_of(recurrent: Tensor, name: str) -> Kind:
    """Which network a matrix [G·U, U] from state to gates belongs to. Raises InputError where none has such rows."""
    rows, units = recurrent.shape
    kind = KIND_OF_GATES.get(rows // units) if units and rows % units == 0 else None
    if kind is None:
        raise refused(
            f"{name} has {rows:,} rows for {units:,} units. An LSTM has 4 times as many rows as units, a GRU 3 "
            "times, a simple RNN as many; this is none of them."
        )
    return kind


def check_layers(layers: Sequence[Weights], names: Sequence[str]) -> None:
    """Raise InputError unless the layers stand on each other, of one width; `names` are theirs in the file."""
    units = layers[0].units
    for number, (layer, name) in enumerate(zip(layers, names, strict=True)):
        reads = layer.input.shape[1]
        if layer.units != units:
            raise refused(
                f"{name} has {layer.units:,} units, {names[0]} has {units:,}. The page shows layers of the same width; "
                "trace this network layer by layer with trace_module (LIBRARY.md)."
            )
        if number and reads != units:
            raise refused(
                f"{name} reads {reads:,} numbers a step, but {names[number - 1]} under it gives {units:,}: the file "
                "has the wrong shapes, or something stands between the two. trace_module (LIBRARY.md) traces one layer."
            )


def check_sizes(shapes: Sequence[tuple[str, tuple[int, ...]]]) -> None:
    """Raise InputError where arrays of these names and shapes would not fit in memory, before they are read."""
    total = 0
    for name, shape in shapes:
        numbers = 1
        for size in shape:
            numbers *= size
        total += numbers
        if total > MOST_NUMBERS:
            raise refused(
                f"{name} has the shape {list(shape)}: with what comes before it {total:,} numbers, and at most "
                f"{MOST_NUMBERS:,} can be imported. Import a smaller network."
            )


def check_finite(name: str, values: Tensor) -> Tensor:
    """The values in float32. Raises InputError where one is not a number, or too large for float32."""
    exact = values.detach().to(torch.float32).contiguous().clone()
    wrong = int((~exact.isfinite()).sum())
    if wrong:
        raise refused(
            f"{name} has {wrong:,} values of {exact.numel():,} that are NaN or infinite: its training went wrong, or "
            "the file is damaged. Import an earlier checkpoint."
        )
    return exact


def listed(names: Sequence[str], most: int = 12) -> str:
    """Names for an error message: the first few, each cut short, and how many more there are."""
    shown = ", ".join(name if len(name) <= 60 else name[:59] + "…" for name in names[:most])
    return shown + (f" and {len(names) - most:,} more" if len(names) > most else "") if names else "none"
