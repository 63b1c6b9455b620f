"""The network: embedding -> recurrent layers -> a head that predicts the next token, or none.

    tokens [B, T] -> embedding [B, T, E] -> nn.LSTM | nn.RNN | nn.GRU -> hidden [B, T, U] -> logits [B, T, V]

It does not know text, files or training. Our own networks share the embedding's weights with the softmax (Press & Wolf
2017, Inan et al. 2017); those that nobody here wrote may have weights of its own for it, or no softmax at all.
"""

from dataclasses import dataclass
from typing import Any, Literal, get_args

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.errors import InputError, NoPredictionsError
from model.packed import PackedLinear, can_be_packed
from model.signals import Kind

State = Tensor | tuple[Tensor, Tensor]

RECURRENT: dict[Kind, type[nn.LSTM] | type[nn.RNN] | type[nn.GRU]] = {"lstm": nn.LSTM, "rnn": nn.RNN, "gru": nn.GRU}


# Gates and candidates of a layer, for each of which its matrices have a row for every unit.
GATES: dict[Kind, int] = {"lstm": 4, "gru": 3, "rnn": 1}

# What predicts: "tied", a softmax with the embedding's weights; "linear", with weights of its own; "none".
Head = Literal["tied", "linear", "none"]
HEADS: tuple[Head, ...] = get_args(Head)


@dataclass(frozen=True)
class Shape:
    """What it takes to build a network: `kind`, `vocabulary` V, `units` U, `layers` L, `width` E and `head`.

    `width` is the embedding's (None: U). Raises InputError for a tied head where E is not U.
    """

    kind: Kind
    vocabulary: int
    units: int
    layers: int = 1
    width: int | None = None
    head: Head = "tied"

    def __post_init__(self) -> None:
        if self.head == "tied" and self.inputs != self.units:
            raise InputError(
                f"A tied softmax needs embeddings as wide as the network has units, {self.units}; these are"
                f" {self.inputs} wide. Give it a linear head.",
                field="head",
            )

    @property
    def inputs(self) -> int:
        """E, how wide the embedding is."""
        return self.units if self.width is None else self.width

    def as_dict(self) -> dict[str, str | int]:
        """The sizes, and of `width` and `head` what differs from our own networks'."""
        sizes = {"kind": self.kind, "vocabulary": self.vocabulary, "units": self.units, "layers": self.layers}
        width = {} if self.inputs == self.units else {"width": self.inputs}
        return sizes | width | ({} if self.head == "tied" else {"head": self.head})


class LanguageModel(nn.Module):
    """A recurrent language model. Dropout (0..1) acts on embeddings and outputs, in training only (Zaremba 2014)."""

    def __init__(self, shape: Shape, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.inputs)
        between = dropout if shape.layers > 1 else 0.0
        self.recurrent = RECURRENT[shape.kind](
            shape.inputs, shape.units, shape.layers, batch_first=True, dropout=between
        )
        if shape.head == "tied":
            self.bias = nn.Parameter(torch.zeros(shape.vocabulary))
        elif shape.head == "linear":
            self.head = nn.Linear(shape.units, shape.vocabulary)
        self.dropout = nn.Dropout(dropout)
        self._packed: PackedLinear | None = None

    def __getstate__(self) -> dict[str, Any]:
        """What a copy is made from. It packs for itself: what oneDNN has packed cannot be copied."""
        return self.__dict__ | {"_packed": None}

    def forward(self, tokens: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """tokens [B, T] int64 -> (hidden of the last layer [B, T, U], state to go on from)."""
        embedded = self.dropout(self.embedding(tokens))
        hidden, after = self.recurrent(embedded, state)
        return self.dropout(hidden), after

    def softmax(self) -> tuple[Tensor, Tensor]:
        """Weight [V, U] and bias [V] of the softmax: the one place where heads differ. Raises NoPredictionsError."""
        match self.shape.head:
            case "tied":
                return self.embedding.weight, self.bias
            case "linear":
                return self.head.weight, self.head.bias
            case _:
                raise NoPredictionsError.of("This network")

    def logits(self, hidden: Tensor) -> Tensor:
        """hidden [..., U] -> unnormalised log-probabilities of the next token [..., V]. Raises NoPredictionsError."""
        weight, bias = self.softmax()
        if not can_be_packed(hidden, weight):
            return functional.linear(hidden, weight, bias)
        if self._packed is None or not self._packed.is_of(weight):
            self._packed = PackedLinear.of(weight, bias)
        return self._packed(hidden)


def initialise(network: LanguageModel, seed: int) -> None:
    """Fill a network with seeded starting weights.

    Embeddings normal with deviation 0.1; recurrent matrices orthogonal per gate (Saxe et al. 2014), input matrices
    Xavier; biases 0, but the forget gate starts open at 1 (Gers et al. 2000; Jozefowicz et al. 2015). PyTorch adds
    two bias vectors, so the 1 goes into one of them. A softmax with weights of its own begins as the embedding does.
    """
    generator = torch.Generator().manual_seed(seed)
    units = network.shape.units
    nn.init.normal_(network.embedding.weight, std=0.1, generator=generator)
    for name, weight in network.recurrent.named_parameters():
        if name.startswith("bias"):
            nn.init.zeros_(weight)
            if network.shape.kind == "lstm" and name.startswith("bias_ih"):
                nn.init.ones_(weight[units : 2 * units])
            continue
        for gate in weight.chunk(len(weight) // units):
            if name.startswith("weight_hh"):
                nn.init.orthogonal_(gate, generator=generator)
            else:
                nn.init.xavier_uniform_(gate, generator=generator)
    if network.shape.head == "linear":
        nn.init.normal_(network.head.weight, std=0.1, generator=generator)
        nn.init.zeros_(network.head.bias)
