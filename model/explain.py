"""Why is this gate so? What goes into it, part by part: the word, each unit one step before, the bias.

A gate is σ or tanh of a plain sum, its pre-activation. A part of that sum is a weight times what it weighs.
"""

from dataclasses import dataclass

import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.recurrence import Weights
from model.signals import Kind
from model.trace import Trace

# What has a pre-activation, in the order of PyTorch's rows.
GATES: dict[Kind, tuple[str, ...]] = {
    "lstm": ("input", "forget", "candidate", "output"),
    "rnn": ("hidden",),
    "gru": ("reset", "update", "candidate"),
}


@dataclass(frozen=True)
class Explanation:
    """One gate, or candidate, of a unit at a step. Its pre-activation is the sum of all parts; float64 throughout.

    `value`: what the trace has, which is σ or tanh of the pre-activation. `inputs` [E]: what each number of the layer's
    input brings, of the token's embedding in layer 0 and of the units of the layer below elsewhere. `recurrent` [U]:
    what each unit of the layer brings by its hidden state one step before; zeros at step 0. `bias`: both biases.
    """

    value: float
    inputs: Tensor
    recurrent: Tensor
    bias: float

    @property
    def preactivation(self) -> float:
        return float(self.inputs.sum() + self.recurrent.sum()) + self.bias


def explain_gates(model: LoadedModel, trace: Trace, layer: int, unit: int, step: int) -> dict[str, Explanation]:
    """The gates of a unit at a step of a trace by this model, in the order of GATES; all indexes count from 0.

    In a GRU the reset gate multiplies what the candidate takes from the past, its bias included: so are its parts here.
    """
    names = GATES[model.kind]
    weights = Weights.of(model.network.recurrent, layer)
    rows = torch.arange(len(names)) * weights.units + unit
    with torch.no_grad():
        inputs = weights.input[rows].double() * _input(model, trace, layer, step)
        recurrent = weights.recurrent[rows].double() * _before(trace, layer, step)
        input_bias, recurrent_bias = weights.input_bias[rows].double(), weights.recurrent_bias[rows].double()
        if model.kind == "gru":
            reset = (inputs[0].sum() + recurrent[0].sum() + input_bias[0] + recurrent_bias[0]).sigmoid()
            recurrent[2] *= reset
            recurrent_bias[2] *= reset
    biases = (input_bias + recurrent_bias).tolist()
    return {
        name: Explanation(float(trace.signals[name][layer, step, unit]), inputs[row], recurrent[row], biases[row])
        for row, name in enumerate(names)
    }


def strongest(parts: Tensor, top: int) -> tuple[dict[int, float], float]:
    """The `top` parts [U] that are farthest from 0, by unit, strongest first; and the sum of the rest."""
    order = parts.abs().argsort(descending=True, stable=True)
    units = order[:top].tolist()
    return {unit: float(parts[unit]) for unit in units}, float(parts[order[top:]].sum())


def _input(model: LoadedModel, trace: Trace, layer: int, step: int) -> Tensor:
    """What a layer reads at a step [E]: the token's embedding, or the hidden state of the layer below."""
    if layer > 0:
        return trace.signals["hidden"][layer - 1, step]
    return model.network.embedding.weight[trace.tokens[step].id]


def _before(trace: Trace, layer: int, step: int) -> Tensor:
    """The hidden state of a layer one step before [U]; zeros before the first."""
    hidden = trace.signals["hidden"][layer]
    return hidden[step - 1] if step > 0 else torch.zeros_like(hidden[0])
