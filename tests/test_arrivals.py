"""Where a new subject comes, and where a pronoun does: gates are read at the right places."""

import pytest
import torch

from model.checkpoint import LoadedModel, load_model
from model.errors import InputError
from model.folders import DEFAULT
from model.knowledge.arrivals import GENDERS, OPENINGS, arrivals, within_sentence
from model.knowledge.candidates import CANDIDATES
from model.knowledge.memory_texts import SUBJECTS
from model.knowledge.showing import showing
from model.trace import trace_text


def test_each_pair_is_read_in_both_orders_after_each_opening(tiny: LoadedModel) -> None:
    found = arrivals(tiny, 1)
    gates = [signals["forget"] for signals in found.at.values()]
    assert [len(gate) for gate in gates] == 4 * [len(SUBJECTS) * len(OPENINGS)]
    assert all(((gate > 0) & (gate < 1)).all() for gate in (*gates, found.between["forget"]))


def test_the_gate_is_that_of_the_last_token_of_the_new_subject() -> None:
    model = load_model(DEFAULT)
    (one, other), opening = SUBJECTS[0], OPENINGS[0]
    trace = trace_text(model, f"{one}{opening} {other[0].lower()}{other[1:]}")
    found = arrivals(model, 0)
    gate = trace.signals["forget"][0]
    assert torch.equal(found.at[GENDERS]["forget"][0], gate[-1])
    first = next(token.step for token in trace.tokens if token.end == len(one))
    last = next(token.step for token in trace.tokens if token.end == len(one + opening))
    assert torch.equal(found.between["forget"][: last - first], gate[first + 1 : last + 1])


def test_a_network_without_gates_is_told_so(tiny_models: dict[str, LoadedModel]) -> None:
    with pytest.raises(InputError, match="no forget gates"):
        arrivals(tiny_models["rnn"], 0)


def test_signals_are_told_apart_by_the_genders_of_both_subjects(tiny: LoadedModel) -> None:
    found = arrivals(tiny, 1)
    assert len(found.at) == len(GENDERS) ** 2
    for turned in (1, -1):
        (one, first), (other, second) = list(zip(GENDERS, SUBJECTS[1], strict=True))[::turned]
        trace = trace_text(tiny, f"{first}{OPENINGS[0]} {within_sentence(second)}")
        for name, values in found.at[one, other].items():
            assert torch.equal(values[len(OPENINGS)], trace.signals[name][1, -1])
    kept = trace_text(tiny, f"{SUBJECTS[0][0]}{OPENINGS[0]} {within_sentence(SUBJECTS[1][0])}")
    assert torch.equal(found.at["feminine", "feminine"]["input"][0], kept.signals["input"][1, -1])


def test_output_gates_are_those_before_a_pronoun_and_at_it() -> None:
    model = load_model(DEFAULT)
    first, gates = CANDIDATES[0], showing(model, 0)
    trace = trace_text(model, first.text)
    step = next(token.step for token in trace.tokens if token.text == f" {first.pronoun}")
    output = trace.signals["output"][0]
    assert torch.equal(gates.before[0], output[step - 1])
    assert torch.equal(gates.at[0], output[step])
    assert len(gates.elsewhere) == sum(len(trace_text(model, each.text).tokens) - 3 for each in CANDIDATES)


def test_a_network_without_gates_shows_nothing_by_gates(tiny_models: dict[str, LoadedModel]) -> None:
    with pytest.raises(InputError, match="no output gates"):
        showing(tiny_models["rnn"], 0)
