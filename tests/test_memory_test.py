"""The memory test: one causal pass gives what reading every cut text by itself gives; and its texts tell no gender."""

import re

import numpy as np
import pytest
import torch

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.knowledge.lexicon import read_nouns
from model.knowledge.memory_test import memory_test, subject_difference
from model.knowledge.memory_texts import FILLERS, SUBJECTS
from model.network import LanguageModel, Shape, initialise
from model.signals import Kind
from model.tokenizer import START_ID, TextTokenizer

PAIRS = (("The queen", "The king"), ("My mother", "My dear old father"), ("Mary", "John"))
TEXTS = (" was sitting by the window, alone,", " said at once that", " had come home and")
GENDERED = {"he", "him", "his", "himself", "she", "her", "hers", "herself", "mr", "mrs", "miss", "sir", "madam", "lord"}
SECOND_PERSON = {"you", "your", "yours", "yourself", "thou", "thee"}


@pytest.fixture(scope="module")
def tokenizer() -> TextTokenizer:
    """A small vocabulary in which both pronouns are one token each."""
    pronouns = "So he said that she knew what he saw and she said that he knew." * 20
    return TextTokenizer.train(iter([pronouns, *FILLERS]), 500)


@pytest.fixture(scope="module", params=["lstm", "rnn", "gru"])
def model(request: pytest.FixtureRequest, tokenizer: TextTokenizer) -> LoadedModel:
    """A random network of two layers and eight units, with embeddings large enough to make a difference."""
    kind: Kind = request.param
    network = LanguageModel(Shape(kind, tokenizer.size, units=8, layers=2))
    initialise(network, seed=5)
    network.embedding.weight.data *= 10
    torch.nn.init.normal_(network.bias, generator=torch.Generator().manual_seed(6))
    return LoadedModel(f"tiny-{kind}", network.eval().requires_grad_(False), tokenizer, {})


def hidden_after(model: LoadedModel, subject: str, filler: str, tokens: int) -> torch.Tensor:
    """The last layer's hidden state [U] after a text cut by hand."""
    ids = [START_ID, *model.tokenizer.encode_ids(subject), *model.tokenizer.encode_ids(filler)[:tokens]]
    hidden, _ = model.network(torch.tensor([ids]))
    return hidden[0, -1]


def log_odds(model: LoadedModel, hidden: torch.Tensor) -> float:
    """ln p(she) − ln p(he) by the whole softmax."""
    log_p = model.network.logits(hidden).double().log_softmax(dim=0)
    (she,), (he,) = model.tokenizer.encode_ids(" she"), model.tokenizer.encode_ids(" he")
    return float(log_p[she] - log_p[he])


def slow_log_odds(model: LoadedModel, subject: str, filler: str, tokens: int) -> float:
    return log_odds(model, hidden_after(model, subject, filler, tokens))


def test_one_pass_gives_what_reading_each_cut_text_gives(model: LoadedModel) -> None:
    curve = memory_test(model, PAIRS, TEXTS)
    shortest = min(len(model.tokenizer.encode_ids(filler)) for filler in TEXTS)
    assert curve.distances == list(range(1, shortest + 1))
    for tokens in curve.distances:
        left = [
            slow_log_odds(model, a, filler, tokens) - slow_log_odds(model, b, filler, tokens)
            for a, b in PAIRS
            for filler in TEXTS
        ]
        at = tokens - 1
        assert curve.mean[at] == pytest.approx(np.mean(left), abs=1e-5)
        assert (curve.low[at], curve.high[at]) == pytest.approx(tuple(np.quantile(left, [0.1, 0.9])), abs=1e-5)
    assert max(map(abs, curve.mean)) > 1e-3


def test_the_units_carry_all_that_is_left(model: LoadedModel) -> None:
    carried = subject_difference(model, PAIRS, TEXTS).carried()
    assert float(carried.sum()) == pytest.approx(memory_test(model, PAIRS, TEXTS).mean[-1], rel=1e-9)
    assert len(carried) == model.units
    assert float(carried.abs().max()) > 1e-3


def test_a_unit_carries_what_is_lost_when_it_is_exchanged(model: LoadedModel) -> None:
    """By the whole softmax: the first reading with one unit as the second reading left it."""
    a, b = (
        hidden_after(model, subject, TEXTS[1], memory_test(model, PAIRS[:1], TEXTS[1:2]).distances[-1])
        for subject in PAIRS[0]
    )
    carried = subject_difference(model, PAIRS[:1], TEXTS[1:2]).carried()
    for unit in range(model.units):
        exchanged = a.clone()
        exchanged[unit] = b[unit]
        assert float(carried[unit]) == pytest.approx(log_odds(model, a) - log_odds(model, exchanged), abs=1e-5)


def test_the_same_subject_twice_leaves_nothing(model: LoadedModel) -> None:
    curve = memory_test(model, (("The queen", "The queen"),), TEXTS)
    assert curve.mean == curve.low == curve.high == [0.0] * len(curve.distances)


def test_exchanged_subjects_turn_the_curve_over(model: LoadedModel) -> None:
    curve = memory_test(model, PAIRS, TEXTS)
    turned = memory_test(model, tuple((b, a) for a, b in PAIRS), TEXTS)
    assert turned.mean == pytest.approx([-value for value in curve.mean])
    assert turned.low == pytest.approx([-value for value in curve.high])


def test_exchanged_words_turn_the_curve_over(model: LoadedModel) -> None:
    turned = memory_test(model, PAIRS, TEXTS, favoured=" he", against=" she")
    assert turned.mean == pytest.approx([-value for value in memory_test(model, PAIRS, TEXTS).mean])


def test_distances_end_where_they_are_told(model: LoadedModel) -> None:
    curve = memory_test(model, PAIRS, TEXTS, longest=2)
    whole = memory_test(model, PAIRS, TEXTS)
    assert curve.distances == [1, 2]
    assert curve.mean == pytest.approx(whole.mean[:2])


def test_the_built_in_list_is_read_for_fifty_tokens(model: LoadedModel) -> None:
    curve = memory_test(model)
    assert curve.distances == list(range(1, 51))
    assert all(low <= high for low, high in zip(curve.low, curve.high, strict=True))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"favoured": " queens"}, "for"),
        ({"against": ""}, "against"),
        ({"subjects": ()}, "filler"),
        ({"fillers": ()}, "filler"),
        ({"fillers": ("",)}, "filler"),
        ({"longest": 0}, "filler"),
    ],
)
def test_what_cannot_be_read_is_named(model: LoadedModel, changes: dict[str, object], field: str) -> None:
    with pytest.raises(InputError) as raised:
        memory_test(model, **{"subjects": PAIRS, "fillers": TEXTS} | changes)
    assert raised.value.field == field


def test_fillers_are_many_long_and_begin_with_their_space() -> None:
    assert len(FILLERS) >= 4
    assert all(len(filler.split()) > 50 and re.match(r" [a-z]", filler) for filler in FILLERS)


def test_fillers_tell_no_gender_name_nobody_and_address_nobody() -> None:
    persons = {form for noun in read_nouns() if noun.kind == "person" for form in (noun.singular, noun.plural)}
    for filler in FILLERS:
        assert filler == filler.lower()
        assert not set(re.findall(r"[a-z]+", filler)) & (GENDERED | SECOND_PERSON | persons)


def test_subjects_are_many_and_differ_in_gender() -> None:
    gender = {noun.singular: noun.gender for noun in read_nouns()}
    beyond_the_lexicon = {("The duchess", "The duke"), ("Mrs. Grey", "Mr. Grey"), ("Mary", "John")}
    assert len(set(SUBJECTS)) == len(SUBJECTS) >= 20
    for feminine, masculine in set(SUBJECTS) - beyond_the_lexicon:
        *before, last = feminine.split()
        *other_before, other_last = masculine.split()
        assert (gender[last], gender[other_last]) == ("feminine", "masculine")
        assert before == other_before
