"""Ablate every unit, one at a time and all in one batch: which of them decides between two continuations?

A unit is ablated by holding its hidden state at a value throughout, so that nobody hears from it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.holds import Hold, Holds
from model.stepwise import Stepper


@dataclass(frozen=True)
class Ablation:
    """`log_odds`: ln p(favoured) − ln p(against) after a text, in nats; `ablated` [L, U]: so without each unit."""

    log_odds: float
    ablated: Tensor

    @property
    def change(self) -> Tensor:
        """What the ablation of each unit changes [L, U]."""
        return self.ablated - self.log_odds


def ablate_all(
    model: LoadedModel,
    ids: Sequence[int],
    favoured: Sequence[int],
    against: Sequence[int],
    value: float | Tensor = 0.0,
    holds: Sequence[Hold] = (),
) -> Ablation:
    """The log-odds of two continuations (token ids, each at least one) after `ids`, with and without every unit.

    `value`: what the hidden state of an ablated unit is held at, one number or [L, U]. Other holds stay in force.
    Raises InputError for an empty continuation, and NoPredictionsError.
    """
    model.check_predicts()
    for name, continuation in (("for", favoured), ("against", against)):
        if not continuation:
            raise InputError("A continuation is empty. Give at least one word.", field=name)
    rows = model.layers * model.units
    values = torch.as_tensor(value, dtype=torch.float32).expand(model.layers, model.units)
    plan = Holds(model, holds)

    def intervene(layer: int, step: int, signal: str, computed: Tensor) -> Tensor:
        changed = plan.intervene(layer, step, signal, computed)
        if signal != "hidden":
            return changed
        changed = changed.clone()
        own = torch.arange(model.units)  # row 1 + layer · U + k is without unit k of that layer; row 0 is as it was
        changed[1 + layer * model.units + own, own] = values[layer]
        return changed

    reader = Stepper(model, intervene, batch=1 + rows)
    for token in ids[:-1]:
        reader.read(token)
    odds = _log_probability(model, reader, ids[-1], favoured) - _log_probability(model, reader, ids[-1], against)
    return Ablation(float(odds[0]), odds[1:].reshape(model.layers, model.units))


def _log_probability(model: LoadedModel, reader: Stepper, last: int, continuation: Sequence[int]) -> Tensor:
    """ln p of a sequence of tokens after the token `last`, for every row of the batch, float64 [B]."""
    reader = reader.fork()
    total = torch.zeros(())
    for token, following in zip((last, *continuation), continuation, strict=False):
        hidden = reader.read(token)[-1]["hidden"]
        with torch.no_grad():
            scores = model.network.logits(hidden).double()
        total = total + scores[:, following] - scores.logsumexp(dim=1)
    return total
