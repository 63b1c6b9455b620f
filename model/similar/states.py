"""Many passages read side by side: their states, at about the cost of the fused forward.

Passages are read from zero state, the start token first, as `model/trace.py` reads one; side by side, a step is one
matrix product for all that are not over yet. Values agree with a trace to float32's rounding.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from model.checkpoint import LoadedModel
from model.similar.corpus import Floats
from model.stepwise import STEPS, State
from model.tokenizer import START_ID
from model.trace import Weights

SIDE_BY_SIDE = 64
# Passages of a chunk are sorted by length, so that those read side by side end at about the same step.
CHUNK = 16 * SIDE_BY_SIDE

# {signal: [L, moments, U]}
States = dict[str, Floats]


def start_states(model: LoadedModel, signals: Sequence[str]) -> States:
    """The states at the start token, {signal: [L, 1, U]}: the same before every text."""
    return _read_side_by_side(model, [[START_ID]], signals)[0]


def read_states(model: LoadedModel, ids: Sequence[Sequence[int]], signals: Sequence[str]) -> Iterator[list[States]]:
    """The states of passages, given as token ids without the start token, chunk by chunk in their order."""
    for first in range(0, len(ids), CHUNK):
        chunk = ids[first : first + CHUNK]
        order = sorted(range(len(chunk)), key=lambda number: -len(chunk[number]))
        found: dict[int, States] = {}
        for begin in range(0, len(order), SIDE_BY_SIDE):
            batch = order[begin : begin + SIDE_BY_SIDE]
            read = _read_side_by_side(model, [[START_ID, *chunk[number]] for number in batch], signals)
            for number, states in zip(batch, read, strict=True):
                found[number] = {name: values[:, 1:] for name, values in states.items()}
        yield [found[number] for number in range(len(chunk))]


@torch.inference_mode()
def _read_side_by_side(model: LoadedModel, ids: list[list[int]], signals: Sequence[str]) -> list[States]:
    """Passages by falling length, the start token among the ids -> the states of each, {signal: [L, T, U]}."""
    lengths = [len(each) for each in ids]
    padded = torch.nn.utils.rnn.pad_sequence([torch.tensor(each) for each in ids])  # (T, B)
    reading = [sum(length > step for length in lengths) for step in range(lengths[0])]
    inputs, layers = model.network.embedding(padded), []
    for layer in range(model.layers):
        kept = _read_layer(model, Weights.of(model.network.recurrent, layer), inputs, reading, {*signals, "hidden"})
        inputs = kept["hidden"]
        layers.append(kept)
    stacked = {name: torch.stack([kept[name] for kept in layers]).numpy() for name in signals}  # (L, T, B, U)
    return [
        {name: np.ascontiguousarray(values[:, :length, number]) for name, values in stacked.items()}
        for number, length in enumerate(lengths)
    ]


def _read_layer(
    model: LoadedModel, weights: Weights, inputs: Tensor, reading: list[int], signals: set[str]
) -> dict[str, Tensor]:
    """inputs [T, B, E]; `reading` [T]: how many passages, the first ones, are not over. Returns {name: [T, B, U]}."""
    words = functional.linear(inputs, weights.input, weights.input_bias)  # (T, B, G·U)
    kept = {name: inputs.new_zeros(*inputs.shape[:2], weights.units) for name in signals}
    zero = inputs.new_zeros(inputs.shape[1], weights.units)
    state: State = {"hidden": zero, "cell": zero}
    for step, count in enumerate(reading):
        before = {name: values[:count] for name, values in state.items()}
        past = functional.linear(before["hidden"], weights.recurrent, weights.recurrent_bias)
        state = STEPS[model.kind](words[step, :count], past, before, lambda _, values: values)
        for name, values in kept.items():
            values[step, :count] = state[name]
    return kept
