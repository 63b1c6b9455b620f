"""Traces for tests of the account of a cell: made from gates by hand, or by networks with weights far from zero."""

import torch
from hypothesis import strategies as st
from torch import nn

from model import LoadedModel, Trace
from model.network import LanguageModel, Shape
from model.reader import Token
from model.tokenizer import TextTokenizer

Gates = tuple[float, float, float]  # input, forget, candidate

gates = st.floats(0, 1, width=32)
candidates = st.floats(-1, 1, width=32)
rows = st.lists(st.tuples(gates, gates, candidates), min_size=1, max_size=30)


def random_lstm(tokenizer: TextTokenizer, units: int, layers: int, seed: int) -> LoadedModel:
    """A network whose weights and biases are all far from zero and from each other."""
    network = LanguageModel(Shape("lstm", tokenizer.size, units, layers)).eval()
    generator = torch.Generator().manual_seed(seed)
    for weight in network.parameters():
        nn.init.normal_(weight, generator=generator)
    return LoadedModel("random", network, tokenizer, {})


def one_unit(steps: list[Gates], before: float = 0.0) -> Trace:
    """A trace of one unit from its gates; the cell by its definition, in plain Python."""
    return many_units([steps], before)


def many_units(units: list[list[Gates]], before: float = 0.0) -> Trace:
    """The same for several units of one layer, each with as many steps."""
    made = dict(zip(("input", "forget", "candidate"), torch.tensor(units).permute(2, 1, 0)[:, None], strict=True))
    made["cell"] = torch.tensor([_cells(steps, before) for steps in units]).T[None]
    tokens = tuple(Token(step, 1, "a", step, step + 1) for step in range(len(units[0])))
    return Trace("lstm", tokens, made, made["forget"].clamp(min=1e-30).log())


def _cells(steps: list[Gates], cell: float) -> list[float]:
    cells = []
    for i, f, g in steps:
        cell = f * cell + i * g
        cells.append(cell)
    return cells
