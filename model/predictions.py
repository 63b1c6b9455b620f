"""What the network expects next, and how surprised it is by what comes."""

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.trace import BLOCK, Trace, shared_steps


@dataclass(frozen=True)
class Predictions:
    """Guesses and surprise along a trace of T steps.

    `ids` [T, k] int64 and `probabilities` [T, k] float32 (0..1): the k best guesses for the token *after* each step,
    best first. `surprisal` [T] float32, in bits: −log2 p of the token *at* each step given those before; nan at
    step 0, which nothing precedes.
    `turns` [T // BLOCK, V]: ln p of every token after the last step of each whole block, for a text that goes on there.
    """

    ids: Tensor
    probabilities: Tensor
    surprisal: Tensor
    turns: Tensor

    @property
    def perplexity(self) -> float:
        """exp of the mean −ln p of the T − 1 scored tokens; nan where T = 1."""
        return float(torch.exp2(self.surprisal[1:].double().mean()))


def predict(
    model: LoadedModel, trace: Trace, top_k: int, known: tuple[Trace, Predictions] | None = None
) -> Predictions:
    """The `top_k` (0..V) best guesses after each step, and the surprisal of each token. See Predictions.

    Goes by the blocks of `model/trace.py`. `known`: what `trace_tokens` was given, with the predictions along it for
    the same `top_k`; those of the whole blocks that both share are taken from it, without any bit changed.
    Raises NoPredictionsError.
    """
    model.check_predicts()
    same = 0 if known is None else shared_steps(known[0].tokens, trace.tokens)
    parts = [_beginning(known[1], same)] if known is not None and same else []
    hidden, ids = trace.signals["hidden"][-1], trace.ids
    for start in range(same, len(ids), BLOCK):
        block = slice(start, start + BLOCK)
        parts.append(_predict_block(model, hidden[block].clone(), ids[block], top_k, parts[-1] if parts else None))
    return Predictions(
        torch.cat([part.ids for part in parts]),
        torch.cat([part.probabilities for part in parts]),
        torch.cat([part.surprisal for part in parts]),
        torch.cat([part.turns for part in parts]),
    )


@torch.no_grad()
def _predict_block(
    model: LoadedModel, hidden: Tensor, ids: Tensor, top_k: int, before: Predictions | None
) -> Predictions:
    """The predictions along one block, after those before it: hidden [n, U] and ids [n] of its steps."""
    log_p = log_probabilities(model, hidden)
    best = log_p.topk(top_k, dim=1)
    first = torch.full((1,), math.nan) if before is None else before.turns[-1, ids[:1]]
    surprisal = torch.cat([first, log_p[:-1].gather(1, ids[1:, None])[:, 0]]) / -math.log(2)
    turns = log_p[BLOCK - 1 :].clone()  # one row, or none where the block is not whole
    return Predictions(best.indices, best.values.exp(), surprisal, turns)


def _beginning(known: Predictions, steps: int) -> Predictions:
    """The predictions along the first steps, which are whole blocks."""
    turns = known.turns[: steps // BLOCK]
    return Predictions(known.ids[:steps], known.probabilities[:steps], known.surprisal[:steps], turns)


def log_probabilities(model: LoadedModel, hidden: Tensor) -> Tensor:
    """hidden [T, U] of the last layer -> ln p of every token as the next one [T, V]."""
    logits = model.network.logits(hidden)
    normaliser: Tensor = logits.logsumexp(dim=1, keepdim=True)
    return logits - normaliser
