"""Which network suits a text: by its size, one that learns it in minutes on a processor. One table."""

from dataclasses import dataclass, replace
from pathlib import Path

import torch

from model.errors import InputError
from model.network import RECURRENT
from model.signals import Kind
from model.tokenizer import BYTES_ALONE, TextTokenizer
from model.training.own.text import OwnText
from model.training.recipe import Recipe

# Tokens of a budget that is not known yet: see `course.py`.
OPEN = 10**12

# What may be asked for.
LIMITS: dict[str, tuple[float, float]] = {
    "minutes": (0.05, 24 * 60),
    "tokens": (1_000, 10_000_000_000),
    "units": (4, 1024),
    "layers": (1, 4),
    "vocabulary": (BYTES_ALONE, 16_384),
    "seed": (0, 2**32 - 1),
}


@dataclass(frozen=True)
class Size:
    """What suits texts of `characters` and more: entries of the vocabulary, units, streams side by side, dropout."""

    characters: int
    vocabulary: int
    units: int
    streams: int
    dropout: float


SIZES = (
    Size(5_000_000, 4096, 256, 32, 0.1),
    Size(500_000, 2048, 256, 32, 0.2),
    Size(100_000, 1024, 256, 16, 0.4),
    Size(0, BYTES_ALONE, 128, 8, 0.2),
)


@dataclass(frozen=True)
class Training:
    """What was asked for: a network called `name` that reads the file `text`; None: what suits the text.

    Its budget is `minutes`, or `tokens` where the same is to be trained again. `film`: keep frames of the training;
    `twin`: train a simple RNN too, on the same tokens.
    """

    text: Path
    name: str
    kind: Kind = "lstm"
    minutes: float = 5
    tokens: int | None = None
    units: int | None = None
    layers: int = 1
    vocabulary: int | None = None
    seed: int = 1
    film: bool = False
    twin: bool = False

    def check(self) -> None:
        """Raise InputError for a kind that there is not, and for numbers out of their range."""
        if self.kind not in RECURRENT:
            raise InputError(f"There is no kind {self.kind[:60]!r}. Take one of: {', '.join(RECURRENT)}.", field="kind")
        if self.twin and self.kind == "rnn":
            raise InputError("A simple RNN is its own twin. Ask for the twin of an lstm or gru.", field="twin")
        for name, (least, most) in LIMITS.items():
            value = getattr(self, name)
            if value is not None and not least <= value <= most:
                raise InputError(f"{name} is {value:,}; it can be {least:,} to {most:,}.", field=name)


def plan(text: OwnText, training: Training) -> tuple[Recipe, TextTokenizer]:
    """The recipe for a text and the tokeniser, which learns from what is trained on. The budget of minutes is open."""
    characters = sum(len(paragraph) for paragraph in text.paragraphs("train"))
    size = next(size for size in SIZES if characters >= size.characters)
    tokenizer = _tokenizer(text, training.vocabulary or size.vocabulary)
    recipe = Recipe(
        kind=training.kind,
        vocabulary=tokenizer.size,
        units=training.units or size.units,
        layers=training.layers,
        seed=training.seed,
        tokens=training.tokens or OPEN,
        streams=size.streams,
        window=64,
        warmup=30,
        dropout=size.dropout,
        cell_penalty=1e-4,
        bf16=fast_in_bf16(training.kind),
        text="file",
    )
    return recipe, tokenizer


def twin_of(recipe: Recipe) -> Recipe:
    """The same without gates."""
    return replace(recipe, kind="rnn", bf16=fast_in_bf16("rnn"))


def fast_in_bf16(kind: Kind) -> bool:
    """Whether a network learns faster in bfloat16 here: an LSTM up to twice as fast, where the processor can multiply
    it and need not imitate it; the others no faster at all (measured).
    """
    return kind == "lstm" and bool(torch.cpu._is_avx512_bf16_supported())


def _tokenizer(text: OwnText, vocabulary: int) -> TextTokenizer:
    if vocabulary == BYTES_ALONE:
        return TextTokenizer.of_bytes()
    return TextTokenizer.train(iter(text.paragraphs("train")), vocabulary)
