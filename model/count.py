"""A string aⁿ X bⁿ as a network reads it: the count that it has to keep, a cell, and when it expects the end."""

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from model.checkpoint import LoadedModel
from model.predictions import log_probabilities
from model.tokenizer import START_ID
from model.trace import Trace

UP, TURN, DOWN = "a", "X", "b"
LETTERS = UP + TURN + DOWN


@dataclass(frozen=True)
class Step:
    """How a cell changes at a letter: `mean` and standard deviation `spread` over all `times` that the text has it."""

    mean: float
    spread: float
    times: int


@dataclass(frozen=True)
class Count:
    """What is true and what a network does after each of T steps of a string.

    `count` [T]: a's read minus b's read; `cell` [T] of the unit asked about; `more` and `end` [T], 0..1: the
    probabilities of b and of the end as the next letter. `up`, `down`: how the cell changes at an a and at a b; None
    where there is none. `wrong`: steps from the X on after which b or the end is called for, and another is expected.
    """

    count: list[int]
    cell: list[float]
    more: list[float]
    end: list[float]
    up: Step | None
    down: Step | None
    wrong: list[int]


def read_count(model: LoadedModel, trace: Trace, unit: int) -> Count:
    """How a network of the letters a, X and b counts a text, by the cell of a unit of its first layer."""
    letters = np.array([token.text for token in trace.tokens])
    count = np.cumsum((letters == UP).astype(int) - (letters == DOWN))
    cell = trace.signals["cell"][0, :, unit].double().numpy()
    (more_id,) = model.tokenizer.encode_ids(DOWN)
    with torch.no_grad():
        log_p = log_probabilities(model, trace.signals["hidden"][-1])
    chances = log_p.exp()
    return Count(
        count.tolist(),
        cell.tolist(),
        chances[:, more_id].tolist(),
        chances[:, START_ID].tolist(),
        _step(cell, letters == UP),
        _step(cell, letters == DOWN),
        _wrong(letters, count, log_p.argmax(dim=1).numpy(), more_id),
    )


def _step(cell: NDArray[np.float64], at: NDArray[np.bool_]) -> Step | None:
    changes = np.diff(cell)[at[1:]]
    return Step(float(changes.mean()), float(changes.std()), len(changes)) if len(changes) else None


def _wrong(letters: NDArray[np.str_], count: NDArray[np.int64], guesses: NDArray[np.int64], more_id: int) -> list[int]:
    """Where the best guess is not the letter that is called for: b while the count is above 0, the end at 0."""
    called = np.where(count > 0, more_id, START_ID)
    asked = np.cumsum(letters == TURN).astype(bool) & (count >= 0)
    return [int(step) for step in np.flatnonzero(asked & (guesses != called))]
