"""The network: embedding -> recurrent layers -> softmax that shares the embedding's weights.

    tokens [B, T] -> embedding [B, T, U] -> nn.LSTM | nn.RNN | nn.GRU -> hidden [B, T, U] -> logits [B, T, V]

It does not know text, files or training. Tied weights: Press & Wolf 2017, Inan et al. 2017.
"""

from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from model.signals import Kind

State = Tensor | tuple[Tensor, Tensor]

RECURRENT: dict[Kind, type[nn.LSTM] | type[nn.RNN] | type[nn.GRU]] = {"lstm": nn.LSTM, "rnn": nn.RNN, "gru": nn.GRU}


@dataclass(frozen=True)
class Shape:
    """What it takes to build a network: `kind`, `vocabulary` V, `units` U (the embedding's width too), `layers` L."""

    kind: Kind
    vocabulary: int
    units: int
    layers: int = 1

    def as_dict(self) -> dict[str, str | int]:
        return asdict(self)


class LanguageModel(nn.Module):
    """A recurrent language model. Dropout (0..1) acts on embeddings and outputs, in training only (Zaremba 2014)."""

    def __init__(self, shape: Shape, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.units)
        between = dropout if shape.layers > 1 else 0.0
        self.recurrent = RECURRENT[shape.kind](
            shape.units, shape.units, shape.layers, batch_first=True, dropout=between
        )
        self.bias = nn.Parameter(torch.zeros(shape.vocabulary))
        self.dropout = nn.Dropout(dropout)

    def forward(self, tokens: Tensor, state: State | None = None) -> tuple[Tensor, State]:
        """tokens [B, T] int64 -> (hidden of the last layer [B, T, U], state to go on from)."""
        embedded = self.dropout(self.embedding(tokens))
        hidden, after = self.recurrent(embedded, state)
        return self.dropout(hidden), after

    def logits(self, hidden: Tensor) -> Tensor:
        """hidden [..., U] -> unnormalised log-probabilities of the next token [..., V]."""
        return functional.linear(hidden, self.embedding.weight, self.bias)


def initialise(network: LanguageModel, seed: int) -> None:
    """Fill a network with seeded starting weights.

    Embeddings normal with deviation 0.1; recurrent matrices orthogonal per gate (Saxe et al. 2014), input matrices
    Xavier; biases 0, but the forget gate starts open at 1 (Gers et al. 2000; Jozefowicz et al. 2015). PyTorch adds
    two bias vectors, so the 1 goes into one of them.
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
