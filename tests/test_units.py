"""What each unit knows, of a network wired to know the gender of the last person, and of one that knows nothing."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from gender import PRONOUNS, build, wire_gender_cell

from model.checkpoint import LoadedModel, save_checkpoint
from model.errors import CheckpointError, InputError, MissingError
from model.knowledge.__main__ import main
from model.knowledge.association import Association
from model.knowledge.continuations import NAMEABLE, WORDS
from model.knowledge.effect import Effects
from model.knowledge.labelled import PROPERTIES, beginnings, step_texts
from model.knowledge.lexicon import read_nouns
from model.knowledge.report import best_unit, knowledge_record, read_knowledge, write_knowledge
from model.knowledge.units import Known, Size, ablations, know_units
from model.tokenizer import TextTokenizer

SMALL = Size(beginnings=96, texts=24, readings=20)
PERSONS = [noun for noun in read_nouns() if noun.kind == "person"]
WIRED = 3


@pytest.fixture(scope="module")
def tokenizer() -> TextTokenizer:
    """A vocabulary in which every person and every word that a property calls for is one token."""
    words = [word for of_label in WORDS.values() for words in of_label for word in words]
    names = [f" {noun.singular}" for noun in PERSONS]
    texts = [labelled.text for half in (1, 2) for labelled in step_texts(half, 30, seed=9)]
    return TextTokenizer.train(iter([PRONOUNS, *texts, *(words + names) * 30]), 1500)


@pytest.fixture(scope="module")
def wired(tokenizer: TextTokenizer) -> LoadedModel:
    """Unit 3 holds the gender of the last person that was read; every other unit is still."""
    model = build("lstm", tokenizer, layers=1)
    table = model.network.embedding.weight.data
    wire_gender_cell(model.network, tokenizer, WIRED)
    for noun in PERSONS:
        (number,) = tokenizer.encode_ids(f" {noun.singular}")
        table[number, 6:] = torch.tensor([1.0, 1.0 if noun.gender == "feminine" else -1.0])
    return model


@pytest.fixture(scope="module")
def known(wired: LoadedModel) -> dict[str, Known]:
    return know_units(wired, 1, SMALL)


def test_the_wired_unit_earns_the_name(known: dict[str, Known]) -> None:
    gender = known["subject_gender"]
    assert gender.effects is not None
    assert np.flatnonzero(gender.named).tolist() == [WIRED]
    assert gender.association.auc[WIRED] > 0.8
    assert gender.effects.effect[WIRED] == pytest.approx(gender.effects.intact)  # nobody else knows it
    assert best_unit(gender) == WIRED


def test_it_knows_the_last_person_and_so_misses_what_attractors_hide(known: dict[str, Known]) -> None:
    """Its AUC is that of the rule it was wired to follow: the share of beginnings whose last person is the subject."""
    told = beginnings("subject_gender", 2, SMALL.beginnings, seed=1)
    gender = {noun.singular: noun.gender for noun in PERSONS}
    last = [[gender[word.strip('",')] for word in one.text.split() if word.strip('",') in gender][-1] for one in told]
    right = sum((of == "feminine") == one.label for of, one in zip(last, told, strict=True)) / len(told)
    auc = known["subject_gender"].association.auc[WIRED]
    assert 0.7 < right < 1
    assert auc == pytest.approx(right, abs=0.05)


def test_nobody_earns_a_name_in_a_network_that_is_still(tokenizer: TextTokenizer) -> None:
    model = build("rnn", tokenizer, layers=2)
    for weight in model.network.recurrent.parameters():
        weight.data.zero_()
    calls = []
    found = know_units(model, 1, SMALL, lambda: calls.append(1))
    assert not any(one.named.any() for one in found.values())
    assert len(calls) == ablations(model) == 3 * 2 * 8
    card = {"sha256": {"weights.safetensors": "0" * 64}}
    record = knowledge_record(replace(model, card=card), found, {})
    assert (record["units"], record["tracks"], record["unclaimed"]) == ([], [], [*NAMEABLE])


def test_the_same_seed_finds_the_same(wired: LoadedModel, known: dict[str, Known]) -> None:
    again, other = know_units(wired, 1, SMALL), know_units(wired, 2, SMALL)
    for of in PROPERTIES:
        assert again[of].association.band == known[of].association.band
        assert again[of].association.auc.tolist() == known[of].association.auc.tolist()
    assert other["subject_number"].association.auc.tolist() != known["subject_number"].association.auc.tolist()


def evidence(auc: float, effect: float, low: float) -> Known:
    """Unit 0 of twenty with this evidence; the others know nothing and do from −0.1 to 0.08 nats."""
    association = Association(np.zeros(20, int), np.ones(20, int), np.r_[auc, np.full(19, 0.5)], (0.4, 0.6))
    effects = np.r_[effect, np.linspace(-0.1, 0.08, 19)]
    return Known(association, ["cell"] * 20, Effects(effects, np.r_[low, effects[1:]], effects + 1, 1.0), (10, 10))


@pytest.mark.parametrize(
    ("auc", "effect", "low", "named"),
    [
        (0.9, 1.0, 0.5, True),
        (0.6, 1.0, 0.5, False),  # within the band
        (0.1, 1.0, 0.5, False),  # the wrong way round
        (0.9, 1.0, -0.1, False),  # the interval of the effect holds 0
        (0.9, 0.2, 0.05, False),  # more than 0, but not beyond 95 % of units
    ],
)
def test_a_name_needs_all_three(auc: float, effect: float, low: float, named: bool) -> None:
    assert evidence(auc, effect, low).named.tolist() == [named] + [False] * 19


def test_a_property_without_continuations_names_nobody() -> None:
    told = evidence(0.9, 1.0, 0.5)
    assert not Known(told.association, told.signals, None, told.moments).named.any()


def test_the_command_writes_what_it_found(
    wired: LoadedModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_checkpoint(tmp_path / "wired", wired.network, wired.tokenizer, {})
    size = ["--beginnings", "48", "--texts", "12", "--readings", "10"]
    assert main(["units", "wired", "--folder", str(tmp_path), *size]) == 0
    told = json.loads((tmp_path / "wired" / "knowledge.json").read_text())
    assert told["sha256"] == json.loads((tmp_path / "wired" / "card.json").read_text())["sha256"]["weights.safetensors"]
    assert told["command"] == "python -m model.knowledge units wired --seed 1 " + " ".join(size)
    assert told["sentences"] == {"beginnings": 48, "texts": 12, "readings": 10}
    (named,) = (unit for unit in told["units"] if any(k["property"] == "subject_gender" for k in unit["knows"]))
    assert (named["layer"], named["unit"]) == (0, WIRED)
    knowledge = next(k for k in named["knows"] if k["property"] == "subject_gender")
    assert knowledge["auc"] > knowledge["band"][1]
    assert knowledge["effect_interval"][0] <= knowledge["effect"] <= knowledge["effect_interval"][1]
    assert knowledge["rank"] == 1
    assert "subject_gender" not in told["unclaimed"]
    assert [one["property"] for one in told["properties"]] == [*PROPERTIES]
    assert all(len(one["auc"]) == wired.units for one in told["properties"])
    assert all((one["effect"] is None) == (one["property"] not in NAMEABLE) for one in told["properties"])
    assert {track["property"] for track in told["tracks"]}.isdisjoint(NAMEABLE)
    assert "subject_gender: 1 named" in capsys.readouterr().err


def test_knowledge_is_read_back_for_its_own_weights_alone(tiny: LoadedModel, tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="knowledge units tiny-lstm"):
        read_knowledge(tmp_path, tiny)
    record = {"model": "tiny-lstm", "sha256": tiny.sha256, "units": []}
    write_knowledge(tmp_path, record)
    assert read_knowledge(tmp_path, tiny) == record
    write_knowledge(tmp_path, record | {"sha256": "0" * 64})
    with pytest.raises(CheckpointError, match="not about its weights"):
        read_knowledge(tmp_path, tiny)
    (tmp_path / "knowledge.json").write_text("{")
    with pytest.raises(CheckpointError, match="cannot be read"):
        read_knowledge(tmp_path, tiny)


@pytest.mark.parametrize("name", ["beginnings", "texts", "readings"])
def test_too_few_sentences_are_refused(name: str) -> None:
    with pytest.raises(InputError, match=f"`{name}` is 9"):
        Size(**{name: 9})


def test_a_seed_is_a_number_from_zero_up(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["units", "wired", "--seed", "-1"])
    assert "no whole number" in " ".join(capsys.readouterr().err.split())


def test_the_command_tells_of_a_model_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["units", "nobody", "--folder", str(tmp_path)]) == 1
    assert "no model 'nobody'" in " ".join(capsys.readouterr().err.split())
