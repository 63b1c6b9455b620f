"""What a unit does: how far the network's answer to a property falls apart when nobody hears from the unit.

S = mean log-odds over moments with label 1 minus the mean over those with label 0 (continuations.py), in nats.
Effect = S intact − S with the unit ablated (its hidden state 0 throughout), so that it is positive where the unit
helps. Its interval is a bootstrap over texts (Efron & Tibshirani 1993).

A unit whose hidden state is 0 is one whose outgoing weights are 0. So every ablation is a pass of PyTorch's fused
layers over all texts at once with one column of the weights wiped out: exact, and about a hundred times faster than
`model.ablation`, which holds by steps and can hold at any value. All units are ablated, for a unit's effect is judged
by the effects of all.
"""

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from model.checkpoint import LoadedModel
from model.knowledge.association import Flags, Floats

Places = NDArray[np.int64]

RESAMPLES = 2000
INTERVAL = (2.5, 97.5)

# Texts read at once: of similar length, so that little is padded.
TEXTS_AT_ONCE = 64


@dataclass(frozen=True)
class Effects:
    """`effect` [m] of each unit in nats; `low` and `high` [m]: its 95 % interval; `intact`: S of the whole network."""

    effect: Floats
    low: Floats
    high: Floats
    intact: float


class Ablator:
    """Reads texts (token ids, the start token first) with one unit ablated, or with none."""

    def __init__(self, model: LoadedModel, texts: list[list[int]]) -> None:
        self._recurrent = copy.deepcopy(model.network.recurrent)
        self._last = model.layers - 1
        order = np.argsort([len(ids) for ids in texts], kind="stable")
        self._groups = [order[start : start + TEXTS_AT_ONCE] for start in range(0, len(order), TEXTS_AT_ONCE)]
        with torch.no_grad():
            self._inputs = [
                model.network.embedding(pad_sequence([torch.tensor(texts[k]) for k in group], batch_first=True))
                for group in self._groups
            ]

    def read(self, unit: tuple[int, int] | None = None) -> list[Tensor]:
        """The last layer's hidden states of each text [T, U], without the unit (layer, number); padded at the end."""
        states: dict[int, Tensor] = {}
        for group, inputs in zip(self._groups, self._inputs, strict=True):
            states |= zip(group.tolist(), self._read(inputs, unit), strict=True)
        return [states[number] for number in range(len(states))]

    @torch.no_grad()
    def _read(self, inputs: Tensor, unit: tuple[int, int] | None) -> Tensor:
        if unit is None:
            whole: Tensor = self._recurrent(inputs)[0]
            return whole
        layer, number = unit
        with self._silenced(layer, number):
            hidden: Tensor = self._recurrent(inputs)[0]
        if layer == self._last:
            hidden[..., number] = 0
        return hidden

    @contextmanager
    def _silenced(self, layer: int, unit: int) -> Iterator[None]:
        """The weights with which the unit is heard, by its own layer and by the one above, are 0 meanwhile."""
        names = [f"weight_hh_l{layer}"] + [f"weight_ih_l{layer + 1}"] * (layer < self._last)
        columns = [getattr(self._recurrent, name)[:, unit] for name in names]
        kept = [column.clone() for column in columns]
        for column in columns:
            column.zero_()
        try:
            yield
        finally:
            for column, before in zip(columns, kept, strict=True):
                column.copy_(before)


def measure_effects(
    intact: Floats, ablated: Floats, labels: Flags, text: Places, random: np.random.Generator
) -> Effects:
    """Effects from log-odds at n moments: `intact` [n], `ablated` [m, n]; `labels` and the `text` of each moment [n].

    The interval draws as many texts as there are, again and again, the same for all units.
    """
    lost = intact - ablated
    low, high = np.percentile(_contrasts(lost, labels, text, random), INTERVAL, axis=0)
    return Effects(_contrast(lost, labels), low, high, float(_contrast(intact[None], labels)[0]))


def _contrast(values: Floats, labels: Flags) -> Floats:
    """Mean over label 1 minus mean over label 0, of each row [m, n] -> [m]."""
    return np.asarray(values[:, labels].mean(axis=1) - values[:, ~labels].mean(axis=1))


def _contrasts(values: Floats, labels: Flags, text: Places, random: np.random.Generator) -> Floats:
    """`_contrast` of resampled texts [RESAMPLES, m]. Where all of one label are missing from a draw, it is left out."""
    texts = int(text.max()) + 1
    drawn = random.multinomial(texts, np.full(texts, 1 / texts), size=RESAMPLES).astype(np.float64)
    means = []
    for label in (True, False):
        of_text = np.eye(texts)[text[labels == label]]  # (moments with this label, texts)
        counts = drawn @ of_text.sum(axis=0)
        sums = drawn @ (values[:, labels == label] @ of_text).T
        means.append(sums / np.where(counts > 0, counts, np.nan)[:, None])
    contrasts = means[0] - means[1]
    return np.asarray(contrasts[~np.isnan(contrasts).any(axis=1)])
