"""Does a unit let go of the old subject when a new one comes? Its forget gate there, and everywhere else.

Each text has two subjects of the memory test. At the last token of the second one the forget gate should shut if its
gender is another one, and has no need to where it is the same; between the subjects nothing calls for it.
"""

from dataclasses import dataclass
from itertools import chain

import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.knowledge.memory_texts import SUBJECTS
from model.trace import trace_text

# What the first subject does before the second one comes.
OPENINGS = (" was tired, but", " sat by the fire while", " had shut the door, and", " wrote every week, for")
COMMON = ("The ", "My ", "Their ", "Our ")


@dataclass(frozen=True)
class LettingGo:
    """Values of the forget gate of one unit, in [0, 1]: at a new subject of the `other` gender [n], of the `same`
    gender [n], and at all steps between the first subject and the second one [m].
    """

    other: Tensor
    same: Tensor
    between: Tensor


def letting_go(model: LoadedModel, layer: int, unit: int) -> LettingGo:
    """Read the texts. Raises InputError for a network without forget gates."""
    if model.kind != "lstm":
        raise InputError(f"{model.name} has no forget gates. Ask an LSTM.", field="model")
    turned = list(chain.from_iterable(((one, other), (other, one)) for one, other in SUBJECTS))
    kept = list(
        chain.from_iterable(zip(side, [*side[1:], side[0]], strict=True) for side in zip(*SUBJECTS, strict=True))
    )
    other, between = _read(model, layer, unit, turned)
    same, _ = _read(model, layer, unit, kept)
    return LettingGo(other, same, between)


def _read(model: LoadedModel, layer: int, unit: int, pairs: list[tuple[str, str]]) -> tuple[Tensor, Tensor]:
    """The gate at the second subject, and between the two."""
    at_second, between = [], []
    for first, second in pairs:
        for opening in OPENINGS:
            head = first + opening
            trace = trace_text(model, f"{head} {_within(second)}")
            gate = trace.signals["forget"][layer, :, unit]
            ends = [token.end for token in trace.tokens]
            begun, led = (next(step for step, end in enumerate(ends) if end >= len(part)) for part in (first, head))
            at_second.append(gate[-1])
            between.append(gate[begun + 1 : led + 1])
    return torch.stack(at_second), torch.cat(between)


def _within(subject: str) -> str:
    """A subject as it is written within a sentence."""
    return subject[0].lower() + subject[1:] if subject.startswith(COMMON) else subject
