"""Anyone's recurrent network: every signal of a `torch.nn.LSTM`, `GRU` or `RNN` at every step, exact.

    from model import trace_module
    trace = trace_module(lstm, inputs)
    trace.layers[0]["forward"]["forget"]         # [B, T, U]

The module is not changed: not its weights, its mode or its gradients. It is run layer by layer, as it runs itself, so
that the hidden states between layers, which it does not show, can be had too.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import PackedSequence

from model.module_input import ModuleInput, Sequences, States, check_module, read_input
from model.recurrence import Layer, Signals, Weights, record_layer
from model.signals import Kind, signal_names

Direction = Literal["forward", "reverse"]
DIRECTIONS: tuple[Direction, ...] = ("forward", "reverse")


@dataclass(frozen=True)
class ModuleTrace:
    """What a module did at every step.

    `layers[k][direction][name]`: a signal of layer k, by the names of `model.signals`, [B, T, U] whatever the module's
    own order, or [T, U] where the inputs were one sequence; `direction` is "forward", and where the module is
    bidirectional also "reverse". Step t of both belongs to input t, so in reverse the state *before* step t is that of
    t + 1. The hidden state of an LSTM with `proj_size` has that many units instead of U; that of a relu RNN is ≥ 0 and
    unbounded.

    `lengths` [B] int64, or []: the steps of each sequence. What lies beyond the end of a shorter one is NaN, so that no
    mean can take it for a value by mistake; `inside` [B, T], or [T], is True elsewhere.

    `output` and `final` are what the module itself returns: `output, final = module(inputs, hx)`.
    """

    kind: Kind
    layers: tuple[dict[Direction, Signals], ...]
    lengths: Tensor
    inside: Tensor
    output: Sequences
    final: States


def trace_module(module: nn.Module, inputs: Sequences, hx: States | None = None) -> ModuleTrace:
    """Every signal of a `torch.nn.LSTM`, `GRU` or `RNN` while it reads inputs from the states hx, or from zero.

    Takes what the module takes: `inputs` one sequence [T, E], several in the module's own order, or a PackedSequence;
    `hx` as in PyTorch. float32 or float64, on any device. Nothing in the trace has gradients. Raises InputError for
    another kind of module, inputs or states that do not fit it, and for a module that is in training mode with dropout
    between its layers, whose passes are random.
    """
    recurrent = check_module(module)
    # Under autocast the products would lose the digits that make a trace exact.
    with torch.no_grad(), torch.autocast(next(recurrent.parameters()).device.type, enabled=False):
        given = read_input(recurrent, inputs, hx)
        layers = list(_run(recurrent, given))
        inside = (torch.arange(len(given.steps)) < given.lengths[:, None]).to(given.steps.device)
        output = torch.cat(_hidden(layers[-1]), dim=2)
        trace = ModuleTrace(
            _kind(recurrent),
            _shown(recurrent, layers, inside),
            given.lengths,
            inside,
            _laid_out(recurrent, inputs, output, inside),
            _final(recurrent, given.lengths, layers),
        )
    return _single(trace) if isinstance(inputs, Tensor) and inputs.dim() == 2 else trace


def _run(module: Layer, given: ModuleInput) -> Iterator[list[Signals]]:
    """The signals [T, B, U] of each direction, step t at input t, layer by layer."""
    backward = _backward(given)
    below, states = given.steps, iter(given.states)
    for layer in range(module.num_layers):
        found = [record_layer(module, Weights.of(module, layer), below, next(states))]
        if module.bidirectional:
            weights = Weights.of(module, layer, reverse=True)
            recorded = record_layer(module, weights, _taken(below, backward), next(states))
            found.append({name: _taken(values, backward) for name, values in recorded.items()})
        yield found
        below = torch.cat(_hidden(found), dim=2)


def _backward(given: ModuleInput) -> Tensor:
    """For each step and sequence [T, B] the step as far from the other end; a step beyond the end stays where it is."""
    steps = torch.arange(len(given.steps))[:, None]
    return torch.where(steps < given.lengths, given.lengths - 1 - steps, steps).to(given.steps.device)


def _taken(values: Tensor, steps: Tensor) -> Tensor:
    """values [T, B, U] with the steps of each sequence in another order [T, B]."""
    return values.gather(0, steps[:, :, None].expand_as(values))


def _hidden(found: list[Signals]) -> list[Tensor]:
    return [signals["hidden"] for signals in found]


def _final(module: Layer, lengths: Tensor, layers: list[list[Signals]]) -> States:
    """The states [layers · directions, B, U] after the last step that each direction reads."""
    last = {"forward": lengths - 1, "reverse": torch.zeros_like(lengths)}
    sequences = torch.arange(len(lengths))

    def states(name: str) -> Tensor:
        read = (zip(DIRECTIONS, found, strict=False) for found in layers)
        return torch.stack([signals[name][last[way], sequences] for each in read for way, signals in each])

    return (states("hidden"), states("cell")) if isinstance(module, nn.LSTM) else states("hidden")


def _shown(module: Layer, layers: list[list[Signals]], inside: Tensor) -> tuple[dict[Direction, Signals], ...]:
    """Signals [T, B, U] as [B, T, U], in the order of the table, NaN where nothing was read."""
    names, outside = signal_names(_kind(module)), ~inside[:, :, None]
    padded = bool(outside.any())

    def shown(values: Tensor) -> Tensor:
        values = values.transpose(0, 1)
        return values.masked_fill(outside, torch.nan) if padded else values

    return tuple(
        {way: {name: shown(signals[name]) for name in names} for way, signals in zip(DIRECTIONS, found, strict=False)}
        for found in layers
    )


def _kind(module: Layer) -> Kind:
    return "lstm" if isinstance(module, nn.LSTM) else "gru" if isinstance(module, nn.GRU) else "rnn"


def _laid_out(module: Layer, inputs: Sequences, output: Tensor, inside: Tensor) -> Sequences:
    """What a module gave at each step [T, B, U], laid out as its inputs were."""
    if isinstance(inputs, Tensor) and inputs.dim() == 2:
        return output[:, 0]
    if isinstance(inputs, Tensor):
        return output.transpose(0, 1) if module.batch_first else output
    order = torch.arange(len(inside)) if inputs.sorted_indices is None else inputs.sorted_indices
    packed = output[:, order][inside.t()[:, order]]
    return PackedSequence(packed, inputs.batch_sizes, inputs.sorted_indices, inputs.unsorted_indices)


def _single(trace: ModuleTrace) -> ModuleTrace:
    """A trace of one sequence, without the dimension that counts sequences."""
    layers = tuple(
        {way: {name: values[0] for name, values in signals.items()} for way, signals in layer.items()}
        for layer in trace.layers
    )
    final = trace.final
    final = (final[0][:, 0], final[1][:, 0]) if isinstance(final, tuple) else final[:, 0]
    return ModuleTrace(trace.kind, layers, trace.lengths[0], trace.inside[0], trace.output, final)
