"""A network step by step, so that signals can be held while it runs: what the fused layers do not allow.

The formulas are those of `model/signals.py`. Everything works in batches: a state is {name: [B, U]}, and a word's part
of the pre-activations [G·U] is the same for the whole batch.
"""

from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional

from model.checkpoint import LoadedModel
from model.recurrence import Weights
from model.signals import Kind

# What a layer hands on to its next step, {name: [B, U]}: `hidden`, and `cell` in an LSTM.
State = dict[str, Tensor]
# Every signal of a layer at one step, {name: [B, U]}.
Moment = dict[str, Tensor]
# (layer, step, signal, computed values [B, U]) -> the values that are used in their place.
Intervene = Callable[[int, int, str, Tensor], Tensor]
Change = Callable[[str, Tensor], Tensor]


class Stepper:
    """A model that reads one token at a time, from zero state, `batch` times side by side."""

    def __init__(self, model: LoadedModel, intervene: Intervene, batch: int = 1) -> None:
        self.step = 0
        self._kind: Kind = model.kind
        self._embedding = model.network.embedding.weight.detach()
        self._weights = [Weights.of(model.network.recurrent, layer) for layer in range(model.layers)]
        self._intervene = intervene
        zero = self._embedding.new_zeros(batch, model.units)
        self._states: list[State] = [{"hidden": zero, "cell": zero} for _ in self._weights]

    @torch.no_grad()
    def read(self, token: int) -> list[Moment]:
        """Read one token id: every signal of every layer at its step."""
        moments: list[Moment] = []
        below = self._embedding[token].expand(len(self._states[0]["hidden"]), -1)
        for layer, (weights, state) in enumerate(zip(self._weights, self._states, strict=True)):
            moments.append(self._layer(layer, weights, below, state))
            below = moments[-1]["hidden"]
        self._states = moments
        self.step += 1
        return moments

    def resume(self, step: int, states: list[State]) -> None:
        """Go on at `step` from a state of each layer, as though all tokens before had been read here."""
        self.step = step
        self._states = states

    def _layer(self, layer: int, weights: Weights, below: Tensor, state: State) -> Moment:
        def change(name: str, values: Tensor) -> Tensor:
            return self._intervene(layer, self.step, name, values)

        word = functional.linear(below, weights.input, weights.input_bias)
        past = functional.linear(state["hidden"], weights.recurrent, weights.recurrent_bias)
        return STEPS[self._kind](word, past, state, change)

    def fork(self) -> "Stepper":
        """Another reader at the same place: what one reads from here on does not touch the other."""
        other = object.__new__(Stepper)
        other.__dict__.update(self.__dict__)
        return other


def untouched(_layer: int, _step: int, _signal: str, values: Tensor) -> Tensor:
    """The intervention that changes nothing."""
    return values


def _lstm_step(word: Tensor, past: Tensor, before: State, change: Change) -> Moment:
    i, f, g, o = (word + past).chunk(4, dim=-1)
    gates = {
        "input": change("input", i.sigmoid()),
        "forget": change("forget", f.sigmoid()),
        "candidate": change("candidate", g.tanh()),
        "output": change("output", o.sigmoid()),
    }
    cell = change("cell", gates["forget"] * before["cell"] + gates["input"] * gates["candidate"])
    hidden = change("hidden", gates["output"] * cell.tanh())
    return {**gates, "cell": cell, "hidden": hidden, "log_forget": functional.logsigmoid(f)}


def _rnn_step(word: Tensor, past: Tensor, _: State, change: Change) -> Moment:
    return {"hidden": change("hidden", (word + past).tanh())}


def _gru_step(word: Tensor, past: Tensor, before: State, change: Change) -> Moment:
    words, pasts = word.chunk(3, dim=-1), past.chunk(3, dim=-1)
    reset = change("reset", (words[0] + pasts[0]).sigmoid())
    update = change("update", (words[1] + pasts[1]).sigmoid())
    candidate = change("candidate", (words[2] + reset * pasts[2]).tanh())
    hidden = change("hidden", (1 - update) * candidate + update * before["hidden"])
    return {"reset": reset, "update": update, "candidate": candidate, "hidden": hidden}


STEPS = {"lstm": _lstm_step, "rnn": _rnn_step, "gru": _gru_step}
