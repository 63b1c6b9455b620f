"""What the network expects next, and how surprised it is by what comes."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.trace import Trace


@dataclass(frozen=True)
class Predictions:
    """Guesses and surprise along a trace of T steps.

    `ids` [T, k] int64 and `probabilities` [T, k] float32 (0..1): the k best guesses for the token *after* each step,
    best first. `surprisal` [T] float32, in bits: −log2 p of the token *at* each step given those before; nan at
    step 0, which nothing precedes. `perplexity`: exp of the mean −ln p of the T − 1 scored tokens, nan where T = 1.
    """

    ids: Tensor
    probabilities: Tensor
    surprisal: Tensor
    perplexity: float


def predict(model: LoadedModel, trace: Trace, top_k: int) -> Predictions:
    """The `top_k` (0..V) best guesses after each step, and the surprisal of each token. See Predictions.

    Raises NoPredictionsError.
    """
    model.check_predicts()
    with torch.no_grad():
        log_p = log_probabilities(model, trace.signals["hidden"][-1])
        best = log_p.topk(top_k, dim=1)
        surprise = surprisals(log_p, trace.ids)
    bits = torch.cat([torch.full((1,), math.nan), surprise])
    perplexity = float(torch.exp2(surprise.double().mean()))
    return Predictions(best.indices, best.values.exp(), bits, perplexity)


def log_probabilities(model: LoadedModel, hidden: Tensor) -> Tensor:
    """hidden [T, U] of the last layer -> ln p of every token as the next one [T, V]."""
    logits = model.network.logits(hidden)
    normaliser: Tensor = logits.logsumexp(dim=1, keepdim=True)
    return logits - normaliser


def surprisals(log_p: Tensor, ids: Tensor) -> Tensor:
    """−log2 p of tokens 1 … T−1 [T−1], from ln p after each step [T, V] and the ids [T]."""
    chosen = log_p[:-1].gather(1, ids[1:, None])[:, 0]
    return -chosen / math.log(2)
