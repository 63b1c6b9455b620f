"""Which units tell two lists of texts apart: those with something from those without, whatever it is.

A text is one number a unit: a signal at the last step, or its mean over the steps. Units are compared by AUC, with the
control over all of them that every property has (`association.py`). Few texts tell nothing: among hundreds of units
some tell even shuffled lists apart without a mistake.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from math import comb
from typing import Literal

import numpy as np

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.knowledge.association import COVERED, Flags, Floats, Values, aucs, control_band, exchanged, ranks
from model.trace import trace_text

At = Literal["last", "mean"]

SEED = 1


@dataclass(frozen=True)
class Probe:
    """How well each unit of a layer tells n texts with something from m texts without.

    `auc` [U], 0..1: how probable it is that the unit's value is higher for a text with it; 0 and 1 tell equally well, ½
    nothing. `band`: (low, high) that in 95 % of shufflings no unit leaves. `examples`: (n, m).
    """

    auc: Floats
    band: tuple[float, float]
    examples: tuple[int, int]

    @property
    def can_tell(self) -> bool:
        """Whether an AUC could lie outside the band at all."""
        return self.band[1] < 1

    @property
    def ranked(self) -> list[int]:
        """The units, those that tell best first; of equals the lower one, so rounding errors must not count."""
        order: list[int] = np.argsort(-np.abs(self.auc - 0.5).round(12), kind="stable").tolist()
        return order


def probe_units(
    model: LoadedModel, having: Sequence[str], lacking: Sequence[str], layer: int, signal: str, at: At = "last"
) -> Probe:
    """Probe the units of a layer by one of the model's signals, on texts with something and texts without.

    Raises InputError for an empty list and for a blank text.
    """
    if not having or not lacking:
        raise InputError("A list is empty. Give at least one text with it and one without.")
    values = np.stack([_value(model, text, layer, signal, at) for text in (*having, *lacking)])
    return probe_values(values, np.arange(len(values)) < len(having))


def probe_values(values: Values, labels: Flags) -> Probe:
    """Probe columns of values [n + m, U]; labels [n + m] with both kinds among them, true for texts with it."""
    ranked = ranks(values)
    band = control_band(ranked, exchanged(labels, np.random.default_rng(SEED)))
    return Probe(aucs(ranked, labels), band, (int(labels.sum()), int((~labels).sum())))


def enough_examples(units: int) -> int:
    """How many texts each list needs so that the band of so many units does not reach from 0 to 1.

    n texts of 2n are equally often any of C(2n, n) sets, of which a unit without ties puts two beyond all others; so in
    at most 2U / C(2n, n) of shufflings some unit makes no mistake, and this must not be more than the band leaves out.
    """
    return next(n for n in count(1) if 2 * units / comb(2 * n, n) <= 1 - COVERED)


def _value(model: LoadedModel, text: str, layer: int, signal: str, at: At) -> Values:
    """One number a unit [U]. A start token, the same in every text, is not in the mean."""
    values = trace_text(model, text).signals[signal][layer, len(model.tokenizer.opening) :].numpy()
    return np.asarray(values[-1] if at == "last" else values.mean(axis=0, dtype=np.float64))
