"""Measures of units, and the order of rows made from them."""

import math

import pytest
import torch

from model import (
    InputError,
    Kind,
    LoadedModel,
    Order,
    Sort,
    Trace,
    half_life,
    has_half_life,
    liveliest_units,
    liveliness,
    order_units,
    saturation,
    still_units,
)
from model import trace_text as read
from model.measures import half_life_of
from model.ordering import correlations, similarity
from model.trace import trace_tokens

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
        order_units(plain, 0, range(8), Order("half_life"))


def test_saturation_counts_steps_under_a_tenth_and_over_nine_tenths() -> None:
    gate = torch.tensor([[0.05, 0.95], [0.5, 0.95], [0.0999, 0.5], [0.1, 0.9]])
    assert saturation(gate).tolist() == [[0.5, 0.0], [0.0, 0.5]]


def test_units_by_liveliness_fall(trace: Trace) -> None:
    spread = liveliness(trace, 0)
    order = order_units(trace, 0, range(8), Order("liveliness"))
    assert sorted(order) == list(range(8))
    assert [float(spread[unit]) for unit in order] == sorted(spread.tolist(), reverse=True)


def test_units_by_half_life_fall(trace: Trace) -> None:
    lasting = half_life(trace, 1)
    order = order_units(trace, 1, range(8), Order("half_life"))
    assert [float(lasting[unit]) for unit in order] == sorted(lasting.tolist(), reverse=True)


def test_the_liveliest_few_come_by_index(trace: Trace) -> None:
    ranked = order_units(trace, 0, range(8), Order("liveliness"))
    assert liveliest_units(trace, 0, 3) == sorted(ranked[:3])
    assert liveliest_units(trace, 0, None) == list(range(8))


def test_named_units_take_the_place_of_the_calmest(trace: Trace) -> None:
    ranked = order_units(trace, 0, range(8), Order("liveliness"))
    assert liveliest_units(trace, 0, 3, {ranked[-1], ranked[0]}) == sorted([ranked[0], ranked[1], ranked[-1]])
    assert liveliest_units(trace, 0, 1, ranked[:4]) == sorted(ranked[:4])


def test_units_by_index_rise(trace: Trace) -> None:
    assert order_units(trace, 0, [5, 1, 3], Order("index")) == [1, 3, 5]


@pytest.mark.parametrize(("order", "signal", "step"), [
    (Order("value"), "cell", -1),
    (Order("value", signal="forget", step=3), "forget", 3),
    (Order("value", signal="hidden", step=0), "hidden", 0),
])  # fmt: skip
def test_units_by_value_fall_from_the_highest(trace: Trace, order: Order, signal: str, step: int) -> None:
    values = trace.signals[signal][1, step]
    assert [float(values[unit]) for unit in order_units(trace, 1, range(8), order)] == sorted(values, reverse=True)


def test_without_a_cell_the_value_is_that_of_the_hidden_state(tiny_models: dict[Kind, LoadedModel]) -> None:
    plain = read(tiny_models["rnn"], TEXT)
    expected = plain.signals["hidden"][0, -1].argsort(descending=True, stable=True)
    assert order_units(plain, 0, range(8), Order("value")) == expected.tolist()


@pytest.mark.parametrize("sort", ["liveliness", "half_life", "clusters", "similarity", "value", "index"])
def test_every_order_shows_the_given_units_and_no_other(trace: Trace, sort: Sort) -> None:
    assert sorted(order_units(trace, 0, [6, 1, 4], Order(sort, unit=2))) == [1, 4, 6]
    assert order_units(trace, 0, [6], Order(sort, unit=2)) == [6]


@pytest.mark.parametrize("sort", ["liveliness", "half_life", "clusters", "similarity", "value", "index"])
def test_every_order_holds_on_a_text_of_one_step(tiny: LoadedModel, sort: Sort) -> None:
    start = trace_tokens(tiny, tiny.tokenizer.encode("a")[:1])
    assert order_units(start, 0, range(8), Order(sort, unit=2, step=0))[-1] == 7


def test_clusters_put_units_beside_those_that_remember_alike(trace: Trace) -> None:
    cell = trace.signals["cell"].clone()
    noise = torch.linspace(0, 0.01, len(trace.tokens)).sin()
    for unit, twin in ((0, 7), (5, 2)):
        cell[0, :, twin] = 3 * cell[0, :, unit] + noise
    changed = Trace(trace.kind, trace.tokens, trace.signals | {"cell": cell}, trace.log_forget)
    order = order_units(changed, 0, range(8), Order("clusters"))
    assert abs(order.index(0) - order.index(7)) == 1
    assert abs(order.index(5) - order.index(2)) == 1


def test_correlations_are_those_of_pytorch(trace: Trace) -> None:
    values = trace.signals["cell"][0].double()
    torch.testing.assert_close(correlations(values), torch.corrcoef(values.T))


def test_similarity_puts_the_unit_first_and_its_opposite_last(trace: Trace) -> None:
    cell = trace.signals["cell"].clone()
    cell[0, :, 5] = -cell[0, :, 2]
    changed = Trace(trace.kind, trace.tokens, trace.signals | {"cell": cell}, trace.log_forget)
    order = order_units(changed, 0, range(8), Order("similarity", unit=2))
    assert (order[0], order[-1]) == (2, 5)
    expected = torch.corrcoef(cell[0].double().T)[2]
    others = [unit for unit in range(8) if unit != 2]
    torch.testing.assert_close(similarity(changed, 0, 2)[others], expected[others])


def test_a_unit_that_never_moves_is_similar_to_nothing(trace: Trace) -> None:
    cell = trace.signals["cell"].clone()
    cell[0, :, 4] = 0.5
    changed = Trace(trace.kind, trace.tokens, trace.signals | {"cell": cell}, trace.log_forget)
    assert float(similarity(changed, 0, 2)[4]) == 0


def test_similarity_needs_a_unit(trace: Trace) -> None:
    with pytest.raises(InputError, match="name the unit"):
        order_units(trace, 0, range(8), Order("similarity"))


def test_a_unit_is_still_where_its_hidden_state_spans_under_two_hundredths(trace: Trace) -> None:
    steps = len(trace.tokens)
    hidden = trace.signals["hidden"].clone()
    hidden[1, :, 2] = 0.7
    hidden[1, :, 6] = torch.linspace(-0.009, 0.0109, steps)
    hidden[1, :, 3] = torch.linspace(-0.0101, 0.01, steps)
    changed = Trace(trace.kind, trace.tokens, trace.signals | {"hidden": hidden}, trace.log_forget)
    spans = hidden[1].amax(dim=0) - hidden[1].amin(dim=0)
    assert {2, 6} <= set(still_units(changed, 1))
    assert still_units(changed, 1) == [unit for unit in range(8) if spans[unit] < 0.02]
    assert 3 not in still_units(changed, 1)


def test_one_step_tells_of_no_unit_that_it_never_moves(tiny: LoadedModel) -> None:
    start = trace_tokens(tiny, tiny.tokenizer.encode("a")[:1])
    assert still_units(start, 0) == []
