"""The effect of a unit: the fast ablation against the one by steps, log-odds against the softmax, intervals by hand."""

from dataclasses import replace

import numpy as np
import pytest
import torch

from model.ablation import ablate_all
from model.checkpoint import LoadedModel
from model.errors import InputError
from model.knowledge.continuations import CLOSING, NAMEABLE, WORDS, closing_tokens, log_odds, nameable
from model.knowledge.effect import RESAMPLES, Ablator, measure_effects
from model.knowledge.labelled import PROPERTIES, step_texts
from model.knowledge.log_odds import says_words
from model.signals import Kind
from model.tokenizer import START_ID, TextTokenizer

TEXTS = (
    "The queen was tired.",
    "“Don’t go,” said the girl; the boy did not hear her.",
    "The key was in the door (so).",
)


@pytest.fixture(params=["lstm", "rnn", "gru"])
def model(request: pytest.FixtureRequest, tiny_models: dict[Kind, LoadedModel]) -> LoadedModel:
    return tiny_models[request.param]


def ids_of(model: LoadedModel) -> list[list[int]]:
    return [[START_ID, *model.tokenizer.encode_ids(text)] for text in TEXTS]


def test_ablation_is_that_which_holds_by_steps(model: LoadedModel) -> None:
    """Two layers, three texts of different length: log-odds without each unit, by two ways."""
    texts = ids_of(model)
    reader = Ablator(model, texts)
    slow = [ablate_all(model, ids, [40], [50]) for ids in texts]
    for layer in range(model.layers):
        for unit in range(model.units):
            read = zip(reader.read((layer, unit)), texts, strict=True)
            last = torch.stack([states[len(ids) - 1] for states, ids in read])
            scores = model.network.logits(last)
            expected = [float(one.ablated[layer, unit]) for one in slow]
            assert (scores[:, 40] - scores[:, 50]).tolist() == pytest.approx(expected, abs=1e-5)


def test_what_is_ablated_is_there_again_afterwards(model: LoadedModel) -> None:
    texts = ids_of(model)
    reader = Ablator(model, texts)
    before = reader.read()
    for layer in range(model.layers):
        without = reader.read((layer, 3))
        assert not torch.allclose(without[1], before[1])
    for ids, first, again in zip(texts, before, reader.read(), strict=True):
        assert torch.equal(first, again)
        assert torch.allclose(first[: len(ids)], model.network(torch.tensor([ids]))[0][0], atol=1e-6)


def test_more_texts_than_are_read_at_once_keep_their_order(tiny: LoadedModel) -> None:
    texts = [[START_ID, *tiny.tokenizer.encode_ids(labelled.text)] for labelled in step_texts(1, 70, seed=1)]
    for ids, states in zip(texts, Ablator(tiny, texts).read(), strict=True):
        assert torch.allclose(states[: len(ids)], tiny.network(torch.tensor([ids]))[0][0], atol=1e-6)


def test_every_property_that_can_be_a_name_is_one_of_all() -> None:
    assert set(PROPERTIES) - set(NAMEABLE) == {"clause_nested", "sentence_start", "late_in_sentence"}


def test_what_is_said_letter_by_letter_cannot_be_a_name(tiny: LoadedModel) -> None:
    characters = replace(tiny, tokenizer=TextTokenizer.of_bytes())
    assert nameable(characters) == tuple(CLOSING)
    assert says_words(tiny, " she", " he")
    assert not says_words(characters, " she", " he")
    assert not says_words(replace(tiny, tokenizer=TextTokenizer.of_letters("aXb")), " she", " he")


def test_log_odds_of_words_are_those_of_the_softmax(tiny: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WORDS, "subject_gender", ((" she",), (" he", " the")))
    hidden = torch.randn(5, tiny.units, generator=torch.Generator().manual_seed(1))
    (she,), (he,), (the,) = map(tiny.tokenizer.encode_ids, (" she", " he", " the"))
    p = tiny.network.logits(hidden).double().softmax(dim=1)
    expected = (p[:, she] / (p[:, he] + p[:, the])).log()
    assert log_odds(tiny, "subject_gender", hidden).tolist() == pytest.approx(expected.tolist(), abs=1e-4)


@pytest.mark.parametrize("of", CLOSING)
def test_log_odds_of_a_closing_mark_are_against_all_else(tiny: LoadedModel, of: str) -> None:
    hidden = torch.randn(5, tiny.units, generator=torch.Generator().manual_seed(1))
    closing = tiny.network.logits(hidden).double().softmax(dim=1)[:, closing_tokens(tiny, CLOSING[of])].sum(dim=1)
    assert log_odds(tiny, of, hidden).tolist() == pytest.approx((closing / (1 - closing)).log().tolist(), abs=1e-4)


def test_a_quotation_mark_closes_where_no_space_is_before_it(tiny: LoadedModel) -> None:
    tokenizer = TextTokenizer.train(iter(['He said "no" and "yes" (so).'] * 20), 300)
    model = replace(tiny, tokenizer=tokenizer)
    assert {tokenizer.label(number) for number in closing_tokens(model, '"')} == {'"'}
    assert ' "' in {tokenizer.label(number) for number in range(tokenizer.size)}
    assert {tokenizer.label(number) for number in closing_tokens(model, ")")} == {")"}


def test_a_word_of_several_tokens_is_refused(tiny: LoadedModel) -> None:
    with pytest.raises(InputError, match="tokens of tiny-lstm"):
        log_odds(tiny, "subject_number", torch.zeros(1, tiny.units))


def test_effect_is_what_the_contrast_loses() -> None:
    labels = np.array([True, True, False, False])
    intact = np.array([4.0, 2.0, 1.0, 1.0])  # S = 2
    ablated = np.array([[1.0, 1.0, 1.0, 1.0], [4.0, 2.0, 1.0, 1.0], [6.0, 4.0, 1.0, 1.0]])  # S = 0, 2, 4
    found = measure_effects(intact, ablated, labels, np.arange(4), np.random.default_rng(1))
    assert found.intact == 2
    assert found.effect.tolist() == [2, 0, -2]
    assert (found.low <= found.effect).all()
    assert (found.effect <= found.high).all()
    assert (found.low[1], found.high[1]) == (0, 0)


def test_the_interval_is_as_wide_as_the_texts_vary() -> None:
    """200 texts of 3 moments each that say the same: the deviation of the mean is that of texts, not of moments."""
    random = np.random.default_rng(1)
    labels = np.repeat(np.arange(200) % 2 == 1, 3)
    of_text = np.repeat(random.normal(size=200), 3)
    found = measure_effects(of_text, np.zeros((1, 600)), labels, np.repeat(np.arange(200), 3), random)
    expected = 2 * 1.96 * np.sqrt(of_text[labels].var() / 100 + of_text[~labels].var() / 100)
    assert found.high[0] - found.low[0] == pytest.approx(expected, rel=0.1)


def test_draws_without_a_label_are_left_out() -> None:
    """With one text of each label half of all draws lack one; the rest tell what there is to tell."""
    found = measure_effects(
        np.array([3.0, 1.0]), np.zeros((1, 2)), np.array([True, False]), np.arange(2), np.random.default_rng(1)
    )
    assert (found.low[0], found.effect[0], found.high[0]) == (2, 2, 2)
    assert RESAMPLES >= 1000
