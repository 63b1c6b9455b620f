"""Effective memory: the same tokens for every n and every model, each read from zero state behind n tokens."""

from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from model.checkpoint import LoadedModel, load_model
from model.errors import InputError
from model.tokenizer import START_ID
from model.training import memory
from model.training.data import Stream
from model.training.loop import start_run, train_step
from model.training.memory import effective_memory, sample_windows
from model.training.recipe import Recipe


def books() -> list[Stream]:
    """Three books of random tokens with paragraphs; the last is too short to sample from."""
    random = np.random.default_rng(1)
    made = [random.integers(1, 300, size=size).astype(np.uint16) for size in (100, 60, 9)]
    for book in made:
        book[::12] = START_ID
    return made


def test_every_sample_is_a_piece_of_one_book_and_all_are_there_to_be_drawn() -> None:
    windows = sample_windows(books(), samples=1000, longest=16)
    pieces = {(*book.tolist(), START_ID)[end - 16 : end + 1] for book in books() for end in range(16, len(book) + 1)}
    assert {tuple(row) for row in windows.tolist()} == pieces
    assert len(windows) == len(pieces) == (100 + 60) - 2 * 15


def test_samples_are_different_tokens_and_the_seed_decides_them() -> None:
    one, same, other = (sample_windows(books(), samples=40, longest=16, seed=seed) for seed in (1, 1, 2))
    assert one.shape == (40, 17)
    assert len({tuple(row) for row in one.tolist()}) == 40
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


def test_books_that_are_too_short_are_refused() -> None:
    with pytest.raises(InputError, match="No book has a token with 16 tokens before it"):
        sample_windows(books()[2:], longest=16)


def slow_loss(model: LoadedModel, window: NDArray[np.int64], length: int) -> float:
    """−ln p of the last token after `<s>` and the `length` tokens before it."""
    read = torch.tensor([[START_ID, *window[-1 - length : -1].tolist()]])
    with torch.inference_mode():
        hidden, _ = model.network(read)
        return -float(model.network.logits(hidden)[0, -1].log_softmax(0)[window[-1]])


@pytest.mark.parametrize("name", ["tiny-lstm", "tiny-rnn"])
def test_losses_are_those_of_reading_each_sample_alone(
    name: str, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = load_model(name, tiny_folder)
    monkeypatch.setattr(memory, "ROWS", 7)
    windows = sample_windows(books(), samples=30, longest=16) % model.tokenizer.size
    lengths = (1, 2, 5, 16)
    read: list[int] = []
    found = effective_memory(model.network, windows, lengths, read.append)
    for place, length in enumerate(lengths):
        losses = np.array([slow_loss(model, window, length) for window in windows])
        assert found["nats"][place] == pytest.approx(losses.mean(), abs=1e-4)
        assert found["standard_error"][place] == pytest.approx(losses.std(ddof=1) / 30**0.5, abs=1e-4)
    assert (found["samples"], found["tokens_before"]) == (30, [1, 2, 5, 16])
    assert sum(read) == 30 * sum(length + 1 for length in lengths)


def test_a_network_that_has_learned_to_count_to_two_needs_two_tokens() -> None:
    """1 1 2 2 1 1 2 2 …: after one token the next is a coin's throw (ln 2 = 0.69 nats), after two it is known."""
    random = np.random.default_rng(2)
    pattern = np.tile([1, 1, 2, 2], 100)
    paragraphs = [[START_ID, *pattern[first : first + 24].tolist()] for first in random.integers(4, size=80)]
    recipe = Recipe("lstm", vocabulary=4, units=8, streams=8, window=25, tokens=30_000, warmup=5, rate=0.03)
    run = start_run(recipe, np.concatenate(paragraphs).astype(np.uint16))
    while run.step < recipe.steps:
        train_step(run)
    windows = sample_windows([np.array([START_ID, *pattern], dtype=np.uint16)], samples=200, longest=8)
    windows = windows[windows[:, -1] != START_ID]
    one, two, *_, eight = effective_memory(run.network.eval(), windows, (1, 2, 4, 8))["nats"]
    assert one > 0.6
    assert two < 0.3
    assert eight < 0.3
