"""Books to streams to windows: nothing is lost, and nothing read twice but what goes back to its paragraph's start."""

import io

import numpy as np
import pytest
import torch

from model.tokenizer import START_ID, TextTokenizer
from model.training.books import Book
from model.training.data import Stream, Windows, encode_book, encode_books


def stream(tokens: int = 1000, paragraph: int = 20) -> Stream:
    """A stream in which every token but the start of each paragraph tells its own place."""
    places = np.arange(tokens, dtype=np.uint16) + 1
    places[::paragraph] = START_ID
    return places


def test_each_paragraph_begins_with_the_start_token(tiny_tokenizer: TextTokenizer) -> None:
    books = [Book("one", ("The queen was tired.", "She woke.")), Book("two", ("“Don’t go,” said the girl.",))]
    first = encode_book(books[0], tiny_tokenizer)
    assert first.dtype == np.uint16
    expected = [START_ID, *tiny_tokenizer.encode_ids("The queen was tired.")]
    expected += [START_ID, *tiny_tokenizer.encode_ids("She woke.")]
    assert first.tolist() == expected
    both = encode_books(books, tiny_tokenizer)
    assert both.tolist() == [*first.tolist(), START_ID, *tiny_tokenizer.encode_ids('"Don\'t go," said the girl.')]


def test_without_going_back_every_token_is_predicted_once_a_pass() -> None:
    tokens = stream(1000, paragraph=20)
    windows = Windows(tokens, streams=5, length=10, reset=0, seed=1)  # each stream's part begins at a paragraph
    predicted = np.concatenate([windows.next().targets.numpy().ravel() for _ in range(20)])
    assert sorted(predicted.tolist()) == sorted(np.roll(tokens, -1).tolist())


def test_each_target_is_the_token_that_follows() -> None:
    tokens = stream(700, paragraph=13)
    windows = Windows(tokens, streams=4, length=9, reset=0.3, seed=2)
    for _ in range(50):
        batch = windows.next()
        assert batch.tokens.shape == batch.targets.shape == (4, 9)
        assert torch.equal(batch.tokens[:, 1:], batch.targets[:, :-1])
        for row, target in zip(batch.tokens.tolist(), batch.targets[:, -1].tolist(), strict=True):
            place = next(token - 1 - step for step, token in enumerate(row) if token != START_ID)
            assert target == tokens[(place + 9) % len(tokens)]


def test_streams_go_on_where_they_stopped_unless_they_are_fresh() -> None:
    tokens = stream(600, paragraph=25)
    windows = Windows(tokens, streams=6, length=8, reset=0.25, seed=3)
    windows.next()
    before = windows.places.copy()
    went_back = 0
    for _ in range(100):
        batch = windows.next()
        began = (windows.places - 8) % len(tokens)
        for stream_, fresh in enumerate(batch.fresh.tolist()):
            if fresh:
                went_back += 1
                assert began[stream_] == before[stream_] // 25 * 25  # the start of the paragraph it was in
                assert batch.tokens[stream_, 0] == START_ID
            else:
                assert began[stream_] == before[stream_]
        before = windows.places.copy()
    assert went_back > 100


def test_the_first_window_is_fresh_for_every_stream_and_starts_at_a_paragraph() -> None:
    batch = Windows(stream(997, paragraph=31), streams=7, length=5, reset=0, seed=4).next()
    assert batch.fresh.all()
    assert (batch.tokens[:, 0] == START_ID).all()


@pytest.mark.parametrize("reset", [0.0, 1 / 16, 0.5])
def test_streams_go_back_as_often_as_asked(reset: float) -> None:
    windows = Windows(stream(), streams=16, length=4, reset=reset, seed=5)
    windows.next()
    share = float(np.mean([windows.next().fresh.float().mean() for _ in range(1000)]))
    assert abs(share - reset) <= 4 * (reset * (1 - reset) / 16_000) ** 0.5


def test_the_walk_goes_on_at_the_beginning_after_the_end() -> None:
    tokens = stream(100, paragraph=10)
    windows = Windows(tokens, streams=1, length=30, reset=0, seed=6)
    for _ in range(3):
        windows.next()
    batch = windows.next()
    assert batch.tokens[0].tolist() == [*tokens[90:].tolist(), *tokens[:20].tolist()]


def test_the_seed_decides_the_windows() -> None:
    walks = [Windows(stream(), streams=3, length=7, reset=0.3, seed=seed) for seed in (7, 7, 8)]
    read = [[walk.next().fresh.tolist() for _ in range(40)] for walk in walks]
    assert read[0] == read[1] != read[2]


@pytest.mark.parametrize("steps", [0, 1, 17])
def test_a_restored_walk_gives_the_very_same_windows(steps: int) -> None:
    walk = Windows(stream(), streams=5, length=11, reset=0.2, seed=9)
    for _ in range(steps):
        walk.next()
    kept = io.BytesIO()
    torch.save(walk.state(), kept)  # as a run keeps it
    kept.seek(0)
    restored = Windows(stream(), streams=5, length=11, reset=0.2, seed=1)
    restored.restore(torch.load(kept, weights_only=True))
    for _ in range(30):
        one, other = walk.next(), restored.next()
        assert torch.equal(one.tokens, other.tokens)
        assert torch.equal(one.targets, other.targets)
        assert torch.equal(one.fresh, other.fresh)
