"""The language aⁿ X bⁿ: strings to train on, and how far a network that was trained on them counts.

To know where a string ends, one must count its a's and count them off again with the b's (Gers & Schmidhuber 2001).
Nothing else is in it, so what a cell has to do can be proved.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from model.checkpoint import LoadedModel
from model.count import LETTERS
from model.network import LanguageModel
from model.tokenizer import START_ID, TextTokenizer
from model.trace import trace_text
from model.training.data import Stream

A, X, B = 1, 2, 3

# n of the strings that are trained on is drawn evenly from 1 … LONGEST.
LONGEST = 50
TRAINING, VALID = 4_000, 400

# n of the string that a page opens with: it fits on a screen.
SUGGESTED = 12

# Strings that are read at once when it is tried how far a network counts.
TRIED = 32


def counting_tokenizer() -> TextTokenizer:
    """`<s>`, a, X and b: a token each."""
    return TextTokenizer.of_letters(LETTERS)


def counting_streams() -> tuple[Stream, list[Stream]]:
    """(training stream, validation streams): strings drawn with seeds of their own, both with n up to LONGEST."""
    return random_strings(TRAINING, LONGEST, seed=1), [random_strings(VALID, LONGEST, seed=2)]


def counting_data() -> dict[str, Any]:
    """`data` of a card."""
    training, (valid,) = counting_streams()
    return {
        "source": f"Strings aⁿ X bⁿ, n drawn evenly from 1 … {LONGEST}; model/training/counting.py",
        "strings": {"train": TRAINING, "valid": VALID},
        "tokens": {"train": len(training), "valid": len(valid)},
    }


def random_strings(count: int, longest: int, seed: int) -> Stream:
    """So many strings one after the other, each begun by `<s>`; n drawn evenly from 1 … `longest`."""
    random = np.random.Generator(np.random.PCG64(seed))
    return np.concatenate([_string(n) for n in random.integers(1, longest, count, endpoint=True)])


def text_of(n: int) -> str:
    """The string as one types it."""
    return f"{'a' * n}X{'b' * n}"


def first_failure(network: LanguageModel, limit: int) -> int | None:
    """The least n ≤ `limit` whose string the network gets wrong; None where it gets all of them right.

    It is right where after X and after every b the most probable token is the right one: b until there are as many as
    a's, then `<s>`, the end. (What follows an a is chance.)
    """
    for first in range(1, limit + 1, TRIED):
        counts = range(first, min(first + TRIED, limit + 1))
        for n, right in zip(counts, _right(network, counts), strict=True):
            if not right:
                return n
    return None


@dataclass(frozen=True)
class CountingCell:
    """How well a cell counts: `correlation` (−1 … 1) of its value with the depth, the number of b's still to come.

    `up` and `down` are the mean change of its value at an a and at a b, `up_spread` and `down_spread` their standard
    deviations. A cell may as well count downward: then all signs are the other way round.
    """

    unit: int
    correlation: float
    up: float
    up_spread: float
    down: float
    down_spread: float


def counting_cells(model: LoadedModel, n: int) -> list[CountingCell]:
    """Every cell of the first layer on the string of n (at least 2), the best counter first."""
    cells = trace_text(model, text_of(n)).signals["cell"][0].double().numpy()  # (2n + 2, U)
    depths = np.concatenate([np.arange(n + 1), np.arange(n, -1, -1)])
    found = [_counting_cell(unit, cells[:, unit], depths, n) for unit in range(cells.shape[1])]
    return sorted(found, key=lambda cell: -abs(cell.correlation))


def _counting_cell(unit: int, values: NDArray[np.float64], depths: NDArray[np.int64], n: int) -> CountingCell:
    changes = np.diff(values)  # (2n + 1): n a's, X, n b's
    up, down = changes[:n], changes[n + 1 :]
    correlation = np.corrcoef(values, depths)[0, 1]
    return CountingCell(
        unit, float(correlation), float(up.mean()), float(up.std()), float(down.mean()), float(down.std())
    )


def _string(n: int) -> Stream:
    return np.array([START_ID, *[A] * n, X, *[B] * n], dtype=np.uint16)


def _right(network: LanguageModel, counts: range) -> list[bool]:
    """For each n whether its string is right. Shorter ones are filled up at the end with letters that are not asked."""
    longest = counts[-1]
    rows = torch.full((len(counts), 2 * longest + 2), B)
    for row, n in zip(rows, counts, strict=True):
        row[: 2 * n + 2] = torch.from_numpy(_string(n).astype(np.int64))
    with torch.inference_mode():
        guesses = network.logits(network(rows)[0]).argmax(dim=-1)
    wanted = [torch.tensor([B] * n + [START_ID]) for n in counts]
    return [
        bool((guess[n + 1 : 2 * n + 2] == want).all()) for n, guess, want in zip(counts, guesses, wanted, strict=True)
    ]
