"""The story: places found in the text, criteria judged on hand-made signals, a choice on a network built for it."""

import json
from pathlib import Path

import pytest
import torch
from gender import PRONOUNS, build, wire_gender_cell
from torch import Tensor

from model.checkpoint import LoadedModel, load_checkpoint, save_checkpoint
from model.errors import InputError
from model.knowledge.__main__ import main
from model.knowledge.candidates import CANDIDATES, Candidate
from model.knowledge.lexicon import read_nouns
from model.knowledge.story import Places, choose_story, find_places, judge, pronoun_support
from model.tokenizer import TextTokenizer
from model.trace import Trace, trace_text

PLACES = Places(first=2, second=6, read=10)
STEPS = 14
ALL = ["forget", "turn", "before", "held", "visible", "matters"]


@pytest.fixture(scope="module")
def tokenizer() -> TextTokenizer:
    """A small vocabulary in which both pronouns are one token each."""
    return TextTokenizer.train(iter([PRONOUNS, *(candidate.text for candidate in CANDIDATES)]), 500)


@pytest.fixture(scope="module", params=["lstm", "rnn", "gru"])
def model(request: pytest.FixtureRequest, tokenizer: TextTokenizer) -> LoadedModel:
    return build(request.param, tokenizer)


def ideal() -> dict[str, Tensor]:
    """One unit that fulfils everything: + from the first person on, − from the second on, gates to match. [1, T, 1]."""
    cell = torch.full((STEPS,), 1.0)
    cell[6:] = -1.0
    forget = torch.full((STEPS,), 0.9)
    forget[6] = 0.1
    return {"forget": forget[None, :, None], "cell": cell[None, :, None], "hidden": 0.5 * cell[None, :, None]}


def missed(signals: dict[str, Tensor], support: float = 0.5) -> list[str]:
    criteria, _ = judge(Trace("lstm", (), signals, None), PLACES, torch.tensor([support]))
    return [name for name, met in criteria.items() if not met[0]]


def test_a_unit_that_fulfils_everything_misses_nothing() -> None:
    criteria, score = judge(Trace("lstm", (), ideal(), None), PLACES, torch.tensor([0.5]))
    assert list(criteria) == ALL
    assert all(bool(met[0]) for met in criteria.values())
    assert float(score[0]) == pytest.approx(7 / 8 + 0.5 + 0.5)


@pytest.mark.parametrize(
    ("signal", "steps", "value", "expected"),
    [
        ("forget", [6], 0.6, ["forget"]),
        ("forget", [9], 0.6, ["held"]),
        ("forget", [10], 0.6, []),
        ("cell", [5], -1.0, ["turn", "before"]),
        ("cell", [3], -1.0, ["before"]),
        ("cell", [1], -1.0, []),
        ("cell", [8], 1.0, ["held"]),
        ("hidden", [5, 6], 0.1, ["visible"]),
    ],
)
def test_each_criterion_is_asked_of_its_own_steps(
    signal: str, steps: list[int], value: float, expected: list[str]
) -> None:
    signals = ideal()
    signals[signal][0, steps, 0] = value
    assert missed(signals) == expected


@pytest.mark.parametrize("support", [0.05, -1.0])
def test_a_unit_that_does_not_speak_for_the_pronoun_does_not_matter(support: float) -> None:
    assert missed(ideal(), support) == ["matters"]


def test_without_cells_the_hidden_state_is_judged_and_no_gate_is_asked() -> None:
    criteria, _ = judge(Trace("rnn", (), {"hidden": ideal()["hidden"]}, None), PLACES, torch.tensor([0.5]))
    assert list(criteria) == ALL[1:]
    assert all(bool(met[0]) for met in criteria.values())


def test_ablation_at_the_read_out_step_is_what_the_softmax_says(model: LoadedModel) -> None:
    candidate = CANDIDATES[0]
    trace = trace_text(model, candidate.text)
    places = find_places(trace, candidate)
    support = pronoun_support(model, trace, places, candidate)
    (he,), (she,) = model.tokenizer.encode_ids(" he"), model.tokenizer.encode_ids(" she")

    def log_odds(hidden: Tensor) -> float:
        log_p = model.network.logits(hidden).log_softmax(dim=0)
        return float(log_p[he] - log_p[she])

    whole = trace.signals["hidden"][-1, places.read]
    for unit in range(model.units):
        without = whole.clone()
        without[unit] = 0
        assert float(support[unit]) == pytest.approx(log_odds(whole) - log_odds(without), abs=1e-5)


@pytest.mark.parametrize("candidate", CANDIDATES, ids=lambda candidate: candidate.text[:24])
def test_places_are_the_persons_and_the_word_before_the_pronoun(candidate: Candidate, tokenizer: TextTokenizer) -> None:
    trace = trace_text(build("rnn", tokenizer), candidate.text)
    places = find_places(trace, candidate)
    ends = [trace.tokens[step].end for step in (places.first, places.second)]
    assert candidate.text[: ends[0]].endswith(candidate.first)
    assert candidate.text[: ends[1]].endswith(candidate.second)
    assert trace.tokens[places.read + 1].text == f" {candidate.pronoun}"
    assert places.first < places.second < places.read < len(trace.tokens) - 3


def test_a_candidate_without_its_word_is_refused(tokenizer: TextTokenizer) -> None:
    wrong = Candidate("The queen slept, but the king said that she woke.", "queen", "king", "he")
    with pytest.raises(InputError, match="'he'"):
        find_places(trace_text(build("rnn", tokenizer), wrong.text), wrong)


def test_the_persons_of_a_candidate_differ_in_gender_and_the_pronoun_is_of_the_second() -> None:
    gender = {noun.singular: noun.gender for noun in read_nouns()} | {"Mary": "feminine", "John": "masculine"}
    pronouns = {"feminine": "she", "masculine": "he"}
    assert len({candidate.text for candidate in CANDIDATES}) == len(CANDIDATES) >= 20
    for candidate in CANDIDATES:
        assert {gender[candidate.first], gender[candidate.second]} == {"feminine", "masculine"}
        assert candidate.pronoun == pronouns[gender[candidate.second]]


def test_the_choice_is_honest_about_what_it_misses(model: LoadedModel) -> None:
    story = choose_story(model)
    candidate = next(candidate for candidate in CANDIDATES if candidate.text == story["text"])
    trace = trace_text(model, candidate.text)
    places = find_places(trace, candidate)
    criteria, _ = judge(trace, places, pronoun_support(model, trace, places, candidate))
    assert (story["layer"], story["step"]) == (1, places.second)
    assert story["misses"] == [name for name, met in criteria.items() if not met[story["unit"]]]


def test_a_unit_built_to_follow_the_subject_is_the_story(tokenizer: TextTokenizer) -> None:
    """Unit 3 of an LSTM is wired by hand: " queen" writes +1, " king" writes −1, all else is kept."""
    model = build("lstm", tokenizer, layers=1)
    network = model.network
    wire_gender_cell(network, tokenizer, unit=3)
    candidate = Candidate("So queen said and king said that he knew.", "queen", "king", "he")
    story = choose_story(model, (candidate,))
    assert story == {"text": candidate.text, "layer": 0, "unit": 3, "step": 5, "misses": []}


def test_the_command_prints_the_story_of_a_checkpoint(
    model: LoadedModel, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / model.name
    save_checkpoint(folder, model.network, model.tokenizer, {})
    assert main(["story", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out) == choose_story(load_checkpoint(folder))
