"""How well a network predicts text: the loss over whole books, state carried from paragraph to paragraph."""

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from model.network import LanguageModel, State
from model.training.data import Stream

# Rows of logits made at once: 2,048 × 8,192 float32 are 67 MB.
SLICE = 2048


def token_losses(network: LanguageModel, stream: Stream) -> Tensor:
    """−ln p of every token of a book after its first `<s>` [N−1] float32, in nats, from a memory of zero.

    A last `<s>` is added, so that the end of the last paragraph is predicted as well: N losses in all.
    """
    device = network.bias.device
    ids = torch.from_numpy(np.append(stream, stream[0]).astype(np.int64)).to(device)
    losses: list[Tensor] = []
    state: State | None = None
    with torch.inference_mode():
        for first in range(0, len(ids) - 1, SLICE):
            part = ids[first : first + SLICE + 1]
            hidden, state = network(part[None, :-1], state)
            losses.append(functional.cross_entropy(network.logits(hidden[0]), part[1:], reduction="none"))
    return torch.cat(losses).cpu()


def stream_loss(network: LanguageModel, streams: list[Stream]) -> float:
    """Mean −ln p per token over several books, in nats."""
    losses = torch.cat([token_losses(network, stream) for stream in streams])
    return float(losses.double().mean())
