"""Do units show what they hold where it is needed? Their output gates before a pronoun, at it, and everywhere else.

The sentences are those among which the story is chosen. The word that is needed is guessed one step before it comes.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.knowledge.candidates import CANDIDATES
from model.knowledge.story import find_places
from model.trace import trace_text


@dataclass(frozen=True)
class Showing:
    """Output gates of all units of a layer: at the word `before` the pronoun [n, U], `at` the pronoun itself [n, U],
    and `elsewhere` [m, U], the start left out.
    """

    before: Tensor
    at: Tensor
    elsewhere: Tensor


def showing(model: LoadedModel, layer: int) -> Showing:
    """Read the sentences. Raises InputError for a network without output gates."""
    if model.kind != "lstm":
        raise InputError(f"{model.name} has no output gates. Ask an LSTM.", field="model")
    before, at, elsewhere = [], [], []
    for candidate in CANDIDATES:
        trace = trace_text(model, candidate.text)
        gate = trace.signals["output"][layer]
        needed = find_places(trace, candidate).read
        before.append(gate[needed])
        at.append(gate[needed + 1])
        elsewhere += [gate[1:needed], gate[needed + 2 :]]
    return Showing(torch.stack(before), torch.stack(at), torch.cat(elsewhere))
