"""How each network is trained: sizes, schedule, optimiser. One table."""

from dataclasses import dataclass
from typing import Literal

from model.errors import MissingError
from model.network import Shape
from model.signals import Kind
from model.tokenizer import BYTES_ALONE

# What is read: the books of the corpus, strings aⁿ X bⁿ (`training/counting.py`), or a file of one's own.
Text = Literal["books", "counting", "file"]


@dataclass(frozen=True)
class Recipe:
    """All that decides a training run, besides the books.

    `tokens` is the budget. The learning rate warms up over `warmup` steps, stays at `rate`, and falls linearly to 0
    over the last `decay` (0..1) of the budget (Hu et al. 2024, "warm-up, stable, decay"): a longer budget changes
    nothing that has already happened. `clip` bounds the norm of the gradient (Pascanu et al. 2013). `reset` is the
    probability that a stream starts its paragraph again from zero at a window. `cell_penalty` × mean c² over the cells
    at the end of each window is added to the loss, so that cells do not grow without end.
    """

    kind: Kind
    vocabulary: int = 8192
    units: int = 256
    layers: int = 1
    seed: int = 1
    tokens: int = 61_440_000
    streams: int = 64
    window: int = 64
    reset: float = 1 / 16
    rate: float = 4e-3
    warmup: int = 100
    decay: float = 0.24
    clip: float = 0.25
    dropout: float = 0.1
    weight_decay: float = 0.01
    cell_penalty: float = 0.0
    bf16: bool = True
    text: Text = "books"

    @property
    def shape(self) -> Shape:
        """The network that is trained."""
        return Shape(self.kind, self.vocabulary, self.units, self.layers)

    @property
    def steps(self) -> int:
        """Number of optimiser steps in the budget."""
        return max(1, self.tokens // (self.streams * self.window))

    def rate_at(self, step: int) -> float:
        """Learning rate of a step, counted from 0."""
        falling = max(1, round(self.steps * self.decay))
        left = (self.steps - step) / falling
        return self.rate * min(1.0, (step + 1) / self.warmup, left)


def in_words(shape: Shape) -> str:
    """A network's size for a message: `lstm of 1 × 256 units, vocabulary 8192`."""
    return f"{shape.kind} of {shape.layers} × {shape.units} units, vocabulary {shape.vocabulary}"


RECIPES: dict[str, Recipe] = {
    "english-lstm": Recipe(kind="lstm", cell_penalty=1e-4),
    "english-rnn": Recipe(kind="rnn"),
    # 56 million characters against 0.6 million weights: nothing to overfit, so no dropout.
    "characters-lstm": Recipe(
        kind="lstm", vocabulary=BYTES_ALONE, tokens=122_880_000, window=128, dropout=0.0, cell_penalty=1e-4
    ),
    # A window always begins a string from zero, and is longer than the longest. Whole numbers need float32.
    "counter-lstm": Recipe(
        kind="lstm",
        vocabulary=4,
        units=10,
        tokens=3_072_000,
        streams=16,
        window=128,
        reset=1.0,
        rate=2e-2,
        dropout=0.0,
        weight_decay=0.0,
        bf16=False,
        text="counting",
    ),
}


def find_recipe(name: str) -> Recipe:
    """The recipe of that name. Raises MissingError, which lists those there are."""
    if name not in RECIPES:
        raise MissingError(f"There is no recipe {name[:60]!r}. There are: {', '.join(RECIPES)}.", field="name")
    return RECIPES[name]
