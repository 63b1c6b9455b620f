"""Spans end where reading on by hand says, in one unit and in a whole layer."""

import numpy as np
import pytest
from accounts import Gates, candidates, gates, many_units, one_unit
from accounts import rows as rows_of_gates
from hypothesis import given, settings
from hypothesis import strategies as st

from model import Kind, LoadedModel, NoCellsError, layer_spans, load_model, memory_spans, trace_text, unit_ledger

TEXT = "The queen was tired, but the king said that he would wait until she woke."


def span_by_hand(steps: list[Gates], start: int, share: float) -> tuple[object, ...]:
    """(stop, end, by, held) by reading on from the step after `start`, one step at a time."""
    held, weakest = 1.0, start
    for step in range(start + 1, len(steps)):
        forget = steps[step][1]
        held *= forget
        if weakest == start or forget < steps[weakest][1]:
            weakest = step
        if held < share:
            return (step, "erased", weakest, held) if steps[weakest][1] < 0.5 else (step, "faded", None, held)
    return (None, "alive", None, held)


@settings(max_examples=200, deadline=None)
@given(steps=rows_of_gates, least=st.floats(0, 1), share=st.floats(0, 1))
def test_spans_end_where_reading_on_by_hand_says(steps: list[Gates], least: float, share: float) -> None:
    spans = {span.start: span for span in memory_spans(unit_ledger(one_unit(steps), 0, 0), least, share)}
    for start, (i, _, g) in enumerate(steps):
        assert (start in spans) == (abs(i * g) >= least)
        if start in spans:
            span = spans[start]
            stop, end, by, held = span_by_hand(steps, start, share)
            assert (span.stop, span.end, span.by, span.value) == (stop, end, by, i * g)
            assert span.held == pytest.approx(held, rel=1e-9)


@pytest.mark.parametrize(("forget", "expected"), [
    ([1, 0.9, 0.05, 0.9], (2, "erased", 2)),      # one gate shuts
    ([1, 0.4, 0.4, 0.4, 0.4], (3, "erased", 1)),  # the first of equal gates
    ([1, 0.3, 0.5, 0.6, 0.9], (3, "erased", 1)),  # the smallest, not the last
    ([1] + 5 * [0.6], (5, "faded", None)),        # none is under a half
    ([1] + 4 * [0.5], (4, "faded", None)),        # a half is not under a half
    ([0, 1, 1, 1], (None, "alive", None)),        # the gate of its own step acts on what was before
    ([1], (None, "alive", None)),
])  # fmt: skip
def test_how_a_memory_ends(forget: list[float], expected: tuple[object, ...]) -> None:
    steps = [(1.0 if step == 0 else 0.0, float(f), 1.0) for step, f in enumerate(forget)]
    (span,) = memory_spans(unit_ledger(one_unit(steps), 0, 0))
    assert (span.stop, span.end, span.by) == expected
    assert span.value == 1.0


@settings(max_examples=100, deadline=None)
@given(
    units=st.integers(1, 15).flatmap(
        lambda count: st.lists(
            st.lists(st.tuples(gates, gates, candidates), min_size=count, max_size=count), min_size=1, max_size=6
        )
    ),
    least=st.floats(0, 1),
    share=st.floats(0, 1),
)
def test_the_spans_of_a_layer_are_those_of_its_units(units: list[list[Gates]], least: float, share: float) -> None:
    trace = many_units(units)
    found = layer_spans(trace, 0, least, share)
    alone = [
        (unit, span) for unit in range(len(units)) for span in memory_spans(unit_ledger(trace, 0, unit), least, share)
    ]
    assert found.pick(np.arange(len(found))) == alone


@pytest.mark.parametrize("layer", [0, 1])
def test_the_spans_of_a_network_are_those_of_its_units(tiny: LoadedModel, layer: int) -> None:
    trace = trace_text(tiny, TEXT)
    found = layer_spans(trace, layer, 0.01, 0.2)
    alone = [(unit, span) for unit in range(8) for span in memory_spans(unit_ledger(trace, layer, unit), 0.01, 0.2)]
    assert len(alone) > 20
    assert found.pick(np.arange(len(found))) == alone
    assert found.pick(np.array([3, 1])) == [alone[3], alone[1]]


def test_a_text_of_a_thousand_tokens_has_the_spans_that_its_units_have() -> None:
    model = load_model()
    trace = trace_text(model, 60 * (TEXT + " "))
    assert len(trace.tokens) > 1000
    found = layer_spans(trace, 0)
    for unit in (0, 17, 255):
        places = np.flatnonzero(found.unit == unit)
        assert [span for _, span in found.pick(places)] == memory_spans(unit_ledger(trace, 0, unit))


def test_a_gate_that_is_shut_in_a_layer_of_two() -> None:
    """Unit 0 forgets all at step 2; unit 1 keeps all."""
    shut, kept = [(1.0, 1.0, 0.5), (0.0, 1.0, 0.0), (0.0, 0.0, 0.0)], [(1.0, 1.0, -0.5)] + 2 * [(0.0, 1.0, 0.0)]
    (first, one), (second, other) = layer_spans(many_units([shut, kept]), 0).pick(np.array([0, 1]))
    assert (first, one.start, one.stop, one.value, one.end, one.by, one.held) == (0, 0, 2, 0.5, "erased", 2, 0.0)
    assert (second, other.stop, other.value, other.end, other.by, other.held) == (1, None, -0.5, "alive", None, 1.0)


@pytest.mark.parametrize("kind", ["rnn", "gru"])
def test_a_network_without_cells_has_no_spans(tiny_models: dict[Kind, LoadedModel], kind: Kind) -> None:
    with pytest.raises(NoCellsError, match=f"kind {kind}"):
        layer_spans(trace_text(tiny_models[kind], TEXT), 0)
