"""The knowledge that ships is about the weights that ship, follows its own rules, and is found again."""

from functools import cache

import numpy as np
import pytest

from model.checkpoint import SHIPPED, load_model
from model.knowledge.association import aucs, ranks
from model.knowledge.continuations import NAMEABLE
from model.knowledge.labelled import PROPERTIES, SENTENCE_PROPERTIES, beginnings
from model.knowledge.moments import read_beginnings
from model.knowledge.report import Json, read_knowledge
from model.knowledge.units import BEYOND

ENGLISH = ("english-lstm", "english-rnn")


@cache
def knowledge(name: str) -> Json:
    return read_knowledge(SHIPPED / name, load_model(name))


@pytest.mark.parametrize("name", ENGLISH)
def test_every_name_is_earned(name: str) -> None:
    told = knowledge(name)
    effects = {one["property"]: np.array(one["effect"]) for one in told["properties"] if one["effect"]}
    assert list(effects) == [*NAMEABLE]
    for known in (known for unit in told["units"] for known in unit["knows"]):
        assert known["auc"] > known["band"][1]
        assert known["effect_interval"][0] > max(0, np.quantile(effects[known["property"]], BEYOND))


@pytest.mark.parametrize("name", ENGLISH)
def test_what_nobody_knows_is_said(name: str) -> None:
    told = knowledge(name)
    named = {known["property"] for unit in told["units"] for known in unit["knows"]}
    assert told["unclaimed"] == [of for of in NAMEABLE if of not in named]
    assert {track["property"] for track in told["tracks"]} <= {*PROPERTIES} - {*NAMEABLE}


@pytest.mark.parametrize("of", SENTENCE_PROPERTIES)
@pytest.mark.parametrize("name", ENGLISH)
def test_the_best_unit_is_as_good_as_it_says(name: str, of: str) -> None:
    """Read anew: the sentences of the second half, the AUC of the best unit."""
    told, model = knowledge(name), load_model(name)
    best = next(one["best"] for one in told["properties"] if one["property"] == of)
    moments = read_beginnings(model, of, beginnings(of, 2, told["sentences"]["beginnings"], told["seed"]))
    column = moments.signals[best["signal"]][:, [best["layer"] * model.units + best["unit"]]] * best["sign"]
    assert aucs(ranks(column), moments.labels[of])[0] == pytest.approx(best["auc"], abs=0.002)
