"""How far back a loss reaches: the gradient of one word's surprise, −ln p(x_s | x_<s), in every state before it.

Both derivatives are total, through all paths of the unrolled network: h_t is changed after it is made, with c_t left as
it is; c_t is changed before h_t is made from it. The belt's curve is ∂L/∂c: h reaches the future through the gates
alone. One unrolled pass and one pass back give all steps; in float64, for 500 steps back float32 would underflow.
"""

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.recurrence import Weights
from model.signals import Kind
from model.trace import Trace

# Distances that a slope is fitted over: nearer by, syntax has its say; farther off, few texts have anything left.
NEAREST, FARTHEST = 20, 100


# What a layer hands on to its next step, {name: [U]}: `hidden`, and `cell` in an LSTM.
State = dict[str, Tensor]


@dataclass(frozen=True)
class Gradients:
    """Of the loss at word `step` = s, in nats: `hidden` [s] is ‖∂L/∂h_t‖₂ for t = 0 … s−1, `cell` [s] ‖∂L/∂c_t‖₂.

    float64; `cell` is None where there are no cells.
    """

    step: int
    loss: float
    hidden: Tensor
    cell: Tensor | None


def loss_gradients(model: LoadedModel, trace: Trace, layer: int, step: int) -> Gradients:
    """The gradients in the states of a layer of the loss at a step of a trace by this model.

    Raises InputError for a step without a step before it, or behind the text; and NoPredictionsError.
    """
    model.check_predicts()
    steps = len(trace.tokens)
    if not 1 <= step < steps:
        raise InputError(
            f"Step {step} has no gradient: choose one from 1 to {steps - 1}, for a loss needs a word before it.",
            field="step",
        )
    return token_gradients(model, trace.ids[: step + 1], layer)


def token_gradients(model: LoadedModel, ids: Tensor, layer: int) -> Gradients:
    """The same of the loss at the last of some token ids [s + 1], s ≥ 1, read from zero state."""
    with torch.enable_grad():
        layers = _unrolled(model, ids[:-1])
        loss = _loss(model, layers[-1][-1]["hidden"], ids[-1])
    norms = _norms(loss, layers[layer])
    return Gradients(len(ids) - 1, float(loss.detach()), norms["hidden"], norms.get("cell"))


def halving_distance(norms: Tensor) -> float | None:
    """In how many tokens a curve of norms [s] halves: −ln 2 ÷ the least-squares slope of ln(norm) against distance.

    The distance of t is s − 1 − t; from 20 to 100 of them count, those with a norm of 0 left out. None where there are
    fewer than two, or where the curve does not fall.
    """
    back = norms.flip(0).numpy()[: FARTHEST + 1]
    distances = np.arange(len(back))
    fit = (distances >= NEAREST) & (back > 0)
    if fit.sum() < 2:
        return None
    slope = float(np.polyfit(distances[fit], np.log(back[fit]), 1)[0])
    return -math.log(2) / slope if slope < 0 else None


def _unrolled(model: LoadedModel, ids: Tensor) -> list[list[State]]:
    """The states [L][s] after each token of ids [s], in a graph that leads from each to all those after it."""
    inputs = model.network.embedding.weight.detach()[ids].double().requires_grad_()
    layers = []
    for layer in range(model.layers):
        weights = Weights(*(weight.detach().double() for weight in Weights.of(model.network.recurrent, layer).flat))
        layers.append(_layer_states(model.kind, weights, inputs))
        inputs = torch.stack([state["hidden"] for state in layers[-1]])
    return layers


def _layer_states(kind: Kind, weights: Weights, inputs: Tensor) -> list[State]:
    """The states of one layer from zero state; inputs [s, E]."""
    zero = inputs.new_zeros(weights.units)
    state: State = {"hidden": zero, "cell": zero}
    states = []
    for word in functional.linear(inputs, weights.input, weights.input_bias):
        past = functional.linear(state["hidden"], weights.recurrent, weights.recurrent_bias)
        state = STEPS[kind](word, past, state)
        states.append(state)
    return states


def _lstm_step(word: Tensor, past: Tensor, before: State) -> State:
    i, f, g, o = (word + past).chunk(4)
    cell = f.sigmoid() * before["cell"] + i.sigmoid() * g.tanh()
    return {"hidden": o.sigmoid() * cell.tanh(), "cell": cell}


def _rnn_step(word: Tensor, past: Tensor, _: State) -> State:
    return {"hidden": (word + past).tanh()}


def _gru_step(word: Tensor, past: Tensor, before: State) -> State:
    reset, update = (word + past).chunk(3)[:2]
    candidate = (word.chunk(3)[2] + reset.sigmoid() * past.chunk(3)[2]).tanh()
    update = update.sigmoid()
    return {"hidden": (1 - update) * candidate + update * before["hidden"]}


# What a step makes of W_ih x + b_ih, of W_hh h + b_hh and of the state before, by the formulas of `model/signals.py`.
STEPS = {"lstm": _lstm_step, "rnn": _rnn_step, "gru": _gru_step}


def _loss(model: LoadedModel, hidden: Tensor, word: Tensor) -> Tensor:
    """−ln p(word) from the hidden state of the last layer [U], in nats."""
    weight, bias = (each.detach().double() for each in model.network.softmax())
    return functional.cross_entropy(functional.linear(hidden, weight, bias), word)


def _norms(loss: Tensor, states: list[State]) -> dict[str, Tensor]:
    """The norm of the gradient of a loss in every state of a layer, {name: [s]}."""
    names = list(states[0])
    found = torch.autograd.grad(loss, [state[name] for name in names for state in states])
    norms = torch.stack(found).norm(dim=1).reshape(len(names), len(states))
    return dict(zip(names, norms, strict=True))
