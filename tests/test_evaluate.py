"""Losses on books against a reading step by step; their units; and intervals by paragraph; the command."""

import itertools
import math
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from model.checkpoint import LoadedModel, load_model
from model.evaluate import main
from model.tokenizer import START_ID, TextTokenizer
from model.training import evaluate
from model.training.books import Book
from model.training.bootstrap import difference, paragraph_of_tokens
from model.training.data import Stream, encode_book
from model.training.evaluate import HeldOut, stream_loss, token_losses

BOOKS = [
    Book("one", ("The queen was tired, but the king said that he would wait.", "“Don’t go,” said the girl.")),
    Book("two", ("The keys to the cabinet were on the table.", "She woke.", "Café — été")),
]


def slow_losses(model: LoadedModel, stream: Stream) -> list[float]:
    """Read one token at a time."""
    ids = [*stream.tolist(), START_ID]
    state, losses = None, []
    with torch.inference_mode():
        for read, wanted in itertools.pairwise(ids):
            hidden, state = model.network(torch.tensor([[read]]), state)
            losses.append(-float(model.network.logits(hidden)[0, 0].log_softmax(0)[wanted]))
    return losses


@pytest.mark.parametrize("name", ["tiny-lstm", "tiny-rnn", "tiny-gru"])
def test_losses_are_those_of_reading_step_by_step(
    name: str, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = load_model(name, tiny_folder)
    stream = encode_book(BOOKS[0], model.tokenizer)
    expected = slow_losses(model, stream)
    assert len(expected) == len(stream)
    np.testing.assert_allclose(token_losses(model.network, stream), expected, rtol=1e-5)
    monkeypatch.setattr(evaluate, "STEPS", 7)
    monkeypatch.setattr(evaluate, "ROWS", 3)
    np.testing.assert_allclose(token_losses(model.network, stream), expected, rtol=1e-5)


def test_state_is_carried_from_paragraph_to_paragraph_and_not_from_book_to_book(tiny: LoadedModel) -> None:
    one, two = (encode_book(book, tiny.tokenizer) for book in BOOKS)
    second = int(np.flatnonzero(one == START_ID)[1])
    alone = token_losses(tiny.network, one[second:])
    assert not torch.allclose(token_losses(tiny.network, one)[second:], alone)
    together = torch.cat([token_losses(tiny.network, one), token_losses(tiny.network, two)]).double().mean()
    assert stream_loss(tiny.network, [one, two]) == pytest.approx(float(together))
    assert stream_loss(tiny.network, [np.concatenate([one, two])]) != pytest.approx(float(together), abs=1e-9)


def test_the_end_of_each_paragraph_is_predicted(tiny: LoadedModel) -> None:
    stream = encode_book(BOOKS[0], tiny.tokenizer)
    text = [START_ID, *tiny.tokenizer.encode_ids(BOOKS[0].paragraphs[0])]
    with torch.inference_mode():
        hidden, _ = tiny.network(torch.tensor([text]))
        end = -tiny.network.logits(hidden)[0, -1].log_softmax(0)[START_ID]
    assert float(token_losses(tiny.network, stream)[len(text) - 1]) == pytest.approx(float(end), rel=1e-5)


def test_sizes_are_counted_on_folded_text(tiny_tokenizer: TextTokenizer) -> None:
    held_out = HeldOut.read(BOOKS, tiny_tokenizer)
    first, second = "The queen was tired, but the king said that he would wait.", '"Don\'t go," said the girl.'
    assert held_out.words == 12 + 5 + 9 + 2 + 3
    others = len("The keys to the cabinet were on the table.") + len("She woke.") + len("Café — été".encode())
    assert held_out.bytes == len(first) + len(second) + others + 5
    pieces = [len(tiny_tokenizer.encode_ids(text)) for book in BOOKS for text in book.paragraphs]
    assert held_out.tokens == sum(pieces) + 5
    assert held_out.paragraphs == 5
    assert held_out.size()["books"] == 2


def test_typographic_and_plain_quotes_measure_the_same(tiny_tokenizer: TextTokenizer) -> None:
    plain = HeldOut.read([Book("a", ('"Don\'t go," said the girl.',))], tiny_tokenizer)
    typographic = HeldOut.read([Book("a", ("“Don’t go,” said the girl.",))], tiny_tokenizer)
    assert plain.size() == typographic.size()


def test_one_loss_in_every_unit() -> None:
    streams = [np.zeros(500, dtype=np.uint16), np.zeros(300, dtype=np.uint16)]
    found = HeldOut(streams, words=640, bytes=3200).summary(3200 * math.log(2))
    assert found == {
        "nats": round(3200 * math.log(2), 1),
        "nats_per_token": round(4 * math.log(2), 4),
        "nats_per_word": round(5 * math.log(2), 4),
        "bits_per_byte": 1.0,
    }


def test_the_token_that_ends_a_paragraph_belongs_to_it() -> None:
    streams = [np.array([0, 5, 6, 0, 7], dtype=np.uint16), np.array([0, 8], dtype=np.uint16)]
    # predicted: 5 6 <s> | 7 <s> || 8 <s>
    assert paragraph_of_tokens(streams).tolist() == [0, 0, 0, 1, 1, 2, 2]


def noise(seed: int, paragraphs: int = 400) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Losses that paragraphs share in part, and the paragraphs of their tokens."""
    random = np.random.default_rng(seed)
    lengths = random.integers(5, 40, size=paragraphs)
    numbers = np.repeat(np.arange(paragraphs), lengths)
    return random.normal(size=paragraphs)[numbers] + random.normal(size=len(numbers)), numbers


def test_a_difference_is_the_mean_over_tokens_within_its_interval() -> None:
    losses, numbers = noise(1)
    found = difference(losses + 0.5, np.zeros_like(losses), numbers)
    assert found["nats_per_token"] == pytest.approx(float(losses.mean()) + 0.5, abs=1e-4)
    assert found["low"] < found["nats_per_token"] < found["high"]


def test_the_interval_is_as_wide_as_paragraphs_differ() -> None:
    """Cluster-robust standard error of a ratio of sums, times 1.96 on either side."""
    losses, numbers = noise(2)
    found = difference(losses, np.zeros_like(losses), numbers)
    sizes = np.bincount(numbers)
    residuals = np.bincount(numbers, weights=losses - losses.mean())
    error = float(np.sqrt((residuals**2).sum()) / sizes.sum())
    assert found["high"] - found["low"] == pytest.approx(2 * 1.96 * error, rel=0.08)
    naive = float(losses.std() / len(losses) ** 0.5)
    assert error > 2 * naive


def test_the_interval_covers_the_truth_nineteen_times_in_twenty() -> None:
    covered = 0
    for seed in range(100):
        losses, numbers = noise(10 + seed, paragraphs=120)
        found = difference(losses, np.zeros_like(losses), numbers, resamples=300)
        covered += found["low"] <= 0 <= found["high"]
    assert 88 <= covered <= 99


def test_a_difference_turned_round_changes_its_sign() -> None:
    losses, numbers = noise(3)
    others = np.roll(losses, 7)
    one, other = difference(losses, others, numbers), difference(others, losses, numbers)
    assert (other["nats_per_token"], other["low"], other["high"]) == pytest.approx(
        (-one["nats_per_token"], -one["high"], -one["low"])
    )
    assert one == difference(losses, others, numbers)


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "give the names of models and --corpus, or --table"),
        (["english-lstm"], "give the names of models and --corpus, or --table"),
        (["english-lstm", "english-rnn", "--corpus", "x", "--runs", "one"], "2 names need as many --runs, not 1"),
    ],
)
def test_a_command_that_makes_no_sense_says_why(
    arguments: list[str], complaint: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert complaint in capsys.readouterr().err
