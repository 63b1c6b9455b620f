"""Anyone's network against two oracles: the module itself, and PyTorch's documented equations step by step."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence, pack_sequence, pad_sequence

from model import SIGNALS, InputError, ModuleTrace, trace_module

# PyTorch says so of its own modules too, once.
pytestmark = pytest.mark.filterwarnings("ignore:LSTM with projections is not supported with oneDNN")

Inputs = Tensor | PackedSequence


@dataclass(frozen=True)
class Case:
    """A module, what it reads, and the states it starts from."""

    module: Any
    sequences: list[Tensor]
    inputs: Inputs
    hx: Any


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any module that the tracer promises to read, with inputs and states in any layout."""
    torch.manual_seed(draw(st.integers(0, 10_000)))
    dtype = draw(st.sampled_from([torch.float32, torch.float64]))
    make, extra = draw(
        st.sampled_from(
            [(nn.LSTM, {}), (nn.LSTM, {"proj_size": 2}), (nn.GRU, {}), (nn.RNN, {}), (nn.RNN, {"nonlinearity": "relu"})]
        )
    )
    size, units, layers = draw(st.integers(1, 5)), draw(st.integers(3, 9)), draw(st.integers(1, 3))
    options = {"bidirectional": draw(st.booleans()), "bias": draw(st.booleans()), "batch_first": draw(st.booleans())}
    module = make(size, units, layers, dtype=dtype, **options, **extra).train(draw(st.booleans()))
    layout = draw(st.sampled_from(["one", "several", "packed", "packed by length"]))
    lengths = draw(st.lists(st.integers(1, 12), min_size=1, max_size=1 if layout == "one" else 4))
    lengths = sorted(lengths, reverse=True) if layout == "packed by length" else lengths
    lengths = lengths if "packed" in layout else lengths[:1] * len(lengths)
    sequences = [torch.randn(length, size, dtype=dtype) for length in lengths]
    hx = random_states(module, None if layout == "one" else len(lengths)) if draw(st.booleans()) else None
    return Case(module, sequences, laid_out(layout, module, sequences), hx)


@given(cases())
@settings(max_examples=80, deadline=None)
def test_a_trace_gives_what_the_module_gives(case: Case) -> None:
    trace = trace_module(case.module, case.inputs, case.hx)
    with torch.no_grad():
        output, final = case.module(case.inputs, case.hx)
    assert type(trace.output) is type(output)
    for one, other in zip(tensors((trace.output, trace.final)), tensors((output, final)), strict=True):
        close(one, other)


@given(cases())
@settings(max_examples=80, deadline=None)
def test_every_signal_follows_the_documented_equations(case: Case) -> None:
    trace = trace_module(case.module, case.inputs, case.hx)
    single = isinstance(case.inputs, Tensor) and case.inputs.dim() == 2
    assert torch.equal(trace.lengths.reshape(-1), torch.tensor([len(sequence) for sequence in case.sequences]))
    for number, sequence in enumerate(case.sequences):
        for layer, expected in enumerate(reference(case, number)):
            assert list(trace.layers[layer]) == list(expected)
            for found, signals in zip(trace.layers[layer].values(), expected.values(), strict=True):
                assert list(found) == [signal.name for signal in SIGNALS[trace.kind]]
                for name, values in signals.items():
                    mine = found[name] if single else found[name][number]
                    assert mine.dtype == sequence.dtype
                    close(mine[: len(sequence)].double(), values, 1e-10 if sequence.dtype == torch.float64 else 1e-5)
                    assert mine[len(sequence) :].isnan().all()


def test_what_is_inside_is_all_that_is_no_gap() -> None:
    trace = trace_module(nn.GRU(2, 3), pack_sequence([torch.randn(k, 2) for k in (2, 5)], enforce_sorted=False))
    assert trace.inside.tolist() == [[True, True, False, False, False], [True] * 5]
    assert torch.equal(trace.layers[0]["forward"]["reset"].isfinite().all(dim=2), trace.inside)


def test_the_module_is_left_as_it_was() -> None:
    module = nn.LSTM(3, 4, 2).train()
    inputs = torch.randn(5, 2, 3, requires_grad=True)
    module(inputs)[0].sum().backward()
    before = copy.deepcopy([(weight.detach(), weight.grad) for weight in module.parameters()])
    trace = trace_module(module, inputs)
    assert module.training
    for weight, (value, gradient) in zip(module.parameters(), before, strict=True):
        assert weight.requires_grad
        assert torch.equal(weight, value)
        assert weight.grad is not None
        assert gradient is not None
        assert torch.equal(weight.grad, gradient)
    assert not any(values.requires_grad for values in tensors((trace.output, trace.final)))


def test_what_is_traced_can_be_learned_from() -> None:
    probe = nn.Linear(4, 1)
    probe(trace_module(nn.LSTM(3, 4), torch.randn(5, 3)).layers[0]["forward"]["cell"]).sum().backward()
    assert probe.weight.grad is not None


def test_a_trace_is_exact_under_autocast_too() -> None:
    module, inputs = nn.LSTM(3, 4), torch.randn(5, 3)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        trace = trace_module(module, inputs)
    assert torch.equal(trace.layers[0]["forward"]["cell"], trace_module(module, inputs).layers[0]["forward"]["cell"])


def test_dropout_between_layers_is_traced_once_it_is_off() -> None:
    module, inputs = nn.LSTM(3, 4, 2, dropout=0.5), torch.randn(5, 3)
    with pytest.raises(InputError, match=r"drops 0\.5 .* module\.eval\(\)"):
        trace_module(module, inputs)
    traced = trace_module(module.eval(), inputs).output
    assert isinstance(traced, Tensor)
    close(traced, module(inputs)[0].detach())


LSTM, GRU, STEPS = nn.LSTM(3, 4, batch_first=True), nn.GRU(3, 4), torch.zeros(2, 5, 3)
WORDS = nn.Sequential(nn.Embedding(9, 3), nn.LSTM(3, 4))


@pytest.mark.parametrize(
    ("attempt", "field", "says"),
    [
        (lambda: trace_module(nn.LSTMCell(3, 4), STEPS), "module", "A LSTMCell cannot be traced.*LSTM, GRU or RNN"),
        (lambda: trace_module(WORDS, STEPS), "module", "this one holds 1"),
        (lambda: trace_module(nn.LSTM(3, 4).bfloat16(), STEPS), "module", r"bfloat16.*\.float\(\)"),
        (lambda: trace_module(LSTM, STEPS.tolist()), "inputs", "a list: pass a Tensor or a PackedSequence"),
        (lambda: trace_module(LSTM, STEPS[0, 0]), "inputs", r"\[3\].*\[B, T, E\]"),
        (lambda: trace_module(GRU, STEPS[None]), "inputs", r"\[1, 2, 5, 3\].*\[T, B, E\]"),
        (lambda: trace_module(LSTM, STEPS[:, :, :2]), "inputs", "has 2 numbers, but the module reads 3"),
        (lambda: trace_module(LSTM, STEPS.double()), "inputs", "inputs is float64.*float32"),
        (lambda: trace_module(LSTM, STEPS.to("meta")), "inputs", "inputs is meta.*cpu"),
        (lambda: trace_module(LSTM, STEPS[:, :0]), "inputs", "2 sequences of 0 steps"),
        (lambda: trace_module(LSTM, STEPS[:0]), "inputs", "0 sequences of 5 steps"),
        (lambda: trace_module(LSTM, pack_sequence([torch.zeros(3)])), "inputs", "a list of numbers"),
        (lambda: trace_module(LSTM, STEPS, torch.zeros(1, 2, 4)), "hx", r"a pair of Tensors: \(hidden, cell\)"),
        (lambda: trace_module(GRU, STEPS, (STEPS, STEPS)), "hx", "hx of a GRU is one Tensor, not a tuple"),
        (lambda: trace_module(GRU, STEPS, torch.zeros(1, 2, 4)), "hx", r"\[1, 2, 4\].*need \[1, 5, 4\]"),
        (lambda: trace_module(GRU, STEPS[0], torch.zeros(1, 5, 4)), "hx", r"need \[1, 4\], for they are one sequence"),
        (lambda: trace_module(GRU, STEPS, torch.zeros(1, 5, 4).double()), "hx", r"hx \(hidden\) is float64"),
    ],
)  # fmt: skip
def test_what_cannot_be_traced_is_told(attempt: Callable[[], ModuleTrace], field: str, says: str) -> None:
    with pytest.raises(InputError, match=says) as caught:
        attempt()
    assert caught.value.field == field


def close(one: Tensor, other: Tensor, tolerance: float | None = None) -> None:
    """Within 1e-5 in float32 and 1e-10 in float64, of the value where it is over 1."""
    tolerance = tolerance or (1e-10 if other.dtype == torch.float64 else 1e-5)
    assert one.shape == other.shape
    assert float(((one - other).abs() / other.abs().clamp(min=1)).max()) <= tolerance


def laid_out(layout: str, module: Any, sequences: list[Tensor]) -> Inputs:
    if layout == "one":
        return sequences[0]
    if layout == "several":
        return pad_sequence(sequences, batch_first=module.batch_first)
    return pack_sequence(sequences, enforce_sorted=layout == "packed by length")


def random_states(module: Any, sequences: int | None) -> Any:
    """hx as the module takes it; `sequences` is None for one without a batch."""
    count = module.num_layers * (2 if module.bidirectional else 1)
    batch = [] if sequences is None else [sequences]
    dtype = module.weight_ih_l0.dtype
    hidden = torch.randn(count, *batch, module.proj_size or module.hidden_size, dtype=dtype)
    cell = torch.randn(count, *batch, module.hidden_size, dtype=dtype)
    return (hidden, cell) if module.mode == "LSTM" else hidden


def tensors(value: Any) -> list[Tensor]:
    """All tensors of numbers in what a module returns."""
    if isinstance(value, PackedSequence):
        return [value.data, *(part for part in value[1:] if part is not None)]
    return [value] if isinstance(value, Tensor) else [each for part in value for each in tensors(part)]


def reference(case: Case, number: int) -> list[dict[str, dict[str, Tensor]]]:
    """Every signal of one sequence, by the equations of PyTorch's documentation, a step at a time in float64."""
    module, below = case.module, case.sequences[number].double()
    ways = ["forward", "reverse"] if module.bidirectional else ["forward"]
    layers = []
    for layer in range(module.num_layers):
        found = {}
        for way_number, way in enumerate(ways):
            state = [start.double() for start in start_state(case, number, layer * len(ways) + way_number)]
            end = f"l{layer}_reverse" if way == "reverse" else f"l{layer}"
            moments = []
            for x in below.flip(0) if way == "reverse" else below:
                moments.append(step(module, end, x, state))
                state = [moments[-1]["hidden"], moments[-1].get("cell", state[1])]
            moments = moments[::-1] if way == "reverse" else moments
            found[way] = {name: torch.stack([moment[name] for moment in moments]) for name in moments[0]}
        layers.append(found)
        below = torch.cat([signals["hidden"] for signals in found.values()], dim=1)
    return layers


def start_state(case: Case, number: int, position: int) -> list[Tensor]:
    module = case.module
    if case.hx is None:
        return [torch.zeros(module.proj_size or module.hidden_size), torch.zeros(module.hidden_size)]
    hidden, cell = case.hx if module.mode == "LSTM" else (case.hx, case.hx)
    return [part[position] if part.dim() == 2 else part[position, number] for part in (hidden, cell)]


@torch.no_grad()
def step(module: Any, end: str, x: Tensor, state: list[Tensor]) -> dict[str, Tensor]:
    hidden, cell = state
    word, past = getattr(module, f"weight_ih_{end}").double() @ x, getattr(module, f"weight_hh_{end}").double() @ hidden
    if module.bias:
        word, past = (
            word + getattr(module, f"bias_ih_{end}").double(),
            past + getattr(module, f"bias_hh_{end}").double(),
        )
    if module.mode == "LSTM":
        i, f, g, o = (word + past).chunk(4)
        i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
        cell = f * cell + i * g
        hidden = o * cell.tanh()
        if module.proj_size:
            hidden = getattr(module, f"weight_hr_{end}").double() @ hidden
        return {"input": i, "forget": f, "candidate": g, "output": o, "cell": cell, "hidden": hidden}
    if module.mode == "GRU":
        words, pasts = word.chunk(3), past.chunk(3)
        r, z = (words[0] + pasts[0]).sigmoid(), (words[1] + pasts[1]).sigmoid()
        n = (words[2] + r * pasts[2]).tanh()
        return {"reset": r, "update": z, "candidate": n, "hidden": (1 - z) * n + z * hidden}
    return {"hidden": (word + past).tanh() if module.mode == "RNN_TANH" else (word + past).relu()}
