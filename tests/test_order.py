"""The words in another order: the same words, another place; and distances between states by hand."""

import math
from itertools import permutations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.order import final_states, shuffle_words, state_distance
from model.signals import Kind
from model.trace import trace_text

TEXTS = ["The queen was tired, but the king said", "a", "the key was in the door."]
words = st.text(st.characters(exclude_categories=["Cs", "Zs", "Zl", "Zp", "Cc"]), min_size=1, max_size=6)


@given(words=st.lists(words, min_size=2, max_size=30), seed=st.integers(0, 2**32 - 1))
def test_every_word_is_kept_and_some_have_moved(words: list[str], seed: int) -> None:
    text = " ".join(words)
    shuffled = shuffle_words(text, seed)
    assert sorted(shuffled.order) == list(range(len(text.split())))
    assert shuffled.order != sorted(shuffled.order)
    assert shuffled.text.split() == [text.split()[place] for place in shuffled.order]
    assert shuffle_words(text, seed) == shuffled


def test_words_are_what_white_space_parts() -> None:
    assert shuffle_words("\tno,\n  thanks. ", 1).text == "thanks. no,"


def test_seeds_choose_among_all_orders_but_the_first() -> None:
    found = {tuple(shuffle_words("a b c", seed).order) for seed in range(60)}
    assert found == set(permutations(range(3))) - {(0, 1, 2)}


@pytest.mark.parametrize("text", ["alone", " alone\n", ""])
def test_one_word_has_no_order(text: str) -> None:
    with pytest.raises(InputError) as raised:
        shuffle_words(text, 1)
    assert raised.value.field == "text"


@pytest.mark.parametrize("kind", ["lstm", "rnn", "gru"])
def test_final_states_are_those_of_the_traces(tiny_models: dict[Kind, LoadedModel], kind: Kind) -> None:
    """Texts of unlike length, read together, end as each does alone."""
    states = final_states(tiny_models[kind], TEXTS)
    assert (states.cell is None) == (kind != "lstm")
    for signal, found in (("hidden", states.hidden), ("cell", states.cell)):
        if found is None:
            continue
        for row, text in zip(found, TEXTS, strict=True):
            expected = trace_text(tiny_models[kind], text).signals[signal][:, -1].flatten()
            torch.testing.assert_close(row, expected.double(), atol=1e-6, rtol=1e-5)


def test_distances_by_hand() -> None:
    one, other = torch.tensor([3.0, 4.0]), torch.tensor([0.0, 5.0])
    found = state_distance(one, other)
    assert found.distance == pytest.approx(math.sqrt(10))
    assert found.relative == pytest.approx(math.sqrt(10) / 5)
    assert found.cosine == pytest.approx(0.8)


def test_equal_states_and_states_at_right_angles() -> None:
    one, other = torch.tensor([0.0, 2.0]), torch.tensor([2.0, 0.0])
    assert state_distance(one, one).relative == 0
    assert state_distance(one, one).cosine == pytest.approx(1)
    assert state_distance(one, other).relative == pytest.approx(math.sqrt(2))
    assert state_distance(one, other).cosine == 0


def test_states_of_nothing_but_zeros_are_not_apart() -> None:
    found = state_distance(torch.zeros(4), torch.zeros(4))
    assert (found.distance, found.relative, found.cosine) == (0, 0, 0)
