"""Measures of units, and the order of rows made from them."""

import math

import pytest
import torch

from model import InputError, Kind, LoadedModel, Trace, half_life, has_half_life, liveliness, order_units, saturation
from model import trace_text as read
from model.measures import half_life_of
from model.ordering import similarity

TEXT = "The queen was tired, but the king said that he would wait."


@pytest.fixture(scope="module")
def trace(tiny: LoadedModel) -> Trace:
    return read(tiny, TEXT)


def test_half_life_is_where_the_product_of_forget_gates_falls_to_a_half(trace: Trace) -> None:
    """f^n = 1/2 for the geometric mean f of the forget gates after the first step."""
    measured = half_life(trace, 1)
    mean = trace.signals["forget"][1, 1:].double().log().mean(dim=0)
    for unit in range(8):
        assert math.exp(float(mean[unit]) * float(measured[unit])) == pytest.approx(0.5, abs=1e-4)


def test_half_life_is_infinite_where_nothing_is_forgotten() -> None:
    assert half_life_of(torch.tensor([-0.99e-4, 0.0])).tolist() == [math.inf, math.inf]
    assert float(half_life_of(torch.tensor(-1.01e-4))) == pytest.approx(math.log(2) / 1.01e-4, rel=1e-4)


def test_half_life_of_one_step_alone_cannot_be_told(tiny: LoadedModel, trace: Trace) -> None:
    assert trace.log_forget is not None
    alone = Trace(trace.kind, trace.tokens[:1], trace.signals, trace.log_forget[:, :1])
    assert half_life(alone, 0).tolist() == [math.inf] * tiny.units


def test_half_life_survives_a_gate_that_is_0_in_float32(trace: Trace) -> None:
    shut = Trace(trace.kind, trace.tokens, trace.signals, torch.full((2, 5, 8), -200.0))
    assert float(half_life(shut, 0)[0]) == pytest.approx(math.log(2) / 200)


def test_a_vanilla_rnn_has_no_half_life(tiny_models: dict[Kind, LoadedModel]) -> None:
    plain = read(tiny_models["rnn"], TEXT)
    assert not has_half_life(plain)
    with pytest.raises(InputError, match="no forget gate"):
        order_units(plain, 0, "half_life", None)


def test_saturation_counts_steps_under_a_tenth_and_over_nine_tenths() -> None:
    gate = torch.tensor([[0.05, 0.95], [0.5, 0.95], [0.0999, 0.5], [0.1, 0.9]])
    assert saturation(gate).tolist() == [[0.5, 0.0], [0.0, 0.5]]


def test_units_by_liveliness_fall(trace: Trace) -> None:
    spread = liveliness(trace, 0)
    order = order_units(trace, 0, "liveliness", None)
    assert sorted(order) == list(range(8))
    assert [float(spread[unit]) for unit in order] == sorted(spread.tolist(), reverse=True)


def test_units_by_half_life_fall(trace: Trace) -> None:
    lasting = half_life(trace, 1)
    order = order_units(trace, 1, "half_life", None)
    assert [float(lasting[unit]) for unit in order] == sorted(lasting.tolist(), reverse=True)


def test_units_by_index_are_the_liveliest_few(trace: Trace) -> None:
    few = order_units(trace, 0, "index", 3)
    assert few == sorted(order_units(trace, 0, "liveliness", None)[:3])


def test_the_named_unit_is_always_shown(trace: Trace) -> None:
    calmest = order_units(trace, 0, "liveliness", None)[-1]
    shown = order_units(trace, 0, "liveliness", 3, calmest)
    assert calmest in shown
    assert len(shown) == 3


def test_similarity_puts_the_unit_first_and_its_opposite_last(trace: Trace) -> None:
    cell = trace.signals["cell"].clone()
    cell[0, :, 5] = -cell[0, :, 2]
    changed = Trace(trace.kind, trace.tokens, trace.signals | {"cell": cell}, trace.log_forget)
    order = order_units(changed, 0, "similarity", None, 2)
    assert (order[0], order[-1]) == (2, 5)
    expected = torch.corrcoef(cell[0].double().T)[2]
    others = [unit for unit in range(8) if unit != 2]
    torch.testing.assert_close(similarity(changed, 0, 2)[others], expected[others].float())


def test_a_unit_that_never_moves_is_similar_to_nothing(trace: Trace) -> None:
    cell = trace.signals["cell"].clone()
    cell[0, :, 4] = 0.5
    changed = Trace(trace.kind, trace.tokens, trace.signals | {"cell": cell}, trace.log_forget)
    assert float(similarity(changed, 0, 2)[4]) == 0


def test_similarity_needs_a_unit(trace: Trace) -> None:
    with pytest.raises(InputError, match="name the unit"):
        order_units(trace, 0, "similarity", None)
