"""The n-gram against a slow implementation by the book, probabilities that sum to 1, discounts worked out by hand."""

from collections import Counter

import numpy as np
import pytest

from model.training.data import Stream
from model.training.ngram import FALLBACK, KneserNey, estimate_discounts

VOCABULARY = 12
PAD = VOCABULARY


def books(seed: int, count: int = 3, length: int = 160) -> list[Stream]:
    """Random books in which some tokens follow others more often, with paragraphs of about ten tokens."""
    random = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        steps = random.choice([1, 1, 1, 2, 5], size=length)
        tokens = 1 + np.cumsum(steps) % (VOCABULARY - 2)  # the last entry of the vocabulary never occurs
        tokens[random.random(length) < 0.1] = 0
        tokens[0] = 0
        made.append(tokens.astype(np.uint16))
    return made


class Slow:
    """Chen & Goodman 1999 word for word, with dictionaries of tuples."""

    def __init__(self, streams: list[Stream], vocabulary: int, order: int) -> None:
        self.vocabulary = vocabulary
        grams: list[Counter[tuple[int, ...]]] = [Counter() for _ in range(order + 1)]
        for stream in streams:
            padded = [PAD] * (order - 1) + [int(token) for token in stream] + [0]
            for place in range(order, len(padded)):
                grams[order][tuple(padded[place - order + 1 : place + 1])] += 1
        for n in range(order - 1, 0, -1):
            grams[n] = Counter(gram[1:] for gram in grams[n + 1])
        self.grams = grams
        self.discounts = [(0.0, 0.0, 0.0)] + [self.discount(counts) for counts in grams[1:]]

    @staticmethod
    def discount(counts: Counter[tuple[int, ...]]) -> tuple[float, float, float]:
        n1, n2, n3, n4 = (sum(1 for count in counts.values() if count == k) for k in (1, 2, 3, 4))
        y = n1 / (n1 + 2 * n2) if n1 else 0
        if not n1 * n2 * n3 * n4:
            return FALLBACK
        found = (1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3)
        return found if 0 <= found[0] <= 1 and 0 <= found[1] <= 2 and 0 <= found[2] <= 3 else FALLBACK

    def probability(self, history: tuple[int, ...], token: int) -> float:
        n = len(history) + 1
        shorter = self.probability(history[1:], token) if history else 1 / self.vocabulary
        following = {gram[-1]: count for gram, count in self.grams[n].items() if gram[:-1] == history}
        total = sum(following.values())
        if not total:
            return shorter
        taken = [self.discounts[n][min(count, 3) - 1] for count in following.values()]
        count = following.get(token, 0)
        kept = max(count - self.discounts[n][min(count, 3) - 1], 0.0) if count else 0.0
        return kept / total + sum(taken) / total * shorter


@pytest.mark.parametrize("order", [1, 2, 3, 5])
def test_agrees_with_a_slow_implementation_on_unseen_books(order: int) -> None:
    training, test = books(seed=1), books(seed=2, count=1, length=60)[0]
    fast, slow = KneserNey(training, VOCABULARY, order), Slow(training, VOCABULARY, order)
    padded = [PAD] * (order - 1) + [int(token) for token in test] + [0]
    expected = [
        -np.log(slow.probability(tuple(padded[place - order + 1 : place]), padded[place]))
        for place in range(order, len(padded))
    ]
    assert len(expected) == len(test)
    np.testing.assert_allclose(fast.losses(test), expected, rtol=1e-12)


@pytest.mark.parametrize("order", [2, 5])
def test_probabilities_sum_to_one_after_seen_and_unseen_histories(order: int) -> None:
    model = KneserNey(books(seed=3), VOCABULARY, order)
    seen = [int(token) for token in books(seed=3)[0][20:24]]
    never = [VOCABULARY - 1] * 4
    for history in ([0], seen, seen[2:], never, [*never[:2], *seen[:2]]):
        distribution = model.distribution(history)
        assert distribution.shape == (VOCABULARY,)
        assert (distribution > 0).all()
        assert distribution.sum() == pytest.approx(1, abs=1e-12)


def test_an_unseen_history_gives_way_to_the_shorter_one() -> None:
    model = KneserNey(books(seed=4), VOCABULARY, 3)
    never = VOCABULARY - 1
    seen = int(books(seed=4)[0][30])
    np.testing.assert_array_equal(model.distribution([never, seen]), model.distribution([5, never, seen]))
    assert not np.allclose(model.distribution([never, seen]), model.distribution([never, never]))


def test_a_token_never_seen_gets_only_what_the_lowest_order_leaves() -> None:
    tokens = books(seed=5)
    model = KneserNey(tokens, VOCABULARY, 1)
    counts = np.bincount(np.concatenate([[*book[1:], 0] for book in tokens]), minlength=VOCABULARY)
    taken = np.array((0.0, *estimate_discounts(counts)))[np.minimum(counts, 3)].sum()
    assert model.distribution([0])[VOCABULARY - 1] == pytest.approx(taken / counts.sum() / VOCABULARY)


def test_lower_orders_count_different_predecessors_not_occurrences() -> None:
    """After Kneser & Ney: "Francisco" is frequent but follows one word alone, so it is unlikely in a new context."""
    san, francisco, other = 1, 2, 3
    often = [san, francisco] * 8
    varied = [token for before in (4, 5, 6, 7) for token in (before, other)]
    stream = np.array([0, *often, *varied], dtype=np.uint16)
    after_unseen = KneserNey([stream], VOCABULARY, 2).distribution([VOCABULARY - 1])
    assert after_unseen[other] > after_unseen[francisco]


def test_context_does_not_cross_the_start_of_a_book() -> None:
    first, second = books(seed=6, count=2)
    both = KneserNey([first, second], VOCABULARY, 5)
    other_way = KneserNey([second, first], VOCABULARY, 5)
    np.testing.assert_array_equal(both.losses(first), other_way.losses(first))
    assert both.losses(first)[0] == -np.log(both.distribution([0])[first[1]])


def test_the_end_of_the_last_paragraph_is_predicted() -> None:
    book = books(seed=7, count=1)[0]
    model = KneserNey([book], VOCABULARY, 5)
    history = [int(token) for token in book[-4:]]
    assert model.losses(book)[-1] == -np.log(model.distribution(history)[0])


def test_discounts_worked_out_by_hand() -> None:
    """n1 = 4, n2 = 2, n3 = n4 = 1, so Y = 4 ÷ (4 + 2·2) = ½.

    D1 = 1 − 2·½·2/4 = ½; D2 = 2 − 3·½·1/2 = 1¼; D3+ = 3 − 4·½·1/1 = 1.
    """
    counts = np.array([1, 1, 1, 1, 2, 2, 3, 4, 9, 0])
    assert estimate_discounts(counts) == (0.5, 1.25, 1.0)


def test_discounts_of_a_text_too_small_to_estimate_them() -> None:
    assert estimate_discounts(np.array([1, 1, 2])) == FALLBACK
    assert estimate_discounts(np.array([1, 2, 3, 4, 4, 4])) == FALLBACK  # the estimate of D3+ lies under 0


def test_longer_histories_help_where_the_text_depends_on_them() -> None:
    random = np.random.default_rng(8)
    tokens = [0, 1, 2]
    while len(tokens) < 3000:  # each token is given by the two before it, with one exception in ten
        tokens.append(int(random.integers(1, 11)) if random.random() < 0.1 else (tokens[-1] + 2 * tokens[-2]) % 10 + 1)
    training, test = np.array(tokens[:2500], dtype=np.uint16), np.array([0, *tokens[2500:]], dtype=np.uint16)
    losses = [float(KneserNey([training], VOCABULARY, order).losses(test).mean()) for order in (2, 3)]
    assert losses[1] < losses[0] - 0.3
