"""The tracer against its oracle: the module itself."""

from typing import cast

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from model import SIGNALS, InputError, Kind, LoadedModel, load_model, trace_text
from model.network import RECURRENT
from model.recurrence import Layer, Weights
from model.trace import Trace, trace_layers

SHIPPED_TEXT = "The keys to the cabinet were on the table, said the old man; “but she took them.” "


def assert_exact(module: Layer, signals: dict[str, Tensor], inputs: Tensor, tolerance: float) -> None:
    """hidden of every step, and the last state of every layer, as the module itself gives them."""
    with torch.inference_mode():
        hidden, last = module(inputs[None])
    assert float((signals["hidden"][-1] - hidden[0]).abs().max()) <= tolerance
    states = last if isinstance(last, tuple) else (last,)
    for name, state in zip(("hidden", "cell"), states, strict=False):
        error = (signals[name][:, -1] - state[:, 0]).abs() / state[:, 0].abs().clamp(min=1)
        assert float(error.max()) <= tolerance


@given(
    kind=st.sampled_from(sorted(RECURRENT)),
    sizes=st.tuples(st.integers(1, 24), st.integers(1, 24)),
    layers=st.integers(1, 3),
    steps=st.integers(1, 120),
    double=st.booleans(),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=80, deadline=None)
def test_a_trace_equals_the_module_on_random_weights(
    kind: Kind, sizes: tuple[int, int], layers: int, steps: int, double: bool, seed: int
) -> None:
    torch.manual_seed(seed)
    dtype = torch.float64 if double else torch.float32
    module = RECURRENT[kind](sizes[0], sizes[1], layers, batch_first=True, dtype=dtype).eval().requires_grad_(False)
    inputs = torch.randn(steps, sizes[0], dtype=dtype)
    signals = trace_layers(module, inputs)
    assert_exact(module, signals, inputs, 1e-10 if double else 1e-5)


@pytest.mark.parametrize("name", ["english-lstm", "english-rnn"])
@pytest.mark.parametrize("steps", [2, 50, 2000])
def test_a_trace_equals_the_module_on_the_shipped_weights(name: str, steps: int) -> None:
    model = load_model(name)
    ids = torch.tensor([token.id for token in model.tokenizer.encode(SHIPPED_TEXT * 120)[:steps]])
    inputs = model.network.embedding(ids)
    signals = trace_layers(model.network.recurrent, inputs)
    assert_exact(model.network.recurrent, signals, inputs, 1e-5)


def test_the_gates_satisfy_the_equations_step_by_step(tiny: LoadedModel) -> None:
    trace = trace_text(tiny, "The queen was tired.")
    module = cast(nn.LSTM, tiny.network.recurrent)
    inputs = tiny.network.embedding(trace.ids)
    for layer in range(tiny.layers):
        weights = Weights.of(module, layer)
        cell_module = nn.LSTMCell(inputs.shape[1], tiny.units)
        cell_module.weight_ih.data, cell_module.weight_hh.data = weights.input, weights.recurrent
        cell_module.bias_ih.data, cell_module.bias_hh.data = weights.input_bias, weights.recurrent_bias
        hidden = cell = torch.zeros(tiny.units)
        signals = {name: values[layer] for name, values in trace.signals.items()}
        for step in range(len(trace.tokens)):
            i, f, g, o = (signals[name][step] for name in ("input", "forget", "candidate", "output"))
            torch.testing.assert_close(signals["cell"][step], f * cell + i * g)
            with torch.no_grad():
                hidden, cell = cell_module(inputs[step], (hidden, cell))
            torch.testing.assert_close(signals["cell"][step], cell)
            torch.testing.assert_close(signals["hidden"][step], o * torch.tanh(cell))
        inputs = signals["hidden"]


@pytest.mark.parametrize("kind", sorted(RECURRENT))
def test_signals_come_whole_in_the_order_and_range_of_the_table(
    kind: Kind, tiny_models: dict[Kind, LoadedModel]
) -> None:
    trace = trace_text(tiny_models[kind], "The king, “said” she.")
    assert tuple(trace.signals) == tuple(signal.name for signal in SIGNALS[kind])
    for signal in SIGNALS[kind]:
        values = trace.signals[signal.name]
        assert values.shape == (2, len(trace.tokens), 8)
        assert values.dtype == torch.float32
        if signal.low is not None and signal.high is not None:
            assert float(values.min()) >= signal.low
            assert float(values.max()) <= signal.high


def test_the_gru_mixes_old_and_new_as_its_formula_says(tiny_models: dict[Kind, LoadedModel]) -> None:
    signals = trace_text(tiny_models["gru"], "The king said.").signals
    z, n, h = (signals[name][:, 1:] for name in ("update", "candidate", "hidden"))
    before = signals["hidden"][:, :-1]
    torch.testing.assert_close(h, (1 - z) * n + z * before)


def test_log_forget_is_the_logarithm_of_the_forget_gate(tiny: LoadedModel) -> None:
    trace = trace_text(tiny, "The queen was tired.")
    assert trace.log_forget is not None
    torch.testing.assert_close(trace.log_forget.exp(), trace.signals["forget"])


def test_a_vanilla_rnn_has_no_log_forget(tiny_models: dict[Kind, LoadedModel]) -> None:
    assert trace_text(tiny_models["rnn"], "The queen.").log_forget is None


def test_reading_twice_gives_the_same_bytes(tiny: LoadedModel) -> None:
    def as_bytes(trace: Trace) -> list[bytes]:
        return [values.numpy().tobytes() for values in trace.signals.values()]

    assert as_bytes(trace_text(tiny, "The king said.")) == as_bytes(trace_text(tiny, "The king said."))


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_a_blank_text_is_refused(tiny: LoadedModel, text: str) -> None:
    with pytest.raises(InputError, match="blank"):
        trace_text(tiny, text)
