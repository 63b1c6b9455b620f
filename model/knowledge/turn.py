"""Turning the gender by hand: which memory cell, held at which value, makes a network say the other pronoun?

In each sentence of the story, cut before its pronoun, the memory of one unit of the last layer (c in an LSTM, h where
there is no cell) is held from the second person on, at + or − the greatest |value| that it takes of itself in any of
these sentences: nothing that the network does not know. The log-odds are those of the right pronoun against the wrong
one. A hold that leaves the network further on the wrong side than another is the better one, but never counts for more
than the network was on the right side before: both sides should be clear.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.knowledge.candidates import CANDIDATES, Candidate
from model.knowledge.log_odds import log_odds_reading
from model.knowledge.story import find_places
from model.stepwise import Stepper
from model.trace import Trace, trace_text


@dataclass(frozen=True)
class Turn:
    """What to hold in which text; `before`, `after`: the log-odds of `favoured` against `against` after it, in nats.

    `units`: how many units of the last layer turn the pronoun of this sentence, each alone, at either of their values.
    """

    text: str
    layer: int
    unit: int
    signal: str
    step: int
    value: float
    favoured: str
    against: str
    before: float
    after: float
    units: int


def choose_turn(model: LoadedModel, candidates: Sequence[Candidate] = CANDIDATES) -> dict[str, object] | None:
    """The clearest turn of a network as a dictionary; None where no single unit turns any of the sentences."""
    traces = [trace_text(model, candidate.text) for candidate in candidates]
    signal = "cell" if model.kind == "lstm" else "hidden"
    reach = torch.stack([trace.signals[signal][-1].abs().amax(dim=0) for trace in traces]).amax(dim=0)
    values = (torch.cat([reach, -reach]) * 10).round() / 10  # a tenth is as much as a link should say
    if signal == "hidden":
        values = values.clamp(-1, 1)
    turns = [_best(model, *each, signal, values) for each in zip(candidates, traces, strict=True)]
    found = [turn for turn in turns if turn is not None]
    return asdict(max(found, key=_clarity)) if found else None


def _clarity(turn: Turn) -> float:
    return min(turn.before, -turn.after)


def _best(model: LoadedModel, candidate: Candidate, trace: Trace, signal: str, values: Tensor) -> Turn | None:
    """The clearest turn in one sentence; values [2U]: of each unit, upwards and downwards."""
    places = find_places(trace, candidate)
    wrong = "he" if candidate.pronoun == "she" else "she"
    direction, offset = log_odds_reading(model, f" {candidate.pronoun}", f" {wrong}")
    ids = [token.id for token in trace.tokens[: places.read + 1]]
    odds = _hidden_at_end(model, ids, signal, places.second, values) @ direction + offset
    before, after = float(odds[0]), odds[1:]
    row = int(after.argmin())
    if before <= 0 or after[row] >= 0:
        return None
    turned = (after < 0).reshape(2, model.units).any(dim=0)
    return Turn(
        text=candidate.text[: trace.tokens[places.read].end],
        layer=model.layers - 1,
        unit=row % model.units,
        signal=signal,
        step=places.second,
        value=round(float(values[row]), 1),
        favoured=f" {candidate.pronoun}",
        against=f" {wrong}",
        before=round(before, 4),
        after=round(float(after[row]), 4),
        units=int(turned.sum()),
    )


def _hidden_at_end(model: LoadedModel, ids: Sequence[int], signal: str, first: int, values: Tensor) -> Tensor:
    """Hidden of the last layer at the last token [1 + 2U, U]: row 0 untouched, row 1 + n with values[n] held."""
    units = torch.arange(model.units).repeat(2)
    rows = 1 + torch.arange(2 * model.units)

    def intervene(layer: int, step: int, name: str, computed: Tensor) -> Tensor:
        if (layer, name) != (model.layers - 1, signal) or step < first:
            return computed
        changed = computed.clone()
        changed[rows, units] = values
        return changed

    reader = Stepper(model, intervene, batch=1 + 2 * model.units)
    for token in ids[:-1]:
        reader.read(token)
    return reader.read(ids[-1])[-1]["hidden"]
