"""Read a text and keep every gate: text -> Trace.

The fused layer of PyTorch runs once and gives all hidden states; every gate then follows from one matrix product over
all steps at once, and the cells from a scan that is one multiply-add a step. That is exact (the tests compare with
`torch.nn.LSTM`) and costs about as much again as the fused forward, where a loop over `LSTMCell` costs 20 times.
"""

from dataclasses import dataclass, field

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.signals import Kind
from model.tokenizer import Token

Signals = dict[str, Tensor]
Layer = nn.LSTM | nn.RNN | nn.GRU


@dataclass(frozen=True)
class Trace:
    """What a network did, step by step.

    `tokens`: T of them, the start token first. `signals[name]` is [L, T, U] float32, names, order and ranges as in
    `model.signals`. `log_forget` [L, T, U] is ln f_t (≤ 0) from the pre-activation, so that f = 0 or f = 1 in float32
    loses nothing; None where there is no forget gate. `held[name]` [L, T, U] says where a signal was not computed but
    held at a value (`model/holds.py`); empty where nothing was held.
    """

    kind: Kind
    tokens: tuple[Token, ...]
    signals: Signals
    log_forget: Tensor | None
    held: Signals = field(default_factory=dict)

    @property
    def ids(self) -> Tensor:
        """Token ids [T] int64."""
        return torch.tensor([token.id for token in self.tokens])


def trace_text(model: LoadedModel, text: str) -> Trace:
    """Read a typed text from zero state, the start token first. Raises InputError for a blank text."""
    if not text.strip():
        raise InputError("The text is blank. Type at least one word.", field="text")
    return trace_tokens(model, model.tokenizer.encode(text))


def trace_tokens(model: LoadedModel, tokens: list[Token]) -> Trace:
    """Read tokens (T ≥ 1) from zero state. Signals as in Trace."""
    ids = torch.tensor([token.id for token in tokens])
    with torch.no_grad():
        recorded = trace_layers(model.kind, model.network.recurrent, model.network.embedding(ids))
    log_forget = recorded.pop("log_forget", None)
    return Trace(model.kind, tuple(tokens), recorded, log_forget)


def trace_layers(kind: Kind, module: Layer, inputs: Tensor) -> Signals:
    """Every signal of every layer of a one-directional, batch-first module, from zero state.

    inputs [T, E]. Returns {name: [L, T, U]}, and for an LSTM `log_forget` besides.
    """
    layers: list[Signals] = []
    for layer in range(module.num_layers):
        recorded = RECORDERS[kind](Weights.of(module, layer), inputs)
        layers.append(recorded)
        inputs = recorded["hidden"]
    return {name: torch.stack([recorded[name] for recorded in layers]) for name in layers[0]}


@dataclass(frozen=True)
class Weights:
    """Parameters of one layer: `input` [G·U, E], `recurrent` [G·U, U], their biases [G·U]; G = 4 LSTM, 3 GRU, 1 RNN."""

    input: Tensor
    recurrent: Tensor
    input_bias: Tensor
    recurrent_bias: Tensor

    @classmethod
    def of(cls, module: Layer, layer: int) -> "Weights":
        """The parameters of one layer of a module, by PyTorch's names for them."""
        names = ("weight_ih", "weight_hh", "bias_ih", "bias_hh")
        return cls(*(getattr(module, f"{name}_l{layer}") for name in names))

    @property
    def flat(self) -> list[Tensor]:
        """In the order in which the fused kernels take them."""
        return [self.input, self.recurrent, self.input_bias, self.recurrent_bias]

    @property
    def units(self) -> int:
        return self.recurrent.shape[1]


def _record_lstm(weights: Weights, inputs: Tensor) -> Signals:
    """Hochreiter & Schmidhuber 1997, Gers et al. 2000, in the order of `torch.nn.LSTM`: i, f, g, o. inputs [T, E]."""
    zero = inputs.new_zeros(1, weights.units)
    hidden = torch.lstm(inputs[:, None], (zero[None], zero[None]), weights.flat, True, 1, 0.0, False, False, False)[0]
    hidden = hidden[:, 0]  # (T, U)
    before = torch.cat([zero, hidden[:-1]])
    gates = functional.linear(inputs, weights.input, weights.input_bias + weights.recurrent_bias)  # (T, 4U)
    gates = torch.addmm(gates, before, weights.recurrent.t())
    i, f, g, o = gates.chunk(4, dim=1)
    log_forget = functional.logsigmoid(f)
    i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
    cell = _scan(f, i * g)
    return {
        "input": i, "forget": f, "candidate": g, "output": o, "cell": cell, "hidden": hidden, "log_forget": log_forget,
    }  # fmt: skip


def _record_rnn(weights: Weights, inputs: Tensor) -> Signals:
    """Elman 1990 with tanh. inputs [T, E]."""
    zero = inputs.new_zeros(1, 1, weights.units)
    hidden = torch.rnn_tanh(inputs[:, None], zero, weights.flat, True, 1, 0.0, False, False, False)[0]
    return {"hidden": hidden[:, 0]}


def _record_gru(weights: Weights, inputs: Tensor) -> Signals:
    """Cho et al. 2014 in PyTorch's form (the reset gate acts after the product). inputs [T, E]."""
    zero = inputs.new_zeros(1, weights.units)
    hidden = torch.gru(inputs[:, None], zero[None], weights.flat, True, 1, 0.0, False, False, False)[0][:, 0]
    before = torch.cat([zero, hidden[:-1]])
    from_input = functional.linear(inputs, weights.input, weights.input_bias).chunk(3, dim=1)
    from_state = functional.linear(before, weights.recurrent, weights.recurrent_bias).chunk(3, dim=1)
    reset = (from_input[0] + from_state[0]).sigmoid()
    update = (from_input[1] + from_state[1]).sigmoid()
    candidate = (from_input[2] + reset * from_state[2]).tanh()
    return {"reset": reset, "update": update, "candidate": candidate, "hidden": hidden}


RECORDERS = {"lstm": _record_lstm, "rnn": _record_rnn, "gru": _record_gru}


def _scan(forget: Tensor, written: Tensor) -> Tensor:
    """c_t = f_t ⊙ c_{t-1} + w_t from c_{-1} = 0; all [T, U]. NumPy: a call costs less than PyTorch's at this size."""
    cell = written.clone()
    f, c = forget.numpy(), cell.numpy()
    kept = np.empty_like(c[0])
    for step in range(1, len(c)):
        np.multiply(f[step], c[step - 1], out=kept)
        c[step] += kept
    return cell
