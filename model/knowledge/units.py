"""What each unit of a network knows: association and effect on the labelled sentences, and the names that are earned.

A unit earns a property as its name if its AUC on the second half of the lexicon lies outside the control band, and the
95 % interval of its effect lies above 0 and above the effects of 95 % of all units. Properties without continuations
that tell (`continuations.py`) have no effect: units outside the band are their tracks, never named.

That one unit stands out so (Lakretz et al. 2019) is rare. Where nobody does, the property is unclaimed.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from itertools import product

import numpy as np
import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.knowledge.association import Association, Flags, Floats, associate, exchanged, rotated
from model.knowledge.continuations import log_odds, nameable
from model.knowledge.effect import Ablator, Effects, Places, measure_effects
from model.knowledge.labelled import PROPERTIES, SENTENCE_PROPERTIES, beginnings, step_texts
from model.knowledge.marks import LETTER_PROPERTIES
from model.knowledge.moments import Moments, check_can_know, read_beginnings, read_steps, step_properties

# A named unit's effect is beyond that of this share of units.
BEYOND = 0.95
# Fewer sentences may lack a label.
FEWEST = 10
# What chance is asked for; each use has numbers of its own.
USES = ("shuffle", "draw", "resample")


@dataclass(frozen=True)
class Size:
    """How many there are in each half: `beginnings` for each sentence property, `texts` for the step properties.

    `readings`: at how many steps of each label the log-odds of a step property are read.
    """

    beginnings: int = 240
    texts: int = 200
    readings: int = 150

    def __post_init__(self) -> None:
        for field in fields(self):
            count = getattr(self, field.name)
            if count < FEWEST:
                raise InputError(
                    f"`{field.name}` is {count}. Take at least {FEWEST}: fewer tell nothing.", field=field.name
                )


@dataclass(frozen=True)
class Known:
    """A property as the m units of a network know it, units in the order of layers.

    `signals` [m]: the signal that each unit knows it by. `effects`: None where it cannot be a name. `moments`: how
    many had label 0 and label 1 in the second half of the lexicon.
    """

    association: Association
    signals: list[str]
    effects: Effects | None
    moments: tuple[int, int]

    @property
    def named(self) -> Flags:
        """Which units earn it as a name [m]."""
        if self.effects is None:
            return np.zeros(len(self.signals), dtype=bool)
        return self.association.outside & (self.effects.low > effect_to_exceed(self.effects.effect))


def effect_to_exceed(effects: Floats | Sequence[float]) -> float:
    """What the whole interval of a named unit's effect lies above, from the effects of all units [m]: at least 0."""
    return max(0.0, float(np.quantile(effects, BEYOND)))


def know_units(
    model: LoadedModel, seed: int, size: Size, advance: Callable[[], None] = lambda: None
) -> dict[str, Known]:
    """Every property that a network has steps for. `advance` is told of each ablation; there are `ablations(model)`.

    Raises MissingError for a network that cannot read the sentences.
    """
    check_can_know(model)
    known: dict[str, Known] = {}
    for group in groups(model):
        first, second = (read_group(model, group, half, size, seed) for half in (1, 2))
        effects = _effects(model, group, second, size, seed, advance)
        for of in group:
            association = _associate(of, first, second, seed)
            signals = [list(second.signals)[index] for index in association.signal]
            known[of] = Known(association, signals, effects.get(of), _counts(second.labels[of]))
    return known


def groups(model: LoadedModel) -> list[tuple[str, ...]]:
    """The properties, those together that are read from the same texts."""
    return [*((of,) for of in SENTENCE_PROPERTIES), step_properties(model)]


def ablations(model: LoadedModel) -> int:
    """How often a unit is ablated in all: each once for every group with a property that can be a name."""
    asked = [group for group in groups(model) if not set(group).isdisjoint(nameable(model))]
    return len(asked) * model.layers * model.units


def read_group(model: LoadedModel, group: tuple[str, ...], half: int, size: Size, seed: int) -> Moments:
    """The moments of properties that are read from the same texts, in one half of the lexicon."""
    if group[0] in SENTENCE_PROPERTIES:
        return read_beginnings(model, group[0], beginnings(group[0], half, size.beginnings, seed))
    return read_steps(model, step_texts(half, size.texts, seed))


def _associate(of: str, first: Moments, second: Moments, seed: int) -> Association:
    random, labels = _random(seed, of, "shuffle"), second.labels[of]
    shuffled = exchanged(labels, random) if of in SENTENCE_PROPERTIES else rotated(labels, second.lengths, random)
    return associate(list(first.signals.values()), first.labels[of], list(second.signals.values()), labels, shuffled)


def _effects(
    model: LoadedModel, group: tuple[str, ...], moments: Moments, size: Size, seed: int, advance: Callable[[], None]
) -> dict[str, Effects]:
    """Effects of all units on those properties of a group that can be a name."""
    places = {of: _readings(moments, of, size, seed) for of in group if of in nameable(model)}
    if not places:
        return {}
    reader = Ablator(model, moments.texts)
    intact = _odds(model, moments, reader.read(), places)
    ablated: dict[str, list[Floats]] = {of: [] for of in places}
    for layer, number in product(range(model.layers), range(model.units)):
        for of, odds in _odds(model, moments, reader.read((layer, number)), places).items():
            ablated[of].append(odds)
        advance()
    return {of: measure_effects(intact[of], np.stack(ablated[of]), moments.labels[of][at], moments.text[at],
                                _random(seed, of, "resample")) for of, at in places.items()}  # fmt: skip


def _odds(model: LoadedModel, moments: Moments, states: list[Tensor], places: dict[str, Places]) -> dict[str, Floats]:
    """Log-odds of each property at its places, in nats, from the hidden states of each text."""
    found = {}
    for of, at in places.items():
        pairs = zip(moments.text[at].tolist(), moments.step[at].tolist(), strict=True)
        found[of] = log_odds(model, of, torch.stack([states[text][step] for text, step in pairs])).double().numpy()
    return found


def _readings(moments: Moments, of: str, size: Size, seed: int) -> Places:
    """At which moments the log-odds are read: all of a sentence property, `size.readings` of each label of a step's."""
    labels = moments.labels[of]
    if of in SENTENCE_PROPERTIES:
        return np.arange(len(labels))
    random = _random(seed, of, "draw")
    drawn = [random.permutation(np.flatnonzero(labels == label))[: size.readings] for label in (False, True)]
    return np.sort(np.concatenate(drawn))


def _random(seed: int, of: str, use: str) -> np.random.Generator:
    return np.random.default_rng([seed, (*PROPERTIES, *LETTER_PROPERTIES).index(of), USES.index(use)])


def _counts(labels: Flags) -> tuple[int, int]:
    return int((~labels).sum()), int(labels.sum())
