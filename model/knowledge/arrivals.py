"""What the units of a layer do where a second subject comes, by the genders of both, and between the two.

Each text is a subject of the memory test, an opening, and another such subject: "The queen was tired, but the king".
All pairs of a feminine and a masculine subject are read in both orders, and each subject before the next one of its own
gender, after every opening.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.knowledge.memory_texts import SUBJECTS
from model.trace import trace_text

Gender = Literal["feminine", "masculine"]
GENDERS: tuple[Gender, Gender] = ("feminine", "masculine")
# What the first subject does before the second one comes.
OPENINGS = (" was tired, but", " sat by the fire while", " had shut the door, and", " wrote every week, for")
COMMON = ("The ", "My ", "Their ", "Our ")
WATCHED = ("forget", "input", "candidate")


@dataclass(frozen=True)
class Arrivals:
    """Signals of all units of a layer.

    `at`: {(gender of the first subject, of the second): {signal: [n, U]}}, read at the last token of the second one.
    `between`: {signal: [m, U]}, at all steps after the first subject and before the second one.
    """

    at: dict[tuple[Gender, Gender], dict[str, Tensor]]
    between: dict[str, Tensor]


def arrivals(model: LoadedModel, layer: int) -> Arrivals:
    """Read the texts. Raises InputError for a network without gates and a candidate of their own."""
    if model.kind != "lstm":
        raise InputError(f"{model.name} has no forget gates. Ask an LSTM.", field="model")
    read = {both: [_read(model, layer, *pair) for pair in _pairs(*both)] for both in product(GENDERS, GENDERS)}
    at = {
        both: {name: torch.stack([here[name] for here, _ in found]) for name in WATCHED} for both, found in read.items()
    }
    turned = [between for (first, second), found in read.items() if first != second for _, between in found]
    return Arrivals(at, {name: torch.cat([between[name] for between in turned]) for name in WATCHED})


def within_sentence(subject: str) -> str:
    """A subject as it is written within a sentence: “the queen”, but “Mary”."""
    return subject[0].lower() + subject[1:] if subject.startswith(COMMON) else subject


def _pairs(first: Gender, second: Gender) -> Iterator[tuple[str, str, str]]:
    """Two subjects of these genders and what stands between them; of one gender, each and the next one."""
    firsts, seconds = ([pair[GENDERS.index(gender)] for pair in SUBJECTS] for gender in (first, second))
    if first == second:
        seconds = [*seconds[1:], seconds[0]]
    for (one, other), opening in product(zip(firsts, seconds, strict=True), OPENINGS):
        yield one, opening, other


def _read(
    model: LoadedModel, layer: int, first: str, opening: str, second: str
) -> tuple[dict[str, Tensor], dict[str, Tensor]]:
    """The signals at the second subject [U], and between the two [k, U]."""
    head = first + opening
    trace = trace_text(model, f"{head} {within_sentence(second)}")
    ends = [token.end for token in trace.tokens]
    begun, led = (next(step for step, end in enumerate(ends) if end >= len(part)) for part in (first, head))
    signals = {name: trace.signals[name][layer] for name in WATCHED}
    return (
        {name: values[-1] for name, values in signals.items()},
        {name: values[begun + 1 : led + 1] for name, values in signals.items()},
    )
