"""Where a new subject comes: the gate is read at the right places."""

import pytest
import torch

from model.checkpoint import DEFAULT, LoadedModel, load_model
from model.errors import InputError
from model.knowledge.letting_go import OPENINGS, letting_go
from model.knowledge.memory_texts import SUBJECTS
from model.trace import trace_text


def test_each_pair_is_read_in_both_orders_after_each_opening(tiny: LoadedModel) -> None:
    found = letting_go(tiny, 1, 3)
    assert len(found.other) == len(found.same) == 2 * len(SUBJECTS) * len(OPENINGS)
    assert ((found.between > 0) & (found.between < 1)).all()


def test_the_gate_is_that_of_the_last_token_of_the_new_subject() -> None:
    model = load_model(DEFAULT)
    (one, other), opening = SUBJECTS[0], OPENINGS[0]
    trace = trace_text(model, f"{one}{opening} {other[0].lower()}{other[1:]}")
    found = letting_go(model, 0, 5)
    gate = trace.signals["forget"][0, :, 5]
    assert found.other[0] == gate[-1]
    first = next(token.step for token in trace.tokens if token.end == len(one))
    last = next(token.step for token in trace.tokens if token.end == len(one + opening))
    assert torch.equal(found.between[: last - first], gate[first + 1 : last + 1])


def test_a_network_without_gates_is_told_so(tiny_models: dict[str, LoadedModel]) -> None:
    with pytest.raises(InputError, match="no forget gates"):
        letting_go(tiny_models["rnn"], 0, 0)
