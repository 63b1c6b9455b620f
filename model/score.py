"""How probable texts are: each alone, from zero state after the start token, with no end token added.

Where there is no start token nothing comes before the first token, and it is not scored."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.utils.rnn import pad_sequence

from model.checkpoint import LoadedModel

# Steps times texts read at once: their logits, 2,048 × 8,192 float32, are 67 MB.
MOST_AT_ONCE = 2048


@dataclass(frozen=True)
class Score:
    """How many `tokens` were scored, the sum of their ln p, and −log2 p of each, in bits."""

    tokens: int
    log_probability: float
    surprisal: tuple[float, ...]


def score_texts(model: LoadedModel, texts: list[str]) -> list[Score]:
    """Score texts, batched by length so that little is padded. A blank text scores what its spaces do.

    Raises NoPredictionsError, and InputError for a text that the model cannot read.
    """
    model.check_predicts()
    opening = model.tokenizer.opening
    encoded = [[*opening, *ids] for ids in model.tokenizer.encode_many(texts)]
    order = sorted(range(len(texts)), key=lambda index: len(encoded[index]))
    scores: dict[int, Score] = {}
    for group in _groups(order, encoded):
        for index, log_p in zip(group, _log_p(model, [encoded[index] for index in group]), strict=True):
            bits = -log_p.double() / math.log(2)
            scores[index] = Score(len(log_p), float(log_p.double().sum()), tuple(bits.tolist()))
    return [scores[index] for index in range(len(texts))]


def _groups(order: list[int], encoded: list[list[int]]) -> list[list[int]]:
    """Runs of texts of similar length, each of at most MOST_AT_ONCE steps in all, or one long text."""
    groups: list[list[int]] = []
    for index in order:
        length = len(encoded[index])
        if groups and (len(groups[-1]) + 1) * length <= MOST_AT_ONCE:
            groups[-1].append(index)
        else:
            groups.append([index])
    return groups


def _log_p(model: LoadedModel, texts: list[list[int]]) -> list[Tensor]:
    """ln p of all tokens of each text but the first [n − 1] float32. Padding lies behind it and cannot reach back."""
    rows = pad_sequence([torch.tensor(ids) for ids in texts], batch_first=True)
    if rows.shape[1] < 2:
        return [torch.zeros(0)] * len(texts)
    with torch.no_grad():
        hidden, _ = model.network(rows[:, :-1])
        logits = model.network.logits(hidden)
        losses = functional.cross_entropy(logits.transpose(1, 2), rows[:, 1:], reduction="none")
    return [-row[: len(ids) - 1] for row, ids in zip(losses, texts, strict=True)]
