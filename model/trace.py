"""Read a text and keep every gate: text -> Trace.

How gates are recovered is told in `model/recurrence.py`; modules of any shape are traced by `model/modules.py`.

A text is read in blocks of BLOCK steps, counted from its beginning, so that of a text that begins like one read before
only the blocks from the first difference on have to be read. That gives the bits of a fresh reading, because it is made
of the same operations on the same numbers: products of other sizes may round differently, but a whole block has always
the same size, and every block begins in memory of its own, since products may also depend on where their numbers lie.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import torch
from torch import Tensor, nn

from model.checkpoint import LoadedModel
from model.errors import InputError
from model.reader import Token
from model.recurrence import Layer, State, Weights, log_forget, record_layer
from model.signals import Kind

# {name: [L, T, U]}, names as in `model.signals`.
Signals = dict[str, Tensor]

BLOCK = 64  # steps; shorter blocks cost more calls, longer ones more steps that are read again at every word typed


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


def trace_tokens(model: LoadedModel, tokens: Sequence[Token], known: Trace | None = None) -> Trace:
    """Read tokens (T ≥ 1) from zero state. Signals as in Trace.

    `known`: a trace that this model made of some text without holds. The whole blocks with which both texts begin are
    taken from it; the result has the same bits with it and without.
    """
    same = 0 if known is None else shared_steps(known.tokens, tokens)
    parts = [_beginning(known, tokens[:same])] if known is not None and same else []
    for start in range(same, len(tokens), BLOCK):
        parts.append(_read_block(model, tokens[start : start + BLOCK], parts[-1] if parts else None))
    return _joined(parts)


def shared_steps(one: Sequence[Token], other: Sequence[Token]) -> int:
    """Of how many steps the whole blocks are with which both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    differ = (step for step, (first, second) in pairs if first.id != second.id)
    return next(differ, min(len(one), len(other))) // BLOCK * BLOCK


def trace_layers(module: Layer, inputs: Tensor, states: Sequence[State] = ()) -> Signals:
    """Every signal of every layer of a one-directional module, from a state of each layer, or from zero.

    inputs [T, E], all in one pass. Returns {name: [L, T, U]}.
    """
    layers: list[Signals] = []
    below = inputs[:, None]  # (T, 1, E)
    for layer in range(module.num_layers):
        weights = Weights.of(module, layer)
        layers.append(record_layer(module, weights, below, states[layer] if states else weights.zero_state()))
        below = layers[-1]["hidden"]
    return {name: _stacked([recorded[name][:, 0] for recorded in layers]) for name in layers[0]}


def log_forget_of_layers(module: Layer, inputs: Tensor, hidden: Tensor, states: Sequence[State] = ()) -> Tensor | None:
    """ln f_t [L, T, U] along what `trace_layers` made of the same; None where there is no forget gate.

    inputs [T, E]; hidden [L, T, U].
    """
    if not isinstance(module, nn.LSTM):
        return None
    found: list[Tensor] = []
    for layer, below in enumerate([inputs, *hidden[:-1]]):
        weights = Weights.of(module, layer)
        state = states[layer] if states else weights.zero_state()
        found.append(log_forget(weights, below[:, None], hidden[layer][:, None], state)[:, 0])
    return _stacked(found)


@torch.no_grad()
def _read_block(model: LoadedModel, tokens: Sequence[Token], before: Trace | None) -> Trace:
    """The trace of some tokens alone, read after what is traced before them."""
    module = model.network.recurrent
    inputs = model.network.embedding(torch.tensor([token.id for token in tokens]))
    states = [] if before is None else _last_states(before)
    signals = trace_layers(module, inputs, states)
    logs = log_forget_of_layers(module, inputs, signals["hidden"], states)
    return Trace(model.kind, tuple(tokens), signals, logs)


def _last_states(trace: Trace) -> list[State]:
    """What each layer hands on after the last step of a trace."""
    names = [name for name in ("hidden", "cell") if name in trace.signals]
    layers = range(len(trace.signals["hidden"]))
    return [{name: trace.signals[name][layer, -1:].clone() for name in names} for layer in layers]


def _beginning(trace: Trace, tokens: Sequence[Token]) -> Trace:
    """The first steps of a trace, as those of these tokens: the same ids, perhaps typed in another way."""
    steps = len(tokens)
    signals = {name: values[:, :steps] for name, values in trace.signals.items()}
    logs = None if trace.log_forget is None else trace.log_forget[:, :steps]
    return Trace(trace.kind, tuple(tokens), signals, logs)


def _joined(parts: Sequence[Trace]) -> Trace:
    """Traces that follow each other as one, in memory of its own."""
    tokens = tuple(token for part in parts for token in part.tokens)
    signals = {name: torch.cat([part.signals[name] for part in parts], dim=1) for name in parts[0].signals}
    logs = [part.log_forget for part in parts if part.log_forget is not None]
    return Trace(parts[0].kind, tokens, signals, torch.cat(logs, dim=1) if logs else None)


def _stacked(layers: Sequence[Tensor]) -> Tensor:
    """[T, U] of each layer as [L, T, U]; of a single one without a copy."""
    return layers[0][None] if len(layers) == 1 else torch.stack([*layers])
