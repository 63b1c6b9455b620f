"""The probe against pairs counted one by one; a unit planted in a network is found, and noise stays in the band."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from model import InputError, Kind, LoadedModel, enough_examples, probe_units, trace_text
from model.checkpoint import load_model
from model.knowledge.association import COVERED, aucs, ranks
from model.knowledge.probe import At, probe_values

WITH = ["The queen was here.", "So was the queen", "A queen, she said", "The queen", "Then queen and key"]
WITHOUT = ["The king was here.", "So was the king", "A king, he said", "The boy", "Then king and key", "Nobody"]
PLANTED = 5

Floats = NDArray[np.float64]
Summary = Callable[[Floats], Floats]


def by_pairs(one: Floats, other: Floats) -> float:
    return float(np.mean([(a > b) + 0.5 * (a == b) for a in one for b in other]))


@pytest.fixture
def queenly(tiny_folder: Path) -> LoadedModel:
    """A tiny LSTM, whose unit PLANTED of layer 0 takes up +1 at a `;`, and keeps it."""
    model = load_model("tiny-lstm", tiny_folder)
    (mark,) = model.tokenizer.encode_ids(";")
    lstm, units = dict(model.network.recurrent.named_parameters()), model.units
    rows = torch.arange(4) * units + PLANTED  # of the gates i, f, g, o
    with torch.no_grad():
        model.network.embedding.weight[:, 0] = 0.0
        model.network.embedding.weight[mark, 0] = 1.0
        lstm["weight_ih_l0"][rows] = 0.0
        lstm["weight_hh_l0"][rows] = 0.0
        lstm["weight_ih_l0"][rows[2], 0] = 10.0
        lstm["bias_hh_l0"][rows] = 0.0
        lstm["bias_ih_l0"][rows] = torch.tensor([10.0, 10.0, 0.0, 10.0])
    return model


@pytest.mark.parametrize("kind", ["lstm", "rnn", "gru"])
@pytest.mark.parametrize(
    ("at", "summary"), [("last", lambda steps: steps[-1]), ("mean", lambda steps: steps[1:].mean(axis=0))]
)
def test_a_probe_is_the_share_of_pairs_in_order(
    tiny_models: dict[Kind, LoadedModel], kind: Kind, at: At, summary: Summary
) -> None:
    model = tiny_models[kind]
    found = probe_units(model, WITH, WITHOUT, 1, "hidden", at)
    one, other = (
        np.stack([summary(trace_text(model, text).signals["hidden"][1].double().numpy()) for text in texts])
        for texts in (WITH, WITHOUT)
    )
    expected = [by_pairs(one[:, unit], other[:, unit]) for unit in range(model.units)]
    assert found.auc == pytest.approx(expected, abs=1e-12)
    assert found.examples == (len(WITH), len(WITHOUT))


@pytest.mark.parametrize("at", ["last", "mean"])
def test_a_planted_unit_is_found(queenly: LoadedModel, at: At) -> None:
    lacking = [*WITH, *WITHOUT]
    having = [text[:7] + ";" + text[7:] for text in lacking]
    found = probe_units(queenly, having, lacking, 0, "cell", at)
    assert found.auc[PLANTED] == 1 > found.band[1]
    assert found.ranked[0] == PLANTED
    turned = probe_units(queenly, lacking, having, 0, "cell", at)
    assert turned.auc == pytest.approx(1 - found.auc)
    assert turned.ranked == found.ranked


def test_noise_stays_in_the_band() -> None:
    """On noise some unit is outside in about 5 % of cases."""
    labels = np.arange(40) < 20
    strays = 0
    for case in range(60):
        found = probe_values(np.random.default_rng(case).normal(size=(40, 30)), labels)
        assert found.band[0] + found.band[1] == pytest.approx(1)
        strays += bool((np.abs(found.auc - 0.5) > found.band[1] - 0.5).any())
    assert strays <= 8


def test_a_unit_planted_in_noise_comes_first() -> None:
    values, labels = np.random.default_rng(1).normal(size=(40, 30)), np.arange(40) < 15
    values[labels, 7] -= 4
    found = probe_values(values, labels)
    assert found.ranked[0] == 7
    assert found.auc[7] < found.band[0]
    inside = np.delete(found.auc, 7)
    assert ((inside >= found.band[0]) & (inside <= found.band[1])).all()


def test_of_units_that_tell_equally_well_the_lower_one_comes_first() -> None:
    """0.3 and 0.7 are as far from one half, whatever floats make of it."""
    column = np.array([3.0, 4, 6, 7, 8, 1, 2, 5, 9, 10])
    found = probe_values(np.stack([-column, column, -column], axis=1), np.arange(10) < 5)
    assert 0 < abs(found.auc[0] - 0.5) == pytest.approx(abs(found.auc[1] - 0.5))
    assert found.ranked == [0, 1, 2]


def test_the_same_texts_make_the_same_band(tiny: LoadedModel) -> None:
    one, other = (probe_units(tiny, WITH, WITHOUT, 0, "cell") for _ in range(2))
    assert one.band == other.band
    assert one.auc.tolist() == other.auc.tolist()


@pytest.mark.parametrize("units", [1, 8, 256])
def test_enough_examples_are_enough_and_fewer_may_not_be(units: int) -> None:
    """Of units that order texts each in its own way, by all ways to share the texts out."""
    enough = enough_examples(units)
    values = np.random.default_rng(1).normal(size=(2 * enough, units))
    assert probe_values(values, np.arange(2 * enough) < enough).can_tell
    few = 2  # of each, C(4, 2) = 6 ways
    ways = np.array([np.isin(np.arange(2 * few), way) for way in combinations(range(2 * few), few)])
    mistaken = np.abs(aucs(ranks(values[: 2 * few]), ways) - 0.5).max(axis=1) == 0.5
    assert mistaken.mean() > 1 - COVERED
    assert few < enough


def test_one_of_each_tells_nothing(tiny: LoadedModel) -> None:
    found = probe_units(tiny, ["The queen"], ["The king"], 0, "cell")
    assert found.band == (0, 1)
    assert not found.can_tell


@pytest.mark.parametrize(("having", "lacking"), [([], WITHOUT), (WITH, []), ([" "], WITHOUT), (WITH, [*WITHOUT, ""])])
def test_nothing_to_read_is_refused(tiny: LoadedModel, having: list[str], lacking: list[str]) -> None:
    with pytest.raises(InputError, match=r"empty|blank"):
        probe_units(tiny, having, lacking, 0, "cell")
