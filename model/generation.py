"""Let it write: sampling token by token, with every signal of each new step; holds stay in force while it writes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.holds import Hold, Holds
from model.network import State as NetworkState
from model.stepwise import Moment, State, Stepper


@dataclass(frozen=True)
class Sampling:
    """How a token is chosen.

    `temperature` ≥ 0 divides the scores (0: the most probable token, always); then the `top_k` most probable stay
    (None: all), and of these the fewest whose probabilities reach `top_p` (0..1; Holtzman et al. 2020). The text
    does not end before `least` tokens are written.
    """

    temperature: float = 1.0
    top_k: int | None = None
    top_p: float = 1.0
    seed: int = 0
    least: int = 0


@dataclass(frozen=True)
class Written:
    """One new token: its step, its id (the end token's: the text ends here), the probability that the network gave it.

    `moments`: every signal of every layer at its step, {name: [1, U]}; none for the end.
    """

    step: int
    id: int
    probability: float
    moments: list[Moment]


def write(
    model: LoadedModel, ids: Sequence[int], count: int, sampling: Sampling, holds: Sequence[Hold] = ()
) -> Iterator[Written]:
    """At most `count` tokens after `ids` (T ≥ 1); it ends early where the model writes its end token.

    The same seed gives the same tokens. Raises InputError for a setting out of its range, and NoPredictionsError.
    """
    model.check_predicts()
    check_sampling(sampling)
    end = model.tokenizer.end_id
    chance = torch.Generator().manual_seed(sampling.seed)
    reader = Stepper(model, Holds(model, holds).intervene)
    hidden = _read(model, reader, ids, untouched=min((hold.first for hold in holds), default=len(ids)))
    for step in range(len(ids), len(ids) + count):
        with torch.no_grad():
            scores = model.network.logits(hidden)[0].double()
        probabilities = scores.softmax(dim=0)
        if end is not None and step < len(ids) + sampling.least:
            scores[end] = -torch.inf
        token = choose(scores, sampling, chance)
        probability = float(probabilities[token])
        if token == end:
            yield Written(step, token, probability, [])
            return
        moments = reader.read(token)
        hidden = moments[-1]["hidden"]
        yield Written(step, token, probability, moments)


def _read(model: LoadedModel, reader: Stepper, ids: Sequence[int], untouched: int) -> Tensor:
    """Read `ids` (T ≥ 1): the `untouched` first ones, which no hold reaches, in one pass of the fused layers.

    Returns the last layer's hidden state [1, U] at the last of them.
    """
    states: list[State] = []
    if untouched > 0:
        with torch.no_grad():
            _, after = model.network(torch.tensor([ids[:untouched]]))
        states = _states(after)
        reader.resume(len(ids[:untouched]), states)
    for token in ids[untouched:]:
        states = reader.read(token)
    return states[-1]["hidden"]


def _states(after: NetworkState) -> list[State]:
    """The state that the fused layers end with, [L, 1, U] each, layer by layer."""
    parts = {"hidden": after} if isinstance(after, Tensor) else dict(zip(("hidden", "cell"), after, strict=True))
    return [{name: values[layer] for name, values in parts.items()} for layer in range(len(parts["hidden"]))]


def choose(scores: Tensor, sampling: Sampling, chance: torch.Generator) -> int:
    """A token id by its scores [V]."""
    if sampling.temperature == 0:
        return int(scores.argmax())
    probabilities, ids = (scores / sampling.temperature).softmax(dim=0).sort(descending=True, stable=True)
    kept = len(ids) if sampling.top_k is None else min(sampling.top_k, len(ids))
    before = probabilities[:kept].cumsum(dim=0) - probabilities[:kept]  # what the more probable ones have together
    within = probabilities[:kept] * (before < sampling.top_p * probabilities[:kept].sum())
    within[0] = probabilities[0]  # one always stays
    return int(ids[torch.multinomial(within, 1, generator=chance)])


def check_sampling(sampling: Sampling) -> None:
    """Raise InputError for a setting out of its range."""
    if not 0 <= sampling.temperature <= 5:
        raise InputError(f"Temperature {sampling.temperature:g} is out of range: choose 0 to 5.", field="temperature")
    if sampling.top_k is not None and sampling.top_k < 1:
        raise InputError(f"top_k {sampling.top_k} leaves no token: choose at least 1.", field="top_k")
    if not 0 <= sampling.top_p <= 1:
        raise InputError(f"top_p {sampling.top_p:g} is out of range: choose 0 to 1.", field="top_p")
