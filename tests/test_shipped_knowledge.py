"""The knowledge that ships is about the weights that ship, follows its own rules, and is found again."""

from functools import cache

import numpy as np
import pytest

from model.checkpoint import load_model
from model.errors import MissingError
from model.folders import SHIPPED, checkpoint_names
from model.knowledge.association import aucs, ranks
from model.knowledge.continuations import nameable
from model.knowledge.labelled import SENTENCE_PROPERTIES, beginnings
from model.knowledge.moments import read_beginnings, step_properties
from model.knowledge.report import Json, read_knowledge
from model.knowledge.units import BEYOND
from model.tokenizer import BYTES_ALONE

# All that read English: the others cannot be asked.
ENGLISH = [name for name in checkpoint_names() if load_model(name).tokenizer.letters is None]


@cache
def knowledge(name: str) -> Json:
    return read_knowledge(SHIPPED / name, load_model(name))


@pytest.mark.parametrize("name", ENGLISH)
def test_every_name_is_earned(name: str) -> None:
    told = knowledge(name)
    effects = {one["property"]: np.array(one["effect"]) for one in told["properties"] if one["effect"]}
    assert {*effects} == {*nameable(load_model(name))}
    for known in (known for unit in told["units"] for known in unit["knows"]):
        assert known["auc"] > known["band"][1]
        assert known["effect_interval"][0] > max(0, np.quantile(effects[known["property"]], BEYOND))


@pytest.mark.parametrize("name", ENGLISH)
def test_what_nobody_knows_is_said(name: str) -> None:
    told = knowledge(name)
    named = {known["property"] for unit in told["units"] for known in unit["knows"]}
    model = load_model(name)
    asked = {*SENTENCE_PROPERTIES, *step_properties(model)}
    assert {one["property"] for one in told["properties"]} == asked
    assert {*told["unclaimed"]} == {*nameable(model)} - named
    assert {track["property"] for track in told["tracks"]} <= asked - {*nameable(model)}


def test_every_model_that_reads_english_has_been_asked_and_no_other() -> None:
    assert [name for name in checkpoint_names() if (SHIPPED / name / "knowledge.json").exists()] == ENGLISH
    for name in {*checkpoint_names()} - {*ENGLISH}:
        with pytest.raises(MissingError, match="the sentences that tell what units know are English"):
            knowledge(name)


def test_a_network_of_characters_knows_when_it_is_inside_a_quotation() -> None:
    """Karpathy, Johnson & Fei-Fei's cell (2015), by the evidence of the issue: AUC, and a named unit."""
    (name,) = [name for name in ENGLISH if load_model(name).tokenizer.size == BYTES_ALONE]
    named = [
        (known["auc"], unit["unit"])
        for unit in knowledge(name)["units"]
        for known in unit["knows"]
        if known["property"] == "inside_quotes"
    ]
    assert max(named)[0] >= 0.9
    assert load_model(name).card["suggested"]["unit"] in [unit for _, unit in named]


@pytest.mark.parametrize("of", SENTENCE_PROPERTIES)
@pytest.mark.parametrize("name", ENGLISH)
def test_the_best_unit_is_as_good_as_it_says(name: str, of: str) -> None:
    """Read anew: the sentences of the second half, the AUC of the best unit."""
    told, model = knowledge(name), load_model(name)
    best = next(one["best"] for one in told["properties"] if one["property"] == of)
    moments = read_beginnings(model, of, beginnings(of, 2, told["sentences"]["beginnings"], told["seed"]))
    column = moments.signals[best["signal"]][:, [best["layer"] * model.units + best["unit"]]] * best["sign"]
    assert aucs(ranks(column), moments.labels[of])[0] == pytest.approx(best["auc"], abs=0.002)
