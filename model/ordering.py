"""Which units are shown, and in which order."""

from typing import Literal

import torch
from torch import Tensor

from model.errors import InputError
from model.measures import half_life, liveliness
from model.trace import Trace

Sort = Literal["index", "liveliness", "half_life", "similarity"]


def order_units(trace: Trace, layer: int, sort: Sort, show: int | None, unit: int | None = None) -> list[int]:
    """The `show` liveliest units of a layer (None: all), ordered by `sort`; `unit` is always among them.

    `index` rises; the others fall from the top: liveliest first, longest half-life first, or most similar to `unit`
    first (correlation of the memory over the text, from +1 down to −1). Equals keep the order of their index.
    Raises InputError for `similarity` without a `unit`, and for `half_life` where there is no forget gate.
    """
    chosen = _liveliest(trace, layer, show, unit)
    if sort == "index":
        return chosen
    keys = _keys(trace, layer, sort, unit)
    return sorted(chosen, key=lambda each: -float(keys[each]))


def has_half_life(trace: Trace) -> bool:
    """Whether `half_life` is an order that this kind of network has."""
    return trace.log_forget is not None


def _liveliest(trace: Trace, layer: int, show: int | None, unit: int | None) -> list[int]:
    """Indexes of the liveliest units, rising; where `unit` is not among them it takes the place of the calmest."""
    lively = liveliness(trace, layer)
    ranked: list[int] = lively.argsort(descending=True, stable=True).tolist()
    chosen = ranked[:show]
    if unit is not None and unit not in chosen:
        chosen[-1] = unit
    return sorted(chosen)


def _keys(trace: Trace, layer: int, sort: Sort, unit: int | None) -> Tensor:
    """A number per unit [U] by which the rows fall."""
    if sort == "liveliness":
        return liveliness(trace, layer)
    if sort == "half_life":
        return half_life(trace, layer)
    if unit is None:
        raise InputError("To order by similarity, name the unit to compare with.", field="unit")
    return similarity(trace, layer, unit)


def similarity(trace: Trace, layer: int, unit: int) -> Tensor:
    """Correlation of each unit's memory (`cell`, or `hidden` where there is none) with that of `unit` over the text.

    [U] float32, −1..1. A unit that never moves correlates with nothing: 0. The unit itself comes first: 2.
    """
    memory = trace.signals.get("cell", trace.signals["hidden"])[layer].double()
    centred = memory - memory.mean(dim=0)
    norms = centred.norm(dim=0)
    products = centred.T @ centred[:, unit]
    correlation = torch.where(norms * norms[unit] > 0, products / (norms * norms[unit]), 0.0)
    correlation[unit] = 2.0
    return correlation.float()
