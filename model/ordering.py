"""Which units are shown, and in which order."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

from model.clustering import leaf_order
from model.errors import InputError
from model.measures import half_life, liveliness
from model.trace import Trace

Sort = Literal["liveliness", "half_life", "clusters", "similarity", "value", "index"]


@dataclass(frozen=True)
class Order:
    """By what rows go, from the top.

    `liveliness`: the liveliest first. `half_life`: the longest first. `clusters`: like beside like, by the correlation
    of the units' memory over the text. `similarity`: by that with `unit`, from +1 down to −1. `value`: the highest
    value of `signal` at `step` first (None: of the memory, at the last step). `index`: rising.
    """

    sort: Sort
    unit: int | None = None
    signal: str | None = None
    step: int | None = None


def liveliest_units(trace: Trace, layer: int, show: int | None, always: Collection[int] = ()) -> list[int]:
    """The `show` liveliest units of a layer (None: all), rising; those of `always` take the place of the calmest."""
    ranked: list[int] = liveliness(trace, layer).argsort(descending=True, stable=True).tolist()
    others = [unit for unit in ranked if unit not in always]
    return sorted({*always, *others[: None if show is None else max(0, show - len(set(always)))]})


def order_units(trace: Trace, layer: int, units: Sequence[int], order: Order) -> list[int]:
    """Units of a layer (at least one), top first. Equals keep the order in which they are given.

    Raises InputError for `similarity` without a unit, and for `half_life` where there is no forget gate.
    """
    if order.sort == "index":
        return sorted(units)
    if order.sort == "clusters":
        distances = 1 - correlations(_memory(trace, layer)[:, units]).numpy()
        return [units[leaf] for leaf in leaf_order(distances)]
    keys = _keys(trace, layer, order).tolist()
    return sorted(units, key=lambda unit: -keys[unit])


def has_half_life(trace: Trace) -> bool:
    """Whether `half_life` is an order that this kind of network has."""
    return trace.log_forget is not None


def correlations(values: Tensor) -> Tensor:
    """Correlation of every column of `values` [T, n] with every other, [n, n] float64, −1..1; symmetric.

    A column that never moves correlates with nothing, itself included: 0.
    """
    scaled = _standardised(values)
    products = scaled.T @ scaled
    return (products + products.T) / 2  # a product's two halves may differ in their last bits


def similarity(trace: Trace, layer: int, unit: int) -> Tensor:
    """Correlation [U] of each unit's memory over the text with that of `unit`, −1..1; its own is 2, to be first."""
    scaled = _standardised(_memory(trace, layer))
    correlation = scaled.T @ scaled[:, unit]
    correlation[unit] = 2.0
    return correlation


def _standardised(values: Tensor) -> Tensor:
    """Columns of `values` [T, n] brought to mean 0 and length 1, float64; zeros where a column never moves."""
    centred = values.double() - values.double().mean(dim=0)
    norms = centred.norm(dim=0)
    return torch.where(norms > 0, centred / norms, 0.0)


def _memory(trace: Trace, layer: int) -> Tensor:
    """What a layer remembers with [T, U]: its cells, or its hidden state where there are none."""
    return trace.signals.get("cell", trace.signals["hidden"])[layer]


def _keys(trace: Trace, layer: int, order: Order) -> Tensor:
    """A number per unit [U] by which the rows fall."""
    if order.sort == "liveliness":
        return liveliness(trace, layer)
    if order.sort == "half_life":
        return half_life(trace, layer)
    if order.sort == "value":
        values = _memory(trace, layer) if order.signal is None else trace.signals[order.signal][layer]
        return values[-1 if order.step is None else order.step]
    if order.unit is None:
        raise InputError("To order by similarity, name the unit to compare with.", field="unit")
    return similarity(trace, layer, order.unit)
