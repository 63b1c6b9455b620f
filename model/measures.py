"""Numbers that sum up a unit: how lively it is, how long it remembers, how far its gates open and close."""

import math

import torch
from torch import Tensor

from model.errors import InputError
from model.trace import Trace

# Above this mean ln f a text cannot tell how long a memory lasts: its half-life would be over 6,900 tokens.
TOO_SLOW = -1e-4

CLOSED, OPEN = 0.1, 0.9

# Of the 2 that `hidden` can span: what moves less than this has one colour throughout.
STILL = 0.02


def liveliness(trace: Trace, layer: int) -> Tensor:
    """Standard deviation of `hidden` over the text, per unit [U], 0..1."""
    return trace.signals["hidden"][layer].std(dim=0, correction=0)


def half_life(trace: Trace, layer: int) -> Tensor:
    """Half-life of each unit's memory on this text [U], in tokens: ln ½ ÷ mean ln f over steps 1 … T−1.

    Step 0 is left out, for its gate acts on nothing. inf: longer than the text can tell (mean ln f > −1e-4, or one
    step alone). After Mahto et al. 2021. Raises InputError where there is no forget gate.
    """
    if trace.log_forget is None:
        raise InputError(f"A {trace.kind} has no forget gate, so its units have no half-life.", field="sort")
    log_forget = trace.log_forget[layer, 1:]
    if len(log_forget) == 0:
        return torch.full((trace.log_forget.shape[2],), math.inf)
    return half_life_of(log_forget.double().mean(dim=0)).float()


def half_life_of(mean_log_forget: Tensor) -> Tensor:
    """Half-life in tokens from the mean of ln f, any shape; inf where it is above TOO_SLOW."""
    return torch.where(mean_log_forget > TOO_SLOW, math.inf, math.log(0.5) / mean_log_forget)


def saturation(gate: Tensor) -> Tensor:
    """Shares of steps [U, 2] at which a gate [T, U] is under 0.1 and over 0.9 (Karpathy, Johnson & Fei-Fei 2015)."""
    return torch.stack([(gate < CLOSED).float().mean(dim=0), (gate > OPEN).float().mean(dim=0)], dim=1)


def still_units(trace: Trace, layer: int) -> list[int]:
    """Units of a layer that never move on this text, rising: `hidden` spans less than STILL. None where T < 2."""
    hidden = trace.signals["hidden"][layer]
    if len(hidden) < 2:
        return []
    still: list[int] = (hidden.amax(dim=0) - hidden.amin(dim=0) < STILL).nonzero()[:, 0].tolist()
    return still
