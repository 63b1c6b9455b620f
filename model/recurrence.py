"""One layer in one direction, with every gate kept: the one place where gates are recovered.

An LSTM on a processor runs once, in the kernel that PyTorch itself uses, and the kernel's own gates are taken
(`model/kept_gates.py`). Everywhere else the fused layer gives all hidden states, and the gates follow from one matrix
product over all steps at once. The cells come from a scan that is one multiply-add a step. Both are exact (the tests
compare with the modules themselves); what they cost beside the fused forward is in benchmarks/README.md.

Sequences go side by side: T steps, B sequences, E numbers to read a step, U units.
"""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.kept_gates import keeps_gates, run_keeping_gates

Layer = nn.LSTM | nn.RNN | nn.GRU
# {name: [T, B, U]}, names as in `model.signals`.
Signals = dict[str, Tensor]
# What a layer hands on to its next step, {name: [B, U]}: `hidden`, and `cell` in an LSTM.
State = dict[str, Tensor]


@dataclass(frozen=True)
class Weights:
    """Parameters of one layer: `input` [G·U, E], `recurrent` [G·U, P], their biases [G·U]; G = 4 LSTM, 3 GRU, 1 RNN.

    `projection` [P, U] makes the hidden state out of the units, in an LSTM that has one; everywhere else P is U.
    """

    input: Tensor
    recurrent: Tensor
    input_bias: Tensor
    recurrent_bias: Tensor
    projection: Tensor | None = None

    @classmethod
    def of(cls, module: Layer, layer: int, *, reverse: bool = False) -> "Weights":
        """The parameters of one layer of a module, by PyTorch's names for them; zeros for biases that it lacks.

        They share the module's memory, but nothing that is computed with them has gradients.
        """
        end = f"_l{layer}_reverse" if reverse else f"_l{layer}"
        rows: Tensor = getattr(module, f"weight_ih{end}").detach()
        none = rows.new_zeros(0 if module.bias else len(rows))
        biases = [getattr(module, f"bias_{part}{end}", none).detach() for part in ("ih", "hh")]
        projection = getattr(module, f"weight_hr{end}", None)
        recurrent = getattr(module, f"weight_hh{end}").detach()
        return cls(rows, recurrent, biases[0], biases[1], None if projection is None else projection.detach())

    @property
    def flat(self) -> list[Tensor]:
        """In the order in which the fused kernels take them."""
        projection = [] if self.projection is None else [self.projection]
        return [self.input, self.recurrent, self.input_bias, self.recurrent_bias, *projection]

    @property
    def units(self) -> int:
        return (self.recurrent if self.projection is None else self.projection).shape[1]

    def zero_state(self, sequences: int = 1) -> State:
        """The state before the first step."""
        hidden = self.recurrent.new_zeros(sequences, self.recurrent.shape[1])
        return {"hidden": hidden, "cell": self.recurrent.new_zeros(sequences, self.units)}


def record_layer(module: Layer, weights: Weights, inputs: Tensor, state: State) -> Signals:
    """Every signal of one layer of a module, of these weights: what it reads is [T, B, E]."""
    return RECORDERS[module.mode](weights, inputs, state)


def log_forget(weights: Weights, inputs: Tensor, hidden: Tensor, state: State) -> Tensor:
    """ln f of an LSTM [T, B, U], from the pre-activations: so f = 0 and f = 1 in float32 lose nothing.

    inputs [T, B, E]; hidden [T, B, U], as they were recorded from `state` on.
    """
    forget = slice(weights.units, 2 * weights.units)
    bias = weights.input_bias[forget] + weights.recurrent_bias[forget]
    gates = functional.linear(inputs.flatten(0, 1), weights.input[forget], bias)
    gates = gates.addmm_(_before(hidden, state), weights.recurrent[forget].t())
    return functional.logsigmoid(gates).view(*hidden.shape[:2], weights.units)


def _record_lstm(weights: Weights, inputs: Tensor, state: State) -> Signals:
    """Hochreiter & Schmidhuber 1997, Gers et al. 2000, in the order of `torch.nn.LSTM`: i, f, g, o."""
    if keeps_gates(inputs, weights.flat):
        run = run_keeping_gates(weights.flat, inputs, state["hidden"], state["cell"])
        if run is not None:
            signals = _with_cells(run.gates, run.hidden, state)
            if run.ends_with(signals["cell"][-1]):
                return signals
    return _recover_lstm(weights, inputs, state)


def _recover_lstm(weights: Weights, inputs: Tensor, state: State) -> Signals:
    """The same from the hidden states, by one product over all steps."""
    start = state["hidden"][None], state["cell"][None]
    hidden = torch.lstm(inputs, start, weights.flat, True, 1, 0.0, False, False, False)[0]
    gates = functional.linear(inputs.flatten(0, 1), weights.input, weights.input_bias + weights.recurrent_bias)
    gates = gates.addmm_(_before(hidden, state), weights.recurrent.t())  # (T·B, 4U)
    i, f, g, o = gates.chunk(4, dim=1)
    return _with_cells(_by_step(hidden, i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()), hidden, state)


def _with_cells(gates: tuple[Tensor, ...], hidden: Tensor, state: State) -> Signals:
    """All signals from the gates (i, f, g, o) and the hidden states, each [T, B, U]."""
    i, f, g, o = gates
    cell = _scan(f, i * g, state["cell"])
    return {"input": i, "forget": f, "candidate": g, "output": o, "cell": cell, "hidden": hidden}


def _record_tanh_rnn(weights: Weights, inputs: Tensor, state: State) -> Signals:
    """Elman 1990 with tanh."""
    return {"hidden": torch.rnn_tanh(inputs, state["hidden"][None], weights.flat, True, 1, 0.0, False, False, False)[0]}


def _record_relu_rnn(weights: Weights, inputs: Tensor, state: State) -> Signals:
    """Elman 1990 with max(0, ·)."""
    return {"hidden": torch.rnn_relu(inputs, state["hidden"][None], weights.flat, True, 1, 0.0, False, False, False)[0]}


def _record_gru(weights: Weights, inputs: Tensor, state: State) -> Signals:
    """Cho et al. 2014 in PyTorch's form (the reset gate acts after the product)."""
    hidden = torch.gru(inputs, state["hidden"][None], weights.flat, True, 1, 0.0, False, False, False)[0]
    from_input = functional.linear(inputs.flatten(0, 1), weights.input, weights.input_bias).chunk(3, dim=1)
    from_state = functional.linear(_before(hidden, state), weights.recurrent, weights.recurrent_bias).chunk(3, dim=1)
    reset = (from_input[0] + from_state[0]).sigmoid()
    update = (from_input[1] + from_state[1]).sigmoid()
    candidate = (from_input[2] + reset * from_state[2]).tanh()
    reset, update, candidate = _by_step(hidden, reset, update, candidate)
    return {"reset": reset, "update": update, "candidate": candidate, "hidden": hidden}


# By PyTorch's own names of what its modules compute.
RECORDERS: dict[str, Callable[[Weights, Tensor, State], Signals]] = {
    "LSTM": _record_lstm, "GRU": _record_gru, "RNN_TANH": _record_tanh_rnn, "RNN_RELU": _record_relu_rnn,
}  # fmt: skip


def _before(hidden: Tensor, state: State) -> Tensor:
    """The hidden state before each step, a row for each step and sequence [T·B, U]; hidden [T, B, U]."""
    return torch.cat([state["hidden"][None], hidden[:-1]]).flatten(0, 1)


def _by_step(hidden: Tensor, *rows: Tensor) -> tuple[Tensor, ...]:
    """Rows [T·B, U] as steps of sequences [T, B, U], as many as there are of hidden states."""
    return tuple(values.view(*hidden.shape[:2], -1) for values in rows)


def _scan(forget: Tensor, written: Tensor, start: Tensor) -> Tensor:
    """c_t = f_t ⊙ c_{t-1} + w_t from c_{-1} = start [B, U]; the others are [T, B, U]. The cells take the place of w.

    On a processor in NumPy: at this size a call costs less than PyTorch's.
    """
    f, c, before = (each.numpy() if each.device.type == "cpu" else each for each in (forget, written, start))
    for kept, cell in zip(f, c, strict=True):
        cell += kept * before
        before = cell
    return written
