"""The gates that the LSTM kernel keeps: those of the module, or none."""

from collections.abc import Callable

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from model import kept_gates, recurrence
from model.kept_gates import keeps_gates, row_length
from model.recurrence import Signals, Weights, record_layer


def traced(module: nn.LSTM, inputs: Tensor, state: dict[str, Tensor]) -> Signals:
    return record_layer(module, Weights.of(module, 0), inputs, state)


def example(inputs: int = 5, units: int = 7, steps: int = 9, sequences: int = 2) -> tuple[nn.LSTM, Tensor, Signals]:
    state = {name: torch.randn(sequences, units) / 2 for name in ("hidden", "cell")}
    return nn.LSTM(inputs, units), torch.randn(steps, sequences, inputs), state


@given(
    sizes=st.tuples(st.integers(1, 20), st.integers(1, 40) | st.just(64)),
    shape=st.tuples(st.integers(1, 40), st.integers(1, 5)),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=40, deadline=None)
def test_they_are_what_the_product_over_all_steps_gives(
    sizes: tuple[int, int], shape: tuple[int, int], seed: int
) -> None:
    torch.manual_seed(seed)
    module, inputs, state = example(*sizes, *shape)
    weights = Weights.of(module, 0)
    assert keeps_gates(inputs, weights.flat)
    run = kept_gates.run_keeping_gates(weights.flat, inputs, state["hidden"], state["cell"])
    recovered = recurrence._recover_lstm(weights, inputs, state)
    assert run is not None
    assert run.ends_with(recovered["cell"][-1])
    for name, gate in zip(("input", "forget", "candidate", "output"), run.gates, strict=True):
        torch.testing.assert_close(gate, recovered[name], atol=1e-5, rtol=0)


@pytest.mark.parametrize(
    "damage",
    [lambda units: row_length(units) + 1, lambda units: row_length(units) - 1, lambda units: 1000 * units],
    ids=["rows lie further apart", "rows lie closer", "the workspace is smaller"],
)
def test_where_the_layout_is_another_the_gates_are_recovered(
    damage: Callable[[int], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    torch.manual_seed(1)
    module, inputs, state = example()
    expected = traced(module, inputs, state)
    monkeypatch.setattr(kept_gates, "row_length", damage)
    for name, values in traced(module, inputs, state).items():
        torch.testing.assert_close(values, expected[name], atol=1e-5, rtol=0)


@pytest.mark.parametrize("gate", range(4))
def test_a_wrong_gate_is_seen(gate: int) -> None:
    torch.manual_seed(2)
    module, inputs, state = example()
    weights = Weights.of(module, 0)
    run = kept_gates.run_keeping_gates(weights.flat, inputs, state["hidden"], state["cell"])
    assert run is not None
    run.gates[gate][-1, -1, -1] += 0.01
    cell = recurrence._with_cells(run.gates, run.hidden, state)["cell"][-1]
    assert not run.ends_with(cell)


def test_elsewhere_the_kernel_is_not_asked() -> None:
    module, inputs, _ = example()
    projected = nn.LSTM(5, 7, proj_size=3)
    assert not keeps_gates(inputs.double(), Weights.of(module, 0).flat)
    assert not keeps_gates(inputs, Weights.of(projected, 0).flat)
