"""The usual way to every gate of a `torch.nn.LSTM`: the cell written out, step by step, its gates kept in lists."""

import torch
from torch import Tensor, nn
from torch.nn import functional


class LoopedLSTM(nn.Module):
    """Reads what the one-layer module reads, [T, B, E], with its weights; returns its hidden states [T, B, U].

    `kept` [T]: of the latest text at each step i, f, g, o, c, h, each [B, U].
    """

    def __init__(self, module: nn.LSTM) -> None:
        super().__init__()
        self.cell = nn.LSTMCell(module.input_size, module.hidden_size)
        self.cell.load_state_dict({name.removesuffix("_l0"): value for name, value in module.state_dict().items()})
        self.kept: list[tuple[Tensor, ...]] = []

    def forward(self, inputs: Tensor) -> Tensor:
        cell, self.kept = self.cell, []
        hidden = memory = inputs.new_zeros(inputs.shape[1], cell.hidden_size)
        for step in inputs:
            word = functional.linear(step, cell.weight_ih, cell.bias_ih)
            i, f, g, o = (word + functional.linear(hidden, cell.weight_hh, cell.bias_hh)).chunk(4, dim=1)
            i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
            memory = f * memory + i * g
            hidden = o * memory.tanh()
            self.kept.append((i, f, g, o, memory, hidden))
        return torch.stack([hidden for *_, hidden in self.kept])
