"""The ledger: it adds up to the cell that PyTorch computes, and its spans end where reading on by hand says."""

import math
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from model import (
    Kind,
    LoadedModel,
    NoCellsError,
    Trace,
    half_life,
    layer_shares,
    load_model,
    memory_spans,
    trace_text,
    trace_tokens,
    unit_ledger,
)
from model.network import LanguageModel, Shape
from model.tokenizer import TextTokenizer, Token

TEXT = "The queen was tired, but the king said that he would wait until she woke."
gates = st.floats(0, 1, width=32)
candidates = st.floats(-1, 1, width=32)
rows = st.lists(st.tuples(gates, gates, candidates), min_size=1, max_size=30)


def random_lstm(tokenizer: TextTokenizer, units: int, layers: int, seed: int) -> LoadedModel:
    """A network whose weights and biases are all far from zero and from each other."""
    network = LanguageModel(Shape("lstm", tokenizer.size, units, layers)).eval()
    generator = torch.Generator().manual_seed(seed)
    for weight in network.parameters():
        nn.init.normal_(weight, generator=generator)
    return LoadedModel("random", network, tokenizer, {})


def one_unit(steps: list[tuple[float, float, float]], before: float = 0.0) -> Trace:
    """A trace of one unit from its gates (input, forget, candidate); the cell by its definition, in plain Python."""
    cell, cells = before, []
    for i, f, g in steps:
        cell = f * cell + i * g
        cells.append(cell)
    made = dict(zip(("input", "forget", "candidate"), torch.tensor(steps).T.reshape(3, 1, -1, 1), strict=True))
    made["cell"] = torch.tensor(cells).reshape(1, -1, 1)
    tokens = tuple(Token(step, 1, "a", step, step + 1) for step in range(len(steps)))
    return Trace("lstm", tokens, made, made["forget"].clamp(min=1e-30).log())


def written_by_hand(trace: Trace, layer: int, start: int, at: int) -> Tensor:
    """w(start→at) of every unit [U], as the product that defines it."""
    i, f, g = (trace.signals[name][layer].double() for name in ("input", "forget", "candidate"))
    return i[start] * g[start] * f[start + 1 : at + 1].prod(dim=0)


@settings(max_examples=60, deadline=None)
@given(units=st.integers(1, 10), layers=st.integers(1, 3), seed=st.integers(0, 10_000), data=st.data())
def test_what_was_written_adds_up_to_the_cell_of_pytorch(
    tiny_tokenizer: TextTokenizer, units: int, layers: int, seed: int, data: Any
) -> None:
    model = random_lstm(tiny_tokenizer, units, layers, seed)
    trace = trace_tokens(model, tiny_tokenizer.encode(data.draw(st.text("the queen w.", min_size=1, max_size=40))))
    _, (_, last) = model.network.recurrent(model.network.embedding(trace.ids)[None])
    for layer in range(layers):
        unit = data.draw(st.integers(0, units - 1))
        ledger = unit_ledger(trace, layer, unit)
        assert ledger.residual <= 1e-5
        assert not ledger.initial.any()
        assert not ledger.writes.triu(1).any()
        total, expected = float(ledger.writes[-1].sum()), float(last[layer, 0, unit].detach())
        assert total == pytest.approx(expected, abs=1e-5 * max(1, abs(expected)))


@settings(max_examples=60, deadline=None)
@given(steps=rows, before=st.floats(-50, 50, width=32))
def test_every_entry_is_the_product_that_defines_it(steps: list[tuple[float, float, float]], before: float) -> None:
    trace = one_unit(steps, before)
    ledger = unit_ledger(trace, 0, 0, before)
    assert ledger.residual <= 1e-5
    for at in range(len(steps)):
        forgotten = math.prod(f for _, f, _ in steps[: at + 1])
        assert float(ledger.initial[at]) == pytest.approx(before * forgotten, abs=1e-9)
        for start in range(at + 1):
            by_hand = float(written_by_hand(trace, 0, start, at)[0])
            assert float(ledger.writes[at, start]) == pytest.approx(by_hand, abs=1e-12)


def test_a_state_before_the_text_that_is_left_out_shows_in_the_residual() -> None:
    trace = one_unit([(0.5, 0.9, 1.0), (0.5, 0.9, -1.0)], before=2.0)
    assert unit_ledger(trace, 0, 0, 2.0).residual == pytest.approx(0, abs=1e-6)
    assert unit_ledger(trace, 0, 0).residual == pytest.approx(1.62 / 1.57, abs=1e-6)


@pytest.mark.parametrize("layer", [0, 1])
def test_shares_of_a_layer_are_the_sums_over_its_units(tiny: LoadedModel, layer: int) -> None:
    trace = trace_text(tiny, TEXT)
    expected = sum(unit_ledger(trace, layer, unit).writes.abs() for unit in range(tiny.units))
    torch.testing.assert_close(layer_shares(trace, layer), expected, atol=1e-12, rtol=0)


def test_a_long_text_under_or_overflows_nowhere() -> None:
    trace = one_unit([(1.0, 1e-3, 1.0)] * 2000)
    ledger = unit_ledger(trace, 0, 0, 1e30)
    assert ledger.writes.isfinite().all()
    assert float(ledger.writes[-1].sum()) == pytest.approx(1 / (1 - 1e-3), rel=1e-6)
    assert layer_shares(trace, 0).isfinite().all()


def span_by_hand(steps: list[tuple[float, float, float]], start: int, share: float) -> tuple[object, ...]:
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
@given(steps=rows, least=st.floats(0, 1), share=st.floats(0, 1))
def test_spans_end_where_reading_on_by_hand_says(
    steps: list[tuple[float, float, float]], least: float, share: float
) -> None:
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


def test_half_life_of_a_case_done_by_hand() -> None:
    """Three tokens whose gates are ¼, ½ and ½, the first acting on nothing: half is left after each, so one token."""
    steps = [(0.5, 0.25, 1.0), (0.0, 0.5, 1.0), (0.0, 0.5, 1.0)]
    trace = one_unit(steps)
    assert float(half_life(trace, 0)[0]) == pytest.approx(1.0)
    assert unit_ledger(trace, 0, 0).writes[:, 0].tolist() == pytest.approx([0.5, 0.25, 0.125])


@pytest.mark.parametrize("kind", ["rnn", "gru"])
def test_a_network_without_cells_has_no_ledger(tiny_models: dict[Kind, LoadedModel], kind: Kind) -> None:
    trace = trace_text(tiny_models[kind], TEXT)
    for ask in (lambda: unit_ledger(trace, 0, 0), lambda: layer_shares(trace, 0)):
        with pytest.raises(NoCellsError, match=f"kind {kind}") as raised:
            ask()
        assert (raised.value.code, raised.value.field) == ("no_cells", "model")


def test_the_ledger_of_the_default_network_adds_up() -> None:
    model = load_model()
    trace = trace_text(model, 5 * (TEXT + " "))
    for unit in range(0, model.units, 16):
        assert unit_ledger(trace, model.layers - 1, unit).residual <= 1e-5
