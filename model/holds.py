"""Holding signals: what would the network do if this gate stayed open? (cause and effect, by intervention)

A hold replaces a signal of some units, from its first step to its last, by a value before anything downstream uses it;
the rest of the network runs on. Holds on different signals, units or steps compose; on the same one the later wins.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.errors import InputError, MissingError
from model.reader import Token
from model.signals import find_signal, signal_names
from model.stepwise import Moment, Stepper
from model.trace import Trace

LARGEST = 1e6  # a cell may be held at any value that float32 still adds to


@dataclass(frozen=True)
class Hold:
    """Signal `signal` of `units` (None: all) of a layer is `value` from step `first` to step `last`, both inclusive.

    `last` None: to the end, however long the text becomes.
    """

    layer: int
    units: tuple[int, ...] | None
    signal: str
    first: int
    last: int | None
    value: float

    def covers(self, step: int) -> bool:
        return self.first <= step and (self.last is None or step <= self.last)


class Holds:
    """Holds of one model, ready to intervene. Raises MissingError or InputError for what the model does not have."""

    def __init__(self, model: LoadedModel, holds: Sequence[Hold]) -> None:
        for number, hold in enumerate(holds):
            check_hold(model, hold, f"holds[{number}]")
        self._holds = tuple(holds)
        self._units = model.units

    def __bool__(self) -> bool:
        return bool(self._holds)

    def intervene(self, layer: int, step: int, signal: str, values: Tensor) -> Tensor:
        """The values [B, U] with those that are held in their places."""
        held = self._at(layer, step, signal)
        if not held:
            return values
        changed = values.clone()
        for hold in held:  # in their order, so that the later wins
            changed[:, list(hold.units) if hold.units is not None else slice(None)] = hold.value
        return changed

    def mask(self, layer: int, step: int, signal: str) -> Tensor:
        """Which units [U] of a layer have their signal held at a step."""
        mask = torch.zeros(self._units, dtype=torch.bool)
        for hold in self._at(layer, step, signal):
            mask[list(hold.units) if hold.units is not None else slice(None)] = True
        return mask

    def _at(self, layer: int, step: int, signal: str) -> list[Hold]:
        return [hold for hold in self._holds if (hold.layer, hold.signal) == (layer, signal) and hold.covers(step)]


def check_hold(model: LoadedModel, hold: Hold, name: str) -> None:
    """Raise MissingError for a layer or unit that is not there, InputError for a signal, value or range of steps."""
    if not 0 <= hold.layer < model.layers:
        raise MissingError(f"There is no layer {hold.layer}: {model.name} has {model.layers}.", field=f"{name}.layer")
    for unit in hold.units or ():
        if not 0 <= unit < model.units:
            raise MissingError(f"There is no unit {unit}: {model.name} has {model.units}.", field=f"{name}.units")
    if hold.signal not in signal_names(model.kind):
        raise InputError(
            f"{model.name} has no signal {hold.signal[:40]!r}. It has {', '.join(signal_names(model.kind))}.",
            field=f"{name}.signal",
        )
    signal = find_signal(model.kind, hold.signal)
    low, high = (-LARGEST, LARGEST) if signal.low is None or signal.high is None else (signal.low, signal.high)
    if not (math.isfinite(hold.value) and low <= hold.value <= high):
        raise InputError(
            f"{signal.title} cannot be held at {hold.value:g}: choose a value from {low:g} to {high:g}.",
            field=f"{name}.value",
        )
    if hold.first < 0 or (hold.last is not None and hold.last < hold.first):
        raise InputError(
            f"Steps {hold.first} to {hold.last} are no range: the first must not come after the last.",
            field=f"{name}.steps",
        )


def overridden(holds: Sequence[Hold], steps: int) -> list[str]:
    """A sentence for each hold that a later one overrides somewhere in a text of so many steps."""
    notices = []
    for later, new in enumerate(holds):
        for earlier, old in enumerate(holds[:later]):
            if (new.layer, new.signal) != (old.layer, old.signal) or not _share_units(old, new):
                continue
            first, last = max(new.first, old.first), min(_last(new, steps), _last(old, steps))
            if first <= last:
                where = f"step {first}" if first == last else f"steps {first}-{last}"
                notices.append(f"hold {later + 1} overrides hold {earlier + 1} at {where}")
    return notices


def trace_held(model: LoadedModel, tokens: Sequence[Token], holds: Sequence[Hold]) -> Trace:
    """Read tokens (T ≥ 1) from zero state while signals are held. Raises InputError for steps behind the text."""
    for number, hold in enumerate(holds):
        if max(hold.first, hold.last or 0) >= len(tokens):
            raise InputError(
                f"Hold {number + 1} goes to step {max(hold.first, hold.last or 0)}, but the text ends at step"
                f" {len(tokens) - 1}. Shorten it, or leave its end open.",
                field=f"holds[{number}].steps",
            )
    plan = Holds(model, holds)
    reader = Stepper(model, plan.intervene)
    moments = [reader.read(token.id) for token in tokens]
    signals = stacked(moments)
    held = {name: _mask(plan, model.layers, len(tokens), name) for name in signals if name != "log_forget"}
    log_forget = signals.pop("log_forget", None)
    if log_forget is not None:
        log_forget = torch.where(held["forget"], signals["forget"].log(), log_forget)
    return Trace(model.kind, tuple(tokens), signals, log_forget, held)


def stacked(moments: Sequence[Sequence[Moment]]) -> dict[str, Tensor]:
    """[T][L] moments of a batch of one -> {name: [L, T, U]}."""
    layers = range(len(moments[0]))
    return {
        name: torch.stack([torch.cat([moment[layer][name] for moment in moments]) for layer in layers])
        for name in moments[0][0]
    }


def _mask(plan: Holds, layers: int, steps: int, signal: str) -> Tensor:
    rows = [[plan.mask(layer, step, signal) for step in range(steps)] for layer in range(layers)]
    return torch.stack([torch.stack(row) for row in rows])


def _share_units(one: Hold, other: Hold) -> bool:
    return one.units is None or other.units is None or bool({*one.units} & {*other.units})


def _last(hold: Hold, steps: int) -> int:
    return steps - 1 if hold.last is None else hold.last
