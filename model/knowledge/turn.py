"""Turning the gender by hand: which memory cell, held at which value, makes a network say the other pronoun?

In each sentence of the story, cut before its pronoun, the memory of one unit of the last layer (c in an LSTM, h where
there is no cell) is held from the second person on, at + or − the greatest |value| that it takes of itself in any of
these sentences: nothing that the network does not know. A hold turns the pronoun if the network expects the right one
rather than the wrong one before, and the wrong one rather than the right one under the hold. The clearest turn is the
one in which the smaller of p(right) before and p(wrong) after is greatest: both should be seen among the guesses.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.knowledge.candidates import CANDIDATES, Candidate
from model.knowledge.log_odds import one_token
from model.knowledge.story import find_places
from model.stepwise import Stepper
from model.trace import Trace, trace_text


@dataclass(frozen=True)
class Turn:
    """What to hold in which text; `before`, `after`: the probabilities of [favoured, against] as the next token.

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
    before: tuple[float, float]
    after: tuple[float, float]
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
    return min(turn.before[0], turn.after[1])


def _best(model: LoadedModel, candidate: Candidate, trace: Trace, signal: str, values: Tensor) -> Turn | None:
    """The clearest turn in one sentence; values [2U]: of each unit, upwards and downwards."""
    places = find_places(trace, candidate)
    wrong = "he" if candidate.pronoun == "she" else "she"
    pronouns = [one_token(model, f" {word}", "for") for word in (candidate.pronoun, wrong)]
    ids = [token.id for token in trace.tokens[: places.read + 1]]
    hidden = _hidden_at_end(model, ids, signal, places.second, values)
    chances = model.network.logits(hidden).softmax(dim=1)[:, pronouns]  # [1 + 2U, 2]: of the right and the wrong one
    before, after = chances[0], chances[1:]
    turns = after[:, 1] > after[:, 0]
    if before[1] >= before[0] or not turns.any():
        return None
    row = int((after[:, 1] * turns).argmax())
    return Turn(
        text=candidate.text[: trace.tokens[places.read].end],
        layer=model.layers - 1,
        unit=row % model.units,
        signal=signal,
        step=places.second,
        value=round(float(values[row]), 1),
        favoured=f" {candidate.pronoun}",
        against=f" {wrong}",
        before=_rounded(before),
        after=_rounded(after[row]),
        units=int(turns.reshape(2, model.units).any(dim=0).sum()),
    )


def _rounded(pair: Tensor) -> tuple[float, float]:
    one, other = (round(float(chance), 4) for chance in pair)
    return one, other


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
