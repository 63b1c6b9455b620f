"""How well a network predicts text: the loss over whole books, state carried from paragraph to paragraph."""

import math
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from model.folding import fold
from model.network import LanguageModel, State
from model.reader import Reader
from model.tokenizer import START_ID
from model.training.books import Book
from model.training.data import Stream, encode_book

# Steps read at once, and rows of logits made at once: 256 × 8,192 float32 stay in the processor's cache (measured: 1.6
# times as fast as 2,048 rows).
STEPS = 2048
ROWS = 256


def token_losses(network: LanguageModel, stream: Stream) -> Tensor:
    """−ln p of every token of a book after its first `<s>`, in nats, from a memory of zero [N] float32.

    A last `<s>` is added, so that the end of the last paragraph is predicted as well: N losses for N tokens.
    """
    device = network.embedding.weight.device
    ids = torch.from_numpy(np.append(stream, stream[0]).astype(np.int64)).to(device)
    losses: list[Tensor] = []
    state: State | None = None
    with torch.inference_mode():
        for read, targets in zip(torch.split(ids[:-1], STEPS), torch.split(ids[1:], STEPS), strict=True):
            hidden, state = network(read[None], state)
            for rows, wanted in zip(torch.split(hidden[0], ROWS), torch.split(targets, ROWS), strict=True):
                losses.append(functional.cross_entropy(network.logits(rows), wanted, reduction="none"))
    return torch.cat(losses).cpu()


def stream_loss(network: LanguageModel, streams: list[Stream]) -> float:
    """Mean −ln p per token over several books, in nats."""
    losses = torch.cat([token_losses(network, stream) for stream in streams])
    return float(losses.double().mean())


@dataclass(frozen=True)
class HeldOut:
    """Books that were not trained on, and their size.

    `streams`: one per book. `words` are separated by white space; `bytes` are those of the folded text in UTF-8 and one
    for the end of each paragraph. Neither depends on the tokeniser, so other models can be compared by them.
    """

    streams: list[Stream]
    words: int
    bytes: int

    @classmethod
    def read(cls, books: list[Book], tokenizer: Reader) -> "HeldOut":
        """Encode and measure books."""
        folded = [fold(paragraph).text for book in books for paragraph in book.paragraphs]
        words = sum(len(text.split()) for text in folded)
        size = sum(len(text.encode()) + 1 for text in folded)
        return cls([encode_book(book, tokenizer) for book in books], words, size)

    @property
    def tokens(self) -> int:
        """Tokens to predict: all of the text, and the end of each paragraph."""
        return sum(len(stream) for stream in self.streams)

    @property
    def paragraphs(self) -> int:
        return sum(int((stream == START_ID).sum()) for stream in self.streams)

    def summary(self, nats: float) -> dict[str, float]:
        """The same loss in every unit that the field uses, from its sum over all tokens in nats."""
        return {
            "nats": round(nats, 1),
            "nats_per_token": round(nats / self.tokens, 4),
            "nats_per_word": round(nats / self.words, 4),
            "bits_per_byte": round(nats / math.log(2) / self.bytes, 4),
        }

    def size(self) -> dict[str, int]:
        """What the figures were measured on."""
        return {
            "books": len(self.streams),
            "paragraphs": self.paragraphs,
            "words": self.words,
            "bytes": self.bytes,
            "tokens": self.tokens,
        }
