"""Turning the gender by hand: found on a network that is built for it, and true when it is done."""

import pytest
from gender import PRONOUNS, build, wire_gender_cell

from model.holds import Hold, trace_held
from model.knowledge.candidates import CANDIDATES, Candidate
from model.knowledge.turn import choose_turn
from model.signals import Kind
from model.tokenizer import TextTokenizer

CANDIDATE = Candidate("So queen said and king said that he knew.", "queen", "king", "he")


@pytest.fixture(scope="module")
def tokenizer() -> TextTokenizer:
    return TextTokenizer.train(iter([PRONOUNS, *(candidate.text for candidate in CANDIDATES)]), 500)


def test_a_cell_built_to_follow_the_subject_is_held_the_other_way(tokenizer: TextTokenizer) -> None:
    model = build("lstm", tokenizer, layers=1)
    wire_gender_cell(model.network, tokenizer, unit=3)
    turn = choose_turn(model, (CANDIDATE,))
    assert turn is not None
    assert (turn["text"], turn["unit"], turn["signal"]) == ("So queen said and king said that", 3, "cell")
    (before, against), (after, favoured) = turn["before"], reversed(turn["after"])
    assert before > against
    assert after > favoured
    assert (turn["favoured"], turn["against"], turn["units"]) == (" he", " she", 1)
    assert turn["value"] == pytest.approx(1, abs=0.11)  # what " queen" wrote


@pytest.mark.parametrize("kind", ["lstm", "rnn", "gru"])
def test_it_is_what_a_held_reading_gives(tokenizer: TextTokenizer, kind: Kind) -> None:
    model = build(kind, tokenizer)
    turn = choose_turn(model)
    assert turn is not None
    tokens = model.tokenizer.encode(str(turn["text"]))
    pronouns = [model.tokenizer.encode_ids(str(turn[name]))[0] for name in ("favoured", "against")]
    hold = Hold(turn["layer"], (turn["unit"],), turn["signal"], turn["step"], None, turn["value"])
    for holds, wanted in ((), turn["before"]), ((hold,), turn["after"]):
        trace = trace_held(model, tokens, holds)
        chances = model.network.logits(trace.signals["hidden"][-1, -1]).softmax(dim=0)[pronouns]
        assert chances.tolist() == pytest.approx(wanted, abs=1e-4)


def test_where_nothing_turns_nothing_is_claimed(tokenizer: TextTokenizer) -> None:
    model = build("lstm", tokenizer, layers=1)
    model.network.embedding.weight.data.zero_()
    assert choose_turn(model, (CANDIDATE,)) is None
