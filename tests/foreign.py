"""Checkpoints of networks as somebody else would have made them: any head, any width, words or characters."""

from pathlib import Path
from typing import Literal

import torch
from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers

from model.checkpoint import save_checkpoint
from model.foreign_tokenizer import ForeignTokenizer, Marks
from model.network import Head, LanguageModel, Shape
from model.signals import Kind

Units = Literal["words", "characters"]

WORDS = (
    "the", "queen", "king", "was", "tired", "but", "said", "that", "he", "she", "would", "wait", "until", "woke", ".",
)  # fmt: skip
LETTERS = " abcdefghijklmnopqrstuvwxyz.,'"
FOREIGN_TEXT = "The queen was tired, but the zebra said she would wait."
# `Marks` by name; both kinds of vocabulary below have these entries first.
START, END, UNKNOWN = "<bos>", "<eos>", "<unk>"


def library_tokenizer(
    units: Units = "words", *, start: bool = False, end: bool = False, unknown: bool = True
) -> Tokenizer:
    """A vocabulary of lower-case words and marks of punctuation, or of characters."""
    marks = [name for name, has in ((START, start), (END, end), (UNKNOWN, unknown)) if has]
    entries = WORDS if units == "words" else LETTERS
    library = Tokenizer(models.WordLevel({name: number for number, name in enumerate([*marks, *entries])}, UNKNOWN))
    library.normalizer = normalizers.Lowercase()
    if units == "words":
        library.pre_tokenizer = pre_tokenizers.Whitespace()
    else:
        library.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), "isolated")
        library.decoder = decoders.Fuse()
    return library


def foreign_tokenizer(
    units: Units = "words", *, start: bool = False, end: bool = False, unknown: bool = True
) -> ForeignTokenizer:
    """The same as a network reads with it."""
    library = library_tokenizer(units, start=start, end=end, unknown=unknown)
    marks = Marks(*(library.token_to_id(name) if has else None for name, has in
                    ((START, start), (END, end), (UNKNOWN, unknown))))  # fmt: skip
    return ForeignTokenizer(library, marks)


def foreign_network(
    vocabulary: int, kind: Kind = "lstm", head: Head = "linear", width: int | None = 5, units: int = 8, layers: int = 2
) -> LanguageModel:
    """A random network from seed 5, biases too."""
    network = LanguageModel(Shape(kind, vocabulary, units, layers, units if head == "tied" else width, head)).eval()
    generator = torch.Generator().manual_seed(5)
    for weight in network.parameters():
        torch.nn.init.normal_(weight, std=0.6, generator=generator)
    return network.requires_grad_(False)


def foreign_folder(
    folder: Path,
    name: str = "foreign",
    *,
    kind: Kind = "lstm",
    head: Head = "linear",
    width: int | None = 5,
    layers: int = 2,
    units: Units = "words",
    start: bool = False,
    end: bool = False,
    unknown: bool = True,
) -> Path:
    """Save such a checkpoint as `folder`/`name`, in float32. Returns its own folder."""
    tokenizer = foreign_tokenizer(units, start=start, end=end, unknown=unknown)
    network = foreign_network(tokenizer.size, kind, head, width, layers=layers)
    save_checkpoint(folder / name, network, tokenizer, foreign_card(name, layers), torch.float32)
    return folder / name


def foreign_card(name: str, layers: int = 2) -> dict[str, object]:
    """A card with the fields that every network's has."""
    return {
        "name": name,
        "title": "A foreign network",
        "sentence": "A random network with a vocabulary of its own.",
        "origin": "imported",
        "range": 2.0,
        "suggested": {"text": "the queen was tired", "layer": 0, "unit": 3, "step": 2},
        "units": {"half_life": [[1.5] * 7 + [None]] * layers, "saturation": {}},
        "figures": {},
    }
