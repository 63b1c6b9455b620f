"""The story of a network: the sentence, unit and step that show best how a cell changes its mind.

In each candidate sentence a second person of the other gender becomes the subject. For every unit of the last layer
(the one that the guesses are read from) six questions are asked of the trace. M is the unit's memory: c in an LSTM,
h where there is no cell. s is the step of the second person, p < s that of the first, r the step before the pronoun.

    forget     f_s < 0.5: at the new subject the old memory is let go (asked of an LSTM alone)
    turn       M_{s-1} and M_s have different signs
    before     M kept one sign from p to s-1: the first person was held
    held       for at least 3 steps after s, M keeps the sign of M_s (and in an LSTM f > 0.7)
    visible    |h_s − h_{s-1}| ≥ 0.2: the turn shows in what the layer says
    matters    with h_r of this unit at 0, the log-odds of the right pronoun against the wrong one (she/he) fall by at
               least 0.1 nats. The logits are linear in h_r, so this is exact at that step

A unit that does not turn tells no story, so those that turn come first; among these the one that fulfils most criteria;
among equals the one with the greatest score, the sum of three numbers within 0..1: steps held after s (8 or more: 1),
|h_s − h_{s-1}| / 2, and the nats at r (1 or more: 1). What the chosen one misses is told.
"""

import re
from dataclasses import asdict, dataclass

from torch import Tensor

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.knowledge.candidates import CANDIDATES, Candidate
from model.knowledge.log_odds import log_odds_reading
from model.trace import Trace, trace_text

FORGETS, KEEPS = 0.5, 0.7
HELD_AT_LEAST, HELD_AT_MOST = 3, 8
VISIBLE, MATTERS = 0.2, 0.1


# (turns, minus the number of criteria missed, score): the greater, the better the story.
Rank = tuple[bool, int, float]


@dataclass(frozen=True)
class Story:
    """What the page opens with: a text, and the layer, unit and step to look at. `misses`: criteria not fulfilled."""

    text: str
    layer: int
    unit: int
    step: int
    misses: list[str]


@dataclass(frozen=True)
class Places:
    """Steps of a candidate: its `first` and `second` person, and `read`, the one before the pronoun."""

    first: int
    second: int
    read: int


def choose_story(model: LoadedModel, candidates: tuple[Candidate, ...] = CANDIDATES) -> dict[str, object]:
    """The story of a network: {text, layer, unit, step, misses}, chosen as this module's docstring says."""
    return asdict(max((_best(model, candidate) for candidate in candidates), key=lambda ranked: ranked[0])[1])


def _best(model: LoadedModel, candidate: Candidate) -> tuple[Rank, Story]:
    """The best unit in one sentence, by its rank."""
    trace = trace_text(model, candidate.text)
    places = find_places(trace, candidate)
    support = pronoun_support(model, trace, places, candidate)
    criteria, score = judge(trace, places, support)
    misses = [[name for name, met in criteria.items() if not met[unit]] for unit in range(model.units)]
    rank, unit = max(
        (("turn" not in missed, -len(missed), float(score[unit])), unit) for unit, missed in enumerate(misses)
    )
    return rank, Story(candidate.text, model.layers - 1, unit, places.second, misses[unit])


def judge(trace: Trace, places: Places, support: Tensor) -> tuple[dict[str, Tensor], Tensor]:
    """Criteria {name: [U] bool} and score [U] of every unit of the last layer. support [U]: see `pronoun_support`."""
    step = places.second
    hidden = trace.signals["hidden"][-1]  # (T, U)
    forget = trace.signals["forget"][-1] if "forget" in trace.signals else None
    sign = trace.signals.get("cell", trace.signals["hidden"])[-1].sign()
    held = _steps_held(sign[step:], None if forget is None else forget[step:])
    swing = (hidden[step] - hidden[step - 1]).abs()
    criteria = {} if forget is None else {"forget": forget[step] < FORGETS}
    criteria |= {
        "turn": sign[step] != sign[step - 1],
        "before": (sign[places.first : step] == sign[places.first]).all(dim=0),
        "held": held >= HELD_AT_LEAST,
        "visible": swing >= VISIBLE,
        "matters": support >= MATTERS,
    }
    return criteria, held.clamp(max=HELD_AT_MOST) / HELD_AT_MOST + swing / 2 + support.clamp(0, 1)


def _steps_held(sign: Tensor, forget: Tensor | None) -> Tensor:
    """Steps after the first of these rows [n, U] until the memory changes its sign or is let go [U]."""
    kept = sign[1:] == sign[0]
    if forget is not None:
        kept &= forget[1:] > KEEPS
    return kept.int().cumprod(dim=0).sum(dim=0)


def pronoun_support(model: LoadedModel, trace: Trace, places: Places, candidate: Candidate) -> Tensor:
    """How far the log-odds of the right pronoun fall, in nats, when one unit's hidden is set to 0 at `read` [U]."""
    wrong = "he" if candidate.pronoun == "she" else "she"
    direction, _ = log_odds_reading(model, f" {candidate.pronoun}", f" {wrong}")
    return trace.signals["hidden"][-1, places.read] * direction


def find_places(trace: Trace, candidate: Candidate) -> Places:
    """Steps of the persons (the last token of each) and of the token before the pronoun.

    Raises InputError where the text does not hold the three words in that order.
    """
    first = _span(candidate.text, candidate.first, 0)
    second = _span(candidate.text, candidate.second, first[1])
    pronoun = _span(candidate.text, candidate.pronoun, second[1])
    step_at = {token.end: token.step for token in trace.tokens}
    return Places(step_at[first[1]], step_at[second[1]], step_at[pronoun[0] - 1])


def _span(text: str, word: str, after: int) -> tuple[int, int]:
    """Where a whole word begins and ends, searched from a place in the text."""
    found = re.compile(rf"\b{re.escape(word)}\b").search(text, after)
    if found is None:
        raise InputError(f"There is no word {word[:40]!r} after character {after} of the candidate. Correct it.")
    return found.span()
