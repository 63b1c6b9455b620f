"""Effective memory: how much of the text before a token helps to predict it (after Khandelwal et al. 2018).

The same sampled tokens are predicted again and again from zero state, after `<s>` and the n tokens before them.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from model.errors import InputError
from model.network import LanguageModel
from model.tokenizer import START_ID
from model.training.data import Stream

LENGTHS = (1, 2, 4, 8, 16, 32, 64, 128, 256)
SAMPLES = 20_000
SEED = 1

# Rows read at once: few enough that a step's gates stay in the processor's cache (measured: a third faster than 500).
ROWS = 125


def sample_windows(
    streams: list[Stream], samples: int = SAMPLES, longest: int = LENGTHS[-1], seed: int = SEED
) -> NDArray[np.int64]:
    """Tokens drawn without replacement, each behind the `longest` tokens before it in its book [samples, longest + 1].

    The first `longest` tokens of a book are never drawn, so that every token can be read after every n. Where there are
    fewer tokens than `samples`, all of them are given. Raises InputError where there are none.
    """
    windows = np.concatenate([_windows(stream, longest) for stream in streams])
    if not len(windows):
        raise InputError(f"No book has a token with {longest} tokens before it. Give longer books.", field="corpus")
    random = np.random.default_rng(seed)
    drawn = random.choice(len(windows), size=min(samples, len(windows)), replace=False)
    return np.asarray(windows[np.sort(drawn)], dtype=np.int64)


def effective_memory(
    network: LanguageModel,
    windows: NDArray[np.int64],
    lengths: tuple[int, ...] = LENGTHS,
    advance: Callable[[int], None] = lambda _: None,
) -> dict[str, Any]:
    """Mean loss of each window's last token after n tokens, for each n of `lengths`, in nats, with standard errors.

    `advance` is told how many tokens were read since the last time.
    """
    rows = torch.from_numpy(windows)
    means, errors = [], []
    for length in lengths:
        losses = torch.cat([_losses(network, part, length, advance) for part in torch.split(rows, ROWS)]).double()
        means.append(round(float(losses.mean()), 4))
        errors.append(round(float(losses.std()) / len(losses) ** 0.5, 4))
    return {"samples": len(rows), "seed": SEED, "tokens_before": list(lengths), "nats": means, "standard_error": errors}


def _windows(stream: Stream, longest: int) -> NDArray[np.uint16]:
    """Every token of a book with at least `longest` before it, behind these [n, longest + 1]; views, not copies."""
    whole = np.append(stream, stream[:1])  # the end of the last paragraph is predicted, as in `token_losses`
    if len(whole) <= longest:
        return np.empty((0, longest + 1), dtype=np.uint16)
    return np.lib.stride_tricks.sliding_window_view(whole, longest + 1)


def _losses(network: LanguageModel, windows: Tensor, length: int, advance: Callable[[int], None]) -> Tensor:
    """−ln p of the last token of each window [R], read from zero state as `<s>` and the `length` tokens before it."""
    start = torch.full((len(windows), 1), START_ID)
    read = torch.cat([start, windows[:, -1 - length : -1]], dim=1)  # (R, length + 1)
    with torch.inference_mode():
        hidden, _ = network(read)
        losses = functional.cross_entropy(network.logits(hidden[:, -1]), windows[:, -1], reduction="none")
    advance(read.numel())
    return losses
