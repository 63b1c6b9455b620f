"""The ledger: it adds up to the cell that PyTorch computes, word by word and block by block."""

import math
from typing import Any

import numpy as np
import pytest
import torch
from accounts import Gates, candidates, gates, many_units, one_unit, random_lstm, rows
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from model import (
    Kind,
    LoadedModel,
    NoCellsError,
    Trace,
    blocks_of,
    half_life,
    layer_blocks,
    layer_shares,
    load_model,
    trace_text,
    trace_tokens,
    unit_blocks,
    unit_ledger,
)
from model.tokenizer import TextTokenizer

TEXT = "The queen was tired, but the king said that he would wait until she woke."


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
def test_every_entry_is_the_product_that_defines_it(steps: list[Gates], before: float) -> None:
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


@given(steps=st.integers(1, 40), size=st.integers(1, 9))
def test_blocks_hold_every_step_once(steps: int, size: int) -> None:
    blocks = blocks_of(steps, size)
    assert [step for block in blocks for step in block] == list(range(steps))
    assert all(len(block) == size for block in blocks[:-1])


@settings(max_examples=60, deadline=None)
@given(steps=rows, size=st.integers(1, 8))
def test_rows_in_blocks_still_add_up_to_the_cell(steps: list[Gates], size: int) -> None:
    ledger = unit_ledger(one_unit(steps), 0, 0)
    blocks = blocks_of(len(steps), size)
    table = unit_blocks(ledger, size)
    for row, read in enumerate(blocks):
        for column, block in enumerate(blocks):
            by_hand = sum(float(ledger.writes[read[-1], step]) for step in block)
            assert float(table[row, column]) == pytest.approx(by_hand, abs=1e-12)
        assert float(table[row].sum()) == pytest.approx(float(ledger.cell[read[-1]]), abs=1e-5)


@settings(max_examples=60, deadline=None)
@given(
    units=st.integers(1, 12).flatmap(
        lambda count: st.lists(
            st.lists(st.tuples(gates, gates, candidates), min_size=count, max_size=count), min_size=1, max_size=5
        )
    ),
    size=st.integers(1, 5),
)
def test_the_blocks_of_a_layer_name_the_unit_that_holds_most(units: list[list[Gates]], size: int) -> None:
    trace = many_units(units)
    amounts = np.array([unit_ledger(trace, 0, unit).writes.abs().numpy() for unit in range(len(units))])  # (U, T, T)
    blocks = blocks_of(len(units[0]), size)
    shares, holders = layer_blocks(trace, 0, size)
    for row, read in enumerate(blocks):
        for column, block in enumerate(blocks):
            parts = amounts[:, read[-1], block.start : block.stop].sum(axis=1)
            assert float(shares[row, column]) == pytest.approx(parts.sum(), abs=1e-12)
            assert parts[holders[row, column]] == pytest.approx(parts.max(), abs=1e-12)


def test_a_long_text_under_or_overflows_nowhere() -> None:
    trace = one_unit([(1.0, 1e-3, 1.0)] * 2000)
    ledger = unit_ledger(trace, 0, 0, 1e30)
    assert ledger.writes.isfinite().all()
    assert float(ledger.writes[-1].sum()) == pytest.approx(1 / (1 - 1e-3), rel=1e-6)
    assert layer_shares(trace, 0).isfinite().all()


def test_half_life_of_a_case_done_by_hand() -> None:
    """Three tokens whose gates are ¼, ½ and ½, the first acting on nothing: half is left after each, so one token."""
    steps = [(0.5, 0.25, 1.0), (0.0, 0.5, 1.0), (0.0, 0.5, 1.0)]
    trace = one_unit(steps)
    assert float(half_life(trace, 0)[0]) == pytest.approx(1.0)
    assert unit_ledger(trace, 0, 0).writes[:, 0].tolist() == pytest.approx([0.5, 0.25, 0.125])


@pytest.mark.parametrize("kind", ["rnn", "gru"])
def test_a_network_without_cells_has_no_ledger(tiny_models: dict[Kind, LoadedModel], kind: Kind) -> None:
    trace = trace_text(tiny_models[kind], TEXT)
    for ask in (lambda: unit_ledger(trace, 0, 0), lambda: layer_shares(trace, 0), lambda: layer_blocks(trace, 0, 2)):
        with pytest.raises(NoCellsError, match=f"kind {kind}") as raised:
            ask()
        assert (raised.value.code, raised.value.field) == ("no_cells", "model")


def test_the_ledger_of_the_default_network_adds_up() -> None:
    model = load_model()
    trace = trace_text(model, 5 * (TEXT + " "))
    for unit in range(0, model.units, 16):
        assert unit_ledger(trace, model.layers - 1, unit).residual <= 1e-5
