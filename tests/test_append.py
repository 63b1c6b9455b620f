"""A text read on from the beginning that it shares with another has the bits of a fresh reading."""

from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import API, serve
from torch import nn

from app.reading import Reading, ReadingCache, read_tokens
from model import Hold, Kind, LoadedModel, Predictions, Token, load_model, predict, trace_tokens
from model.trace import BLOCK, shared_steps

HOLD = Hold(0, (1,), "hidden", 0, None, 0.5)
lengths = st.integers(1, 3 * BLOCK + 5) | st.integers(1, 3).map(lambda blocks: blocks * BLOCK)


def as_bytes(reading: Reading) -> dict[str, bytes]:
    trace, found = reading.trace, reading.predictions
    assert found is not None
    logs = {} if trace.log_forget is None else {"log_forget": trace.log_forget}
    guesses = {"ids": found.ids, "probabilities": found.probabilities, "bits": found.surprisal, "turns": found.turns}
    arrays = {**trace.signals, **logs, **guesses, "perplexity": np.float64(found.perplexity)}
    return {name: np.asarray(values).tobytes() for name, values in arrays.items()}


def tokens_of(ids: list[int], text: str) -> list[Token]:
    return [Token(step, number, text, step, step + 1, None) for step, number in enumerate(ids)]


def assert_same_bits(model: LoadedModel, before: list[int], after: list[int]) -> None:
    known = read_tokens(model, tokens_of(before, "a"), ())
    tokens = tokens_of(after, "b")  # the same ids may have been typed in another way
    found = read_tokens(model, tokens, (), known)
    assert as_bytes(found) == as_bytes(read_tokens(model, tokens, ()))
    assert found.trace.tokens == tuple(tokens)


@given(
    kind=st.sampled_from(("lstm", "rnn", "gru")),
    shared=lengths,
    ends=st.tuples(st.integers(0, BLOCK), st.integers(0, 2 * BLOCK)),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=40, deadline=None)
def test_texts_with_one_beginning(
    kind: Kind, shared: int, ends: tuple[int, int], seed: int, tiny_models: dict[Kind, LoadedModel]
) -> None:
    model, random = tiny_models[kind], np.random.default_rng(seed)
    start, *tails = (random.integers(model.tokenizer.size, size=size).tolist() for size in (shared, *ends))
    assert_same_bits(model, *(start + tail for tail in tails))


@pytest.mark.parametrize("name", ["english-lstm", "english-rnn"])
@pytest.mark.parametrize("steps", [BLOCK, 2 * BLOCK + 7, 3 * BLOCK - 1])
def test_a_word_more_for_the_shipped_networks(name: str, steps: int) -> None:
    model = load_model(name)
    ids = np.random.default_rng(steps).integers(model.tokenizer.size, size=steps + 1).tolist()
    assert_same_bits(model, ids[:steps], ids)


def test_only_the_last_blocks_are_computed(tiny: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    run = nn.functional.embedding
    monkeypatch.setattr(nn.functional, "embedding", lambda ids, *rest: read.append(len(ids)) or run(ids, *rest))
    known = read_tokens(tiny, tokens_of([1] * (2 * BLOCK + 3), "a"), ())
    read.clear()
    read_tokens(tiny, tokens_of([1] * (2 * BLOCK + 4), "b"), (), known)
    assert read == [4]


def test_steps_are_shared_in_whole_blocks() -> None:
    one, other = (tokens_of([1] * (2 * BLOCK) + [end], "a") for end in (2, 3))
    assert shared_steps(one, other) == 2 * BLOCK
    assert shared_steps(one, one[: BLOCK + 1]) == BLOCK
    assert shared_steps(one, tokens_of([2], "a")) == 0


def test_the_cache_finds_the_latest_reading_with_the_same_first_block(tiny_models: dict[Kind, LoadedModel]) -> None:
    tiny, other = tiny_models["lstm"], tiny_models["gru"]
    cache = ReadingCache(1 << 24)
    ids = [1] * (3 * BLOCK)
    held = read_tokens(tiny, tokens_of(ids, "a"), (HOLD,))
    short, longer = (read_tokens(tiny, tokens_of(ids[:end], "a"), ()) for end in (BLOCK, 2 * BLOCK))
    for text, holds, reading in (("held", (HOLD,), held), ("short", (), short), ("longer", (), longer)):
        cache.keep(tiny, text, holds, reading)
    assert cache.like(tiny, tokens_of(ids, "b")) is longer
    assert cache.like(tiny, tokens_of([*ids[:BLOCK], 2], "b")) is longer
    assert cache.like(tiny, tokens_of([2, *ids], "b")) is None
    assert cache.like(tiny, tokens_of([2], "b")) is None
    assert cache.like(other, tokens_of(ids, "b")) is None


def test_held_texts_are_read_from_their_beginning(tiny: LoadedModel) -> None:
    tokens = tokens_of([1] * (BLOCK + 3), "a")
    plain, held = read_tokens(tiny, tokens, ()), read_tokens(tiny, tokens, (HOLD,))
    assert as_bytes(read_tokens(tiny, tokens, (HOLD,), plain)) == as_bytes(held)


def test_predictions_go_by_blocks(tiny: LoadedModel) -> None:
    trace = trace_tokens(tiny, tokens_of(list(range(2 * BLOCK + 1)), "a"))
    found: Predictions = predict(tiny, trace, 3)
    with torch.no_grad():
        log_p = tiny.network.logits(trace.signals["hidden"][-1]).log_softmax(dim=1)
    torch.testing.assert_close(found.turns, log_p[BLOCK - 1 :: BLOCK])
    torch.testing.assert_close(found.surprisal[1:], -log_p[:-1].gather(1, trace.ids[1:, None])[:, 0] / np.log(2))


def test_a_text_typed_on_answers_as_from_a_fresh_server(tiny_folder: Path) -> None:
    text, answers = "the queen " * BLOCK, []
    for before in ([], [text]):
        with serve(tiny_folder) as client:
            for each in (*before, f"{text} said"):
                answer = client.post(f"{API}/trace", json={"text": each, "decimals": 9}).json()
        answers.append(answer | {"elapsed": 0})
    assert len(answers[0]["tokens"]) > 2 * BLOCK
    assert answers[0] == answers[1]
