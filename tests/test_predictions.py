"""Guesses and surprise against a plain recomputation."""

import math

import pytest
import torch

from model import LoadedModel, predict, score_texts, trace_text
from model.score import MOST_AT_ONCE

TEXT = "The queen was tired, but the king said so."


def expected_log_p(model: LoadedModel, text: str) -> torch.Tensor:
    """ln p of every next token [T, V], straight from the module."""
    ids = torch.tensor([[0, *model.tokenizer.encode_ids(text)]])
    hidden, _ = model.network(ids)
    logits: torch.Tensor = model.network.logits(hidden)[0]
    return logits.log_softmax(dim=1)


def test_guesses_are_the_most_probable_tokens(tiny: LoadedModel) -> None:
    guessed = predict(tiny, trace_text(tiny, TEXT), top_k=5)
    best = expected_log_p(tiny, TEXT).exp().topk(5, dim=1)
    assert torch.equal(guessed.ids, best.indices)
    torch.testing.assert_close(guessed.probabilities, best.values)


def test_surprisal_is_in_bits_and_of_the_token_at_the_step(tiny: LoadedModel) -> None:
    trace = trace_text(tiny, TEXT)
    guessed = predict(tiny, trace, top_k=0)
    log_p = expected_log_p(tiny, TEXT)
    assert guessed.ids.shape == (len(trace.tokens), 0)
    assert math.isnan(guessed.surprisal[0])
    for step in range(1, len(trace.tokens)):
        bits = -float(log_p[step - 1, trace.tokens[step].id]) / math.log(2)
        assert float(guessed.surprisal[step]) == pytest.approx(bits, abs=1e-4)
    nats = float(guessed.surprisal[1:].mean()) * math.log(2)
    assert guessed.perplexity == pytest.approx(math.exp(nats), rel=1e-4)


def test_scores_are_the_sums_of_the_surprisals_of_a_trace(tiny: LoadedModel) -> None:
    texts = [TEXT, "a", "The keys to the cabinet " * 40, "", "b b"]
    scores = score_texts(tiny, texts)
    assert sum(len(tiny.tokenizer.encode_ids(text)) + 1 for text in texts) > 2 * len(texts)
    for text, score in zip(texts, scores, strict=True):
        if not text:
            assert (score.tokens, score.log_probability, score.surprisal) == (0, 0.0, ())
            continue
        bits = predict(tiny, trace_text(tiny, text), 0).surprisal[1:]
        assert score.tokens == len(bits)
        assert score.surprisal == pytest.approx(bits.tolist(), abs=1e-4)
        assert score.log_probability == pytest.approx(-float(bits.double().sum()) * math.log(2), abs=1e-3)


def test_texts_are_scored_alike_alone_and_among_many(tiny: LoadedModel) -> None:
    texts = [f"The queen was {word} tired." for word in ("a", "so", "very", "not")] * 40
    assert sum(len(tiny.tokenizer.encode_ids(text)) for text in texts) > MOST_AT_ONCE
    together = score_texts(tiny, texts)
    for text, score in list(zip(texts, together, strict=True))[:4]:
        assert score.log_probability == pytest.approx(score_texts(tiny, [text])[0].log_probability, abs=1e-4)
