"""What the page reads from a card: how far the colours must reach, and each unit's timescale, saturation and mean.

All of it is measured on the validation books.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.measures import CLOSED, OPEN, half_life_of
from model.signals import SIGNALS
from model.trace import Signals, log_forget_of_layers, trace_layers
from model.training.data import Stream

PARAGRAPHS = 500
STEPS = 32
PERCENTILE = 97
SEED = 1


def contents_range(model: LoadedModel, paragraphs: list[str]) -> float:
    """R of the contents colours: the 97th percentile of |c| over the first 32 steps of 500 sampled paragraphs.

    Each is read from the start token, if there is one, and zero state. Two significant digits, and at least 1, so that
    a hidden state always fits. Where there is no cell every signal lies within ±1, and so R is 1.
    """
    if not any(signal.name == "cell" for signal in SIGNALS[model.kind]):
        return 1.0
    random = np.random.default_rng(SEED)
    drawn = random.choice(len(paragraphs), size=min(PARAGRAPHS, len(paragraphs)), replace=False)
    sizes = [
        _trace(model, [*model.tokenizer.opening, *model.tokenizer.encode_ids(paragraphs[k])][:STEPS])[0]["cell"].abs()
        for k in sorted(drawn)
    ]
    found = np.percentile(torch.cat([size.flatten() for size in sizes]).numpy(), PERCENTILE)
    return max(1.0, float(f"{found:.2g}"))


def unit_measures(model: LoadedModel, streams: list[Stream], advance: Callable[[int], None]) -> dict[str, Any]:
    """What each unit is like, over whole books, each from zero state; `advance` is told the tokens of each.

    `half_life` [L][U] in tokens (None: longer than can be told) and `saturation` {gate: [L][U][2]}: both empty where
    there are no gates, for a half-life needs a forget gate. `mean_hidden` [L][U], −1..1: the mean of its hidden state.
    Takes about 12 kB a token and layer of 256 units.
    """
    gates = [signal.name for signal in SIGNALS[model.kind] if signal.scale == "gate"]
    shares = {gate: torch.zeros(model.layers, model.units, 2, dtype=torch.float64) for gate in gates}
    log_forget, hidden = torch.zeros(2, model.layers, model.units, dtype=torch.float64)
    for stream in streams:
        signals, logs = _trace(model, stream)
        for gate in gates:
            shares[gate] += _beyond(signals[gate])
        if logs is not None:
            log_forget += logs[:, 1:].sum(dim=1, dtype=torch.float64)  # the first gate acts on nothing
        hidden += signals["hidden"].sum(dim=1, dtype=torch.float64)
        advance(len(stream))
    steps = sum(len(stream) for stream in streams)
    half_life = half_life_of(log_forget / (steps - len(streams))) if "forget" in gates else torch.empty(0)
    return {
        "half_life": _rounded(half_life, 2),
        "saturation": {gate: _rounded(share / steps, 3) for gate, share in shares.items()},
        "mean_hidden": _rounded(hidden / steps, 4),
    }


def _trace(model: LoadedModel, ids: list[int] | Stream) -> tuple[Signals, Tensor | None]:
    """(signals {name: [L, T, U]}, ln f [L, T, U] where there is a forget gate) of token ids read from zero state."""
    recurrent = model.network.recurrent
    with torch.inference_mode():
        inputs = model.network.embedding(torch.tensor(np.asarray(ids, dtype=np.int64)))
        signals = trace_layers(recurrent, inputs)
        return signals, log_forget_of_layers(recurrent, inputs, signals["hidden"])


def _beyond(gate: Tensor) -> Tensor:
    """Numbers of steps at which a gate [L, T, U] is under 0.1 and over 0.9 [L, U, 2], as in `saturation`."""
    return torch.stack([(gate < CLOSED).sum(dim=1), (gate > OPEN).sum(dim=1)], dim=-1)


def _rounded(values: Tensor, digits: int) -> Any:
    """A tensor as nested lists, infinities as None."""
    if values.dim():
        return [_rounded(part, digits) for part in values]
    number = float(values)
    return round(number, digits) if np.isfinite(number) else None
