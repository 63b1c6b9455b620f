"""How far back losses reach in books: the gradient of a token's loss in the states before it, over many windows.

The same windows for every network, each read from zero state; see `model/gradients.py` for what is differentiated.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from model.checkpoint import LoadedModel
from model.gradients import Gradients, halving_distance, token_gradients
from model.tokenizer import START_ID
from model.training.data import Stream
from model.training.memory import SEED, sample_windows

WINDOWS = 200
TOKENS = 128  # before the token whose loss it is
STEPS_BACK = (1, 10, 20, 40, 50, 80, 100)
DIGITS = 3  # significant ones: a vanishing gradient has many zeros


def gradient_reach(
    model: LoadedModel,
    streams: list[Stream],
    windows: int = WINDOWS,
    tokens: int = TOKENS,
    advance: Callable[[int], None] = lambda _: None,
) -> dict[str, Any]:
    """The card's `gradients`: medians over windows of books, of the layer beneath the softmax.

    `hidden` and `cell` (None where there are none): norms n `steps_back` from the state that predicts the token,
    relative to the norm in that state. `halves_every`: in how many tokens they halve, over 20 to 100 steps back; None
    where half of the windows show no fall. `advance` is told of each window.
    """
    sampled = sample_windows(streams, windows, tokens)
    found = []
    for window in sampled:
        found.append(_of_window(model, window))
        advance(1)
    curves = {"hidden": [each.hidden for each in found], "cell": [each.cell for each in found if each.cell is not None]}
    return {
        "windows": len(sampled),
        "tokens": tokens,
        "seed": SEED,
        "layer": model.layers - 1,
        "steps_back": [back for back in STEPS_BACK if back <= tokens],
        **{name: _left(torch.stack(norms), tokens) if norms else None for name, norms in curves.items()},
        "halves_every": {name: _halving(norms) for name, norms in curves.items()},
    }


def _of_window(model: LoadedModel, window: NDArray[np.int64]) -> Gradients:
    ids = torch.from_numpy(np.append([START_ID], window))
    return token_gradients(model, ids, model.layers - 1)


def _left(norms: torch.Tensor, tokens: int) -> list[float]:
    """Medians over windows of norms [windows, steps], relative to the last step."""
    relative = (norms / norms[:, -1:]).flip(1).quantile(0.5, dim=0)
    return [_significant(float(relative[back])) for back in STEPS_BACK if back <= tokens]


def _halving(curves: list[torch.Tensor]) -> float | None:
    distances = [halving_distance(norms) for norms in curves]
    if not distances:
        return None
    middle = float(np.median([np.inf if distance is None else distance for distance in distances]))
    return _significant(middle) if np.isfinite(middle) else None


def _significant(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
