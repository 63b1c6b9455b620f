"""Holds: exact where they change nothing, exact where they cut, and refused where they make no sense."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from model import InputError, Kind, LoadedModel, MissingError, Trace, predict, signal_names, trace_text, unit_ledger
from model.holds import Hold, overridden, trace_held

TEXT = "The queen was tired, but the king said."
KINDS: tuple[Kind, ...] = ("lstm", "rnn", "gru")


def held(model: LoadedModel, *holds: Hold) -> Trace:
    return trace_held(model, model.tokenizer.encode(TEXT), holds)


@pytest.mark.parametrize("kind", KINDS)
def test_without_holds_it_is_the_trace(tiny_models: dict[Kind, LoadedModel], kind: Kind) -> None:
    model = tiny_models[kind]
    plain, stepped = trace_text(model, TEXT), held(model)
    for name, values in plain.signals.items():
        torch.testing.assert_close(stepped.signals[name], values, atol=1e-5, rtol=0)
    if plain.log_forget is not None:
        torch.testing.assert_close(stepped.log_forget, plain.log_forget, atol=1e-5, rtol=1e-5)
    assert not any(mask.any() for mask in stepped.held.values())


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_signal_held_at_its_own_values_changes_nothing(
    tiny_models: dict[Kind, LoadedModel], kind: Kind, data: st.DataObject
) -> None:
    model = tiny_models[kind]
    plain = trace_text(model, TEXT)
    layer, name = data.draw(st.integers(0, 1)), data.draw(st.sampled_from(signal_names(kind)))
    steps = data.draw(st.lists(st.integers(0, len(plain.tokens) - 1), min_size=1, max_size=8, unique=True))
    units = data.draw(st.lists(st.integers(0, 7), min_size=1, max_size=4, unique=True))
    holds = [
        Hold(layer, (unit,), name, step, step, float(plain.signals[name][layer, step, unit]))
        for step in steps
        for unit in units
    ]
    for signal, values in held(model, *holds).signals.items():
        torch.testing.assert_close(values, plain.signals[signal], atol=1e-5, rtol=0)


def test_all_hidden_states_held_at_their_values_leave_the_predictions(tiny: LoadedModel) -> None:
    plain = trace_text(tiny, TEXT)
    hidden = plain.signals["hidden"]
    holds = [
        Hold(layer, (unit,), "hidden", step, step, float(hidden[layer, step, unit]))
        for layer in range(2)
        for step in range(len(plain.tokens))
        for unit in range(8)
    ]
    expected, found = predict(tiny, plain, 5), predict(tiny, held(tiny, *holds), 5)
    torch.testing.assert_close(found.probabilities, expected.probabilities, atol=1e-6, rtol=1e-5)
    torch.testing.assert_close(found.surprisal, expected.surprisal, atol=1e-5, rtol=1e-5, equal_nan=True)


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_under_holds_the_equations_hold_where_nothing_is_held(tiny: LoadedModel, data: st.DataObject) -> None:
    """c = f c' + i g and h = o tanh c, wherever the left side is computed; held values stand as they were given."""
    limits = {"candidate": (-1.0, 1.0), "hidden": (-1.0, 1.0), "cell": (-5.0, 5.0)}
    length = len(trace_text(tiny, TEXT).tokens)
    holds = []
    for _ in range(data.draw(st.integers(1, 4))):
        name = data.draw(st.sampled_from(signal_names("lstm")))
        first = data.draw(st.integers(0, length - 1))
        last = data.draw(st.none() | st.integers(first, length - 1))
        units = data.draw(st.none() | st.tuples(st.integers(0, 7)))
        low, high = limits.get(name, (0.0, 1.0))
        holds.append(
            Hold(data.draw(st.integers(0, 1)), units, name, first, last, data.draw(st.floats(low, high, width=32)))
        )
    trace = held(tiny, *holds)
    s = trace.signals
    before = torch.cat([torch.zeros(2, 1, 8), s["cell"][:, :-1]], dim=1)
    computed = {"cell": s["forget"] * before + s["input"] * s["candidate"], "hidden": s["output"] * s["cell"].tanh()}
    for name, values in computed.items():
        free = ~trace.held[name]
        torch.testing.assert_close(s[name][free], values[free], atol=1e-5, rtol=1e-5)
    for hold in holds[-1:]:
        steps = slice(hold.first, length if hold.last is None else hold.last + 1)
        chosen = slice(None) if hold.units is None else list(hold.units)
        assert (s[hold.signal][hold.layer, steps][:, chosen] == hold.value).all()
        assert trace.held[hold.signal][hold.layer, steps][:, chosen].all()


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_the_ledger_adds_up_under_holds(tiny: LoadedModel, data: st.DataObject) -> None:
    length = len(trace_text(tiny, TEXT).tokens)
    step = data.draw(st.integers(0, length - 1))
    name, value = data.draw(st.sampled_from([("cell", 2.5), ("forget", 0.0), ("input", 1.0), ("candidate", -0.5)]))
    trace = held(tiny, Hold(1, (3,), name, step, step, value))
    ledger = unit_ledger(trace, 1, 3)
    assert ledger.residual < 1e-5
    if name == "cell":  # it erases all before it and writes itself
        assert ledger.writes[step, step] == value
        assert not ledger.writes[step, :step].any()


def test_the_output_gate_held_shut_says_nothing(tiny: LoadedModel) -> None:
    """As if the unit's outgoing weights had been cut."""
    trace = held(tiny, Hold(1, (2,), "output", 0, None, 0.0))
    assert not trace.signals["hidden"][1, :, 2].any()
    assert trace.signals["cell"][1, :, 2].any()


def hold(**fields: Any) -> Hold:
    return replace(Hold(0, (1,), "forget", 1, 2, 0.5), **fields)


@pytest.mark.parametrize(
    ("fields", "error", "says"),
    [
        ({"layer": 2}, MissingError, "no layer 2"),
        ({"units": (1, 8)}, MissingError, "no unit 8"),
        ({"signal": "reset"}, InputError, "no signal 'reset'"),
        ({"value": 1.5}, InputError, "0 to 1"),
        ({"signal": "hidden", "value": -1.01}, InputError, "-1 to 1"),
        ({"signal": "cell", "value": float("nan")}, InputError, "cannot be held"),
        ({"first": 3}, InputError, "no range"),
        ({"last": 400}, InputError, "the text ends at step"),
        ({"first": 400, "last": None}, InputError, "the text ends at step"),
    ],
)
def test_what_cannot_be_held_is_refused(
    tiny: LoadedModel, fields: dict[str, object], error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        held(tiny, hold(**fields))


@pytest.mark.parametrize(
    ("holds", "notices"),
    [
        ([hold(), hold(value=0.9)], ["hold 2 overrides hold 1 at steps 1-2"]),
        ([hold(), hold(first=2, last=None)], ["hold 2 overrides hold 1 at step 2"]),
        ([hold(), hold(units=None, first=0, last=1)], ["hold 2 overrides hold 1 at step 1"]),
        ([hold(), hold(units=(2,)), hold(signal="input"), hold(layer=1), hold(first=3, last=4)], []),
    ],
)
def test_the_later_wins_and_it_is_said(holds: Sequence[Hold], notices: list[str]) -> None:
    assert overridden(holds, 9) == notices
