"""Many passages read side by side: their states, at about the cost of the fused forward.

Passages are read from zero state, the start token first, as `model/trace.py` reads one; side by side, a step is one
matrix product for all that are not over yet. Values agree with a trace to float32's rounding.
"""

from collections.abc import Iterator, Sequence

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from model.checkpoint import LoadedModel
from model.recurrence import Weights
from model.similar.corpus import Floats
from model.similar.passages import Ids
from model.stepwise import STEPS, State

SIDE_BY_SIDE = 64
# Moments of a chunk, about. Within it passages go by length: those read side by side end at about the same step.
CHUNK = 32_768

# {signal: [L, moments, U]}
States = dict[str, Floats]


def start_states(model: LoadedModel, signals: Sequence[str]) -> States:
    """The states at the start token, {signal: [L, 1, U]}, the same before every text; zeros where there is none."""
    if not model.tokenizer.opening:
        zeros = np.zeros((model.layers, 1, model.units), dtype=np.float32)
        return dict.fromkeys(signals, zeros)
    return _read_side_by_side(model, [np.array([], dtype=np.int32)], signals)[0]


def read_states(model: LoadedModel, ids: Sequence[Ids], signals: Sequence[str]) -> Iterator[States]:
    """The states of passages, given as token ids without the start token: chunk by chunk, in their order."""
    opening = len(model.tokenizer.opening)
    for chunk in chunks(ids):
        found: list[States] = [{} for _ in chunk]
        for batch in batches(chunk):
            read = _read_side_by_side(model, [chunk[number] for number in batch], signals)
            for number, states in zip(batch, read, strict=True):
                found[number] = {name: values[:, opening:] for name, values in states.items()}
        yield {name: np.concatenate([states[name] for states in found], axis=1) for name in signals}


def chunks(ids: Sequence[Ids]) -> Iterator[list[Ids]]:
    """Passages that follow each other, of CHUNK moments or a little more; the last ones as they are."""
    chunk: list[Ids] = []
    moments = 0
    for passage in ids:
        chunk.append(passage)
        moments += len(passage)
        if moments >= CHUNK:
            yield chunk
            chunk, moments = [], 0
    if chunk:
        yield chunk


def batches(ids: list[Ids]) -> Iterator[list[int]]:
    """Passages by number, by falling length, side by side: none less than half as long as the longest beside it."""
    batch: list[int] = []
    for number in sorted(range(len(ids)), key=lambda number: -len(ids[number])):
        if batch and (len(batch) == SIDE_BY_SIDE or 2 * len(ids[number]) < len(ids[batch[0]])):
            yield batch
            batch = []
        batch.append(number)
    yield batch


@torch.inference_mode()
def _read_side_by_side(model: LoadedModel, passages: list[Ids], signals: Sequence[str]) -> list[States]:
    """Passages by falling length -> {signal: [L, moments, U]} of each, a start token's moment first."""
    ids = [torch.tensor([*model.tokenizer.opening, *each]) for each in passages]
    reading = [sum(len(each) > step for each in ids) for step in range(len(ids[0]))]
    inputs, layers = model.network.embedding(pad_sequence(ids)), []  # (T, B, E)
    for layer in range(model.layers):
        layers.append(_read_layer(model, layer, inputs, reading, {*signals, "hidden"}))
        inputs = layers[-1]["hidden"]
    stacked = {name: torch.stack([kept[name] for kept in layers]).numpy() for name in signals}  # (L, T, B, U)
    return [
        {name: values[:, : len(each), number] for name, values in stacked.items()} for number, each in enumerate(ids)
    ]


def _read_layer(
    model: LoadedModel, layer: int, inputs: Tensor, reading: list[int], signals: set[str]
) -> dict[str, Tensor]:
    """inputs [T, B, E]; `reading` [T]: how many passages, the first ones, are not over. Returns {name: [T, B, U]}."""
    weights = Weights.of(model.network.recurrent, layer)
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
