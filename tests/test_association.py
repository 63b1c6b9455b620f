"""AUC against pairs counted one by one; a control that chance seldom passes and a planted unit always."""

import numpy as np
import pytest
from numpy.typing import NDArray

from model.checkpoint import LoadedModel
from model.knowledge.association import associate, aucs, control_band, exchanged, ranks, rotated
from model.knowledge.labelled import beginnings, step_texts
from model.knowledge.marks import label_sentences
from model.knowledge.moments import read_beginnings, read_steps, token_labels
from model.signals import Kind
from model.trace import trace_text

N, UNITS = 120, 30


def noise(seed: int, n: int = N) -> NDArray[np.float64]:
    return np.random.default_rng(seed).normal(size=(n, UNITS))


def half_true(n: int = N) -> NDArray[np.bool_]:
    return np.arange(n) % 2 == 1


def by_pairs(values: NDArray[np.float64], labels: NDArray[np.bool_]) -> float:
    higher = [(one > other) + 0.5 * (one == other) for one in values[labels] for other in values[~labels]]
    return float(np.mean(higher))


@pytest.mark.parametrize("seed", range(5))
def test_auc_is_the_share_of_pairs_in_order(seed: int) -> None:
    random = np.random.default_rng(seed)
    values = np.concatenate([random.normal(size=(40, 3)), random.integers(0, 4, size=(40, 3))], axis=1)  # and ties
    labels = random.random(40) < 0.3
    found = aucs(ranks(values), labels)
    assert found == pytest.approx([by_pairs(column, labels) for column in values.T], abs=1e-12)
    assert aucs(ranks(values), np.stack([labels, ~labels])) == pytest.approx(np.stack([found, 1 - found]))


def test_equal_values_share_their_rank() -> None:
    assert ranks(np.array([[3.0], [1.0], [3.0], [7.0]]))[:, 0].tolist() == [2.5, 1.0, 2.5, 4.0]


def test_the_band_covers_chance() -> None:
    """On noise the unit that strays furthest is outside in about 5 % of cases, never mind how many units there are."""
    strays = 0
    for case in range(200):
        ranked = ranks(noise(case, n=60))
        low, high = control_band(ranked, exchanged(half_true(60), np.random.default_rng(case), count=200))
        assert low + high == pytest.approx(1)
        found = aucs(ranked, half_true(60))
        strays += bool(((found < low) | (found > high)).any())
    assert 2 <= strays <= 20


def test_exchanged_labels_are_as_many() -> None:
    labels = np.arange(N) < 20
    shuffled = exchanged(labels, np.random.default_rng(1), count=50)
    assert (shuffled.sum(axis=1) == 20).all()
    assert len(np.unique(shuffled, axis=0)) == 50


def test_each_text_turns_its_own_row() -> None:
    lengths = [5, 3, 9]
    labels = np.array([1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 0, 0, 0, 0], dtype=bool)
    turned = rotated(labels, lengths, np.random.default_rng(1), count=200)
    begin = 0
    for length in lengths:
        row, all_turns = labels[begin : begin + length], turned[:, begin : begin + length]
        assert {turn.tobytes() for turn in all_turns} == {np.roll(row, k).tobytes() for k in range(length)}
        begin += length


def test_a_planted_unit_is_recovered_and_noise_is_rejected() -> None:
    first, second = [noise(1), noise(2)], [noise(3), noise(4)]
    for half in (first, second):
        half[1][half_true(), 7] -= 3  # the second signal, and its low values mean label 1
    shuffled = exchanged(half_true(), np.random.default_rng(1))
    found = associate(first, half_true(), second, half_true(), shuffled)
    assert np.flatnonzero(found.outside).tolist() == [7]
    assert (found.signal[7], found.sign[7]) == (1, -1)
    assert found.auc[7] == pytest.approx(1 - by_pairs(second[1][:, 7], half_true()))
    assert found.auc[7] > 0.95


def test_a_sign_that_turns_round_between_the_halves_is_no_knowledge() -> None:
    first, second = noise(1), noise(2)
    first[half_true(), 7] += 3
    second[half_true(), 7] -= 3
    shuffled = exchanged(half_true(), np.random.default_rng(1))
    found = associate([first], half_true(), [second], half_true(), shuffled)
    assert found.auc[7] < found.band[0]
    assert not found.outside.any()


def test_a_beginning_is_read_at_its_last_step(tiny_models: dict[Kind, LoadedModel]) -> None:
    told = beginnings("subject_number", 1, 6, seed=1)
    for kind, model in tiny_models.items():
        moments = read_beginnings(model, "subject_number", told)
        trace = trace_text(model, told[4].text)
        assert list(moments.signals) == (["cell", "hidden"] if kind == "lstm" else ["hidden"])
        assert moments.signals["hidden"].shape == (6, model.layers * model.units)
        assert moments.signals["hidden"][4].tolist() == trace.signals["hidden"][:, -1].flatten().tolist()
        assert moments.labels["subject_number"].tolist() == [False, True] * 3
        assert (moments.texts[4], moments.step[4]) == (trace.ids.tolist(), len(trace.tokens) - 1)


def test_steps_are_read_at_every_token_but_the_start(tiny: LoadedModel) -> None:
    texts = step_texts(2, 3, seed=1)
    moments = read_steps(tiny, texts)
    trace = trace_text(tiny, texts[1].text)
    own = moments.text == 1
    assert moments.lengths[1] == own.sum() == len(trace.tokens) - 1
    assert moments.step[own].tolist() == list(range(1, len(trace.tokens)))
    assert moments.signals["cell"][own].tolist() == trace.signals["cell"][:, 1:].transpose(0, 1).flatten(1).tolist()
    assert (
        moments.labels["inside_quotes"][own].tolist() == token_labels(texts[1], "inside_quotes", trace.tokens).tolist()
    )


def test_a_token_is_labelled_by_what_is_true_once_it_is_read(tiny: LoadedModel) -> None:
    labelled = label_sentences(["<q>I <b>a</b></q> b."])
    tokens = trace_text(tiny, labelled.text).tokens
    assert [token.text for token in tokens] == ["<s>", '"', "I", " ", "(", "a", ")", '"', " b", "."]
    assert token_labels(labelled, "inside_quotes", tokens).tolist() == [True] * 6 + [False] * 3
    assert token_labels(labelled, "bracket_open", tokens).tolist() == [False] * 3 + [True] * 2 + [False] * 4
