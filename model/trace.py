"""Read a text and keep every gate: text -> Trace.

How gates are recovered is told in `model/recurrence.py`; modules of any shape are traced by `model/modules.py`.
"""

from dataclasses import dataclass, field

import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.reader import Token
from model.recurrence import Layer, Weights, record_layer
from model.signals import Kind

# {name: [L, T, U]}, names as in `model.signals`.
Signals = dict[str, Tensor]


@dataclass(frozen=True)
class Trace:
    """What a network did, step by step.

    `tokens`: T of them, a start token first. `signals[name]` is [L, T, U] float32, names, order and ranges as in
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
    """Read a typed text from zero state. Raises InputError for a blank text, and for one that the model cannot read."""
    if not text.strip():
        raise InputError("The text is blank. Type at least one word.", field="text")
    return trace_tokens(model, model.tokenizer.encode(text))


def trace_tokens(model: LoadedModel, tokens: list[Token]) -> Trace:
    """Read tokens (T ≥ 1) from zero state. Signals as in Trace."""
    ids = torch.tensor([token.id for token in tokens])
    with torch.no_grad():
        recorded = trace_layers(model.network.recurrent, model.network.embedding(ids))
    log_forget = recorded.pop("log_forget", None)
    return Trace(model.kind, tuple(tokens), recorded, log_forget)


def trace_layers(module: Layer, inputs: Tensor) -> Signals:
    """Every signal of every layer of a one-directional module, from zero state.

    inputs [T, E]. Returns {name: [L, T, U]}, and for an LSTM `log_forget` besides.
    """
    layers: list[Signals] = []
    below = inputs[:, None]  # (T, 1, E)
    for layer in range(module.num_layers):
        weights = Weights.of(module, layer)
        layers.append(record_layer(module, weights, below, weights.zero_state()))
        below = layers[-1]["hidden"]
    return {name: torch.stack([recorded[name][:, 0] for recorded in layers]) for name in layers[0]}
