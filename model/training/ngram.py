"""An interpolated modified Kneser-Ney n-gram on the networks' own tokens: the yardstick that they have to beat.

Chen & Goodman 1999, section 3 and appendix: three discounts an order (D1, D2, D3+), estimated from counts of counts;
below the highest order a gram counts as often as different tokens stand before it; the lowest order is interpolated
with the uniform distribution. It does not know networks, and needs nothing compiled: a gram is a row of a sorted
table, named by its place there, and found by (place of its first n−1 tokens, last token) packed into one int64.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model.training.data import Stream

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

UNSEEN = -1

# Where an order has too few grams to estimate its discounts from (a tiny text): those of Heafield et al. 2013 (KenLM).
FALLBACK = (0.5, 1.0, 1.5)


@dataclass(frozen=True)
class Order:
    """All grams of n tokens: `keys` [G] sorted, `counts` [G]; by history of n−1 tokens [H]: `totals` of the counts, and
    `spare`, the share of probability that the discounts leave to shorter histories (1 where a history was never seen).
    """

    keys: Ints
    counts: Ints
    totals: Ints
    spare: Floats
    discounts: tuple[float, float, float]


class KneserNey:
    """The model: `orders[n − 1]` holds the grams of n tokens. Before a book stand n−1 pads, which no gram predicts."""

    def __init__(self, books: list[Stream], vocabulary: int, order: int = 5) -> None:
        """Count `books` (each begins with the start token, which is context only). About 2.3 GB for 14 M tokens."""
        self.vocabulary = vocabulary
        self.order = order
        self.orders: list[Order] = []
        self._count(books)

    def losses(self, book: Stream) -> Floats:
        """−ln p of every token of a book after its first `<s>` [N], the last paragraph's end included."""
        padded = self._padded(book)
        windows = np.lib.stride_tricks.sliding_window_view(padded, self.order)[1:]
        return -np.log(self.probabilities(windows))

    def probabilities(self, windows: Ints) -> Floats:
        """p(last | the order−1 tokens before it) of each row of windows [N, order]; the vocabulary's size is a pad."""
        chances = np.full(len(windows), 1 / self.vocabulary)
        for n, table in enumerate(self.orders, start=1):
            grams = windows[:, self.order - n :]
            history = self._find(grams[:, :-1])
            gram = np.where(history == UNSEEN, UNSEEN, self._look_up(n, history, grams[:, -1]))
            counts = np.where(gram == UNSEEN, 0, table.counts[gram])
            totals = np.where(history == UNSEEN, 0, table.totals[history])
            spare = np.where(history == UNSEEN, 1.0, table.spare[history])
            kept = _discounted(counts, table.discounts) / np.maximum(totals, 1)
            chances = kept + spare * chances
        return chances

    def distribution(self, history: list[int]) -> Floats:
        """p of every entry of the vocabulary [V] after a history of up to order−1 tokens that begins a book."""
        context = [self.vocabulary] * self.order + history
        last = np.arange(self.vocabulary)[:, None]
        before = np.tile(np.array(context[len(context) - self.order + 1 :], dtype=np.int64), (self.vocabulary, 1))
        return self.probabilities(np.concatenate([before, last], axis=1))

    def _count(self, books: list[Stream]) -> None:
        padded = [self._padded(book) for book in books]
        tokens = np.concatenate(padded)
        predicted = np.concatenate([np.arange(len(book)) >= self.order for book in padded])
        before = np.zeros(len(tokens), dtype=np.int64)  # the empty history has one name
        all_keys: list[Ints] = []
        places: list[Ints] = []
        for _ in range(self.order):
            keys, place = np.unique(self._pack(before, tokens), return_inverse=True)
            all_keys.append(keys)
            places.append(place)
            before = np.roll(place, 1)  # wraps from one book's end into the next one's pads, which predict nothing
        counts = np.bincount(places[-1][predicted], minlength=len(all_keys[-1]))
        for n in range(self.order, 0, -1):
            histories = 1 if n == 1 else len(all_keys[n - 2])
            self.orders.insert(0, _order(all_keys[n - 1], counts, all_keys[n - 1] // self._base, histories))
            if n > 1:
                counts = _continuations(places[n - 1], places[n - 2], counts, len(all_keys[n - 2]))

    @property
    def _base(self) -> int:
        """Numbers that a token can have, the pad included."""
        return self.vocabulary + 1

    def _padded(self, book: Stream) -> Ints:
        """The book between order−1 pads and the start token that ends its last paragraph."""
        pads = np.full(self.order - 1, self.vocabulary, dtype=np.int64)
        return np.concatenate([pads, book.astype(np.int64), book[:1].astype(np.int64)])

    def _pack(self, history: Ints, token: Ints) -> Ints:
        return history * self._base + token

    def _look_up(self, n: int, history: Ints, token: Ints) -> Ints:
        """Places of grams of n tokens, UNSEEN where there is none. A history that is UNSEEN itself gives any."""
        keys = self.orders[n - 1].keys
        wanted = self._pack(history, token)
        place = np.searchsorted(keys, wanted).clip(max=len(keys) - 1)
        return np.where(keys[place] == wanted, place, UNSEEN)

    def _find(self, grams: Ints) -> Ints:
        """Places of grams [N, n] in their order's table [N]; the empty gram is at 0."""
        place = np.zeros(len(grams), dtype=np.int64)
        for n in range(1, grams.shape[1] + 1):
            place = np.where(place == UNSEEN, UNSEEN, self._look_up(n, place, grams[:, n - 1]))
        return place


def estimate_discounts(counts: Ints) -> tuple[float, float, float]:
    """D1, D2, D3+ from the counts of an order's grams (Chen & Goodman 1999, eq. 26), within 0 … 1, 2, 3.

    Falls back on FALLBACK where the text has no gram that occurs once, twice, three or four times, or the estimate
    lies outside its bounds.
    """
    seen = np.bincount(np.minimum(counts, 5), minlength=6)
    n1, n2, n3, n4 = (int(seen[k]) for k in (1, 2, 3, 4))
    if min(n1, n2, n3, n4) == 0:
        return FALLBACK
    y = n1 / (n1 + 2 * n2)
    discounts = (1 - 2 * y * n2 / n1, 2 - 3 * y * n3 / n2, 3 - 4 * y * n4 / n3)
    fits = all(0 <= discount <= most for most, discount in enumerate(discounts, start=1))
    return discounts if fits else FALLBACK


def _discounted(counts: Ints, discounts: tuple[float, float, float]) -> Floats:
    """Counts less their discounts, never under 0."""
    taken = np.array((0.0, *discounts))[np.minimum(counts, 3)]
    return np.asarray(np.maximum(counts - taken, 0.0), dtype=np.float64)


def _order(keys: Ints, counts: Ints, history: Ints, histories: int) -> Order:
    """The table of an order. history [G]: the place of each gram's history, of which there are `histories`."""
    discounts = estimate_discounts(counts)
    totals = np.bincount(history, weights=counts, minlength=histories).astype(np.int64)
    kept = np.bincount(history, weights=_discounted(counts, discounts), minlength=histories)
    spare = np.where(totals > 0, 1 - kept / np.maximum(totals, 1), 1.0)
    return Order(keys, counts, totals, spare, discounts)


def _continuations(longer: Ints, shorter: Ints, counts: Ints, grams: int) -> Ints:
    """How many different tokens stand before each of `grams` shorter grams.

    longer, shorter [T]: places of the grams that end at each position; counts: of the longer ones.
    """
    suffix = np.zeros(len(counts), dtype=np.int64)
    suffix[longer] = shorter
    return np.bincount(suffix[counts > 0], minlength=grams)
