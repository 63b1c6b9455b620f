"""The gates that oneDNN's LSTM keeps: a forward pass after which no gate has to be computed again.

On a processor and in float32 PyTorch runs an LSTM through oneDNN. Where gradients are wanted the kernel writes every
gate, as it was used, into a workspace for the backward pass; only PyTorch's own module throws it away. Its layout is
oneDNN's affair and may change, so every pass is checked against the kernel's own last states, and one that does not fit
is not used. Shapes as in `model/recurrence.py`.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

LSTM_MODE = 2  # of the kinds of layers that the kernel knows, by PyTorch's numbers
FLOATS_PER_LINE = 16  # of the cache; oneDNN begins every row at one
AWKWARD = 256  # floats; rows of a multiple of this share their places in the cache, so oneDNN adds a line to them
TOLERANCE = 1e-4  # relative to max(1, |c|); what is not a gate is wrong by far more


@dataclass(frozen=True)
class Pass:
    """What one layer did: `hidden` [T, B, U], the gates (input, forget, candidate, output), each [T, B, U], and `last`.

    `last`: the cell [B, U] after the last step, as the kernel gives it.
    """

    hidden: Tensor
    gates: tuple[Tensor, Tensor, Tensor, Tensor]
    last: Tensor

    def ends_with(self, cell: Tensor) -> bool:
        """Whether the cell [B, U] that follows from the gates is the kernel's own, and gives its hidden state."""
        # In NumPy: at this size a call costs less than PyTorch's.
        found, output, last, hidden = (each.numpy() for each in (cell, self.gates[3][-1], self.last, self.hidden[-1]))
        same_cell = abs(found - last) <= TOLERANCE * np.maximum(1, abs(last))
        same_hidden = abs(output * np.tanh(found) - hidden) <= TOLERANCE
        return bool(same_cell.all() and same_hidden.all())


def keeps_gates(inputs: Tensor, parameters: list[Tensor]) -> bool:
    """Whether oneDNN runs such a layer: on a processor, in float32, without a projection."""
    fits = inputs.device.type == "cpu" and inputs.dtype == torch.float32 and len(parameters) == 4
    return fits and torch._C._has_mkldnn


def run_keeping_gates(parameters: list[Tensor], inputs: Tensor, hidden: Tensor, cell: Tensor) -> Pass | None:
    """One pass of an LSTM layer from the states before it [B, U]; None where the workspace is too small for gates.

    parameters: both matrices, both biases, in PyTorch's order; inputs [T, B, E].
    """
    (steps, sequences), units = inputs.shape[:2], hidden.shape[1]
    given = [each.detach() for each in (inputs, *parameters, hidden[None], cell[None])]
    with torch.enable_grad():  # this alone makes the kernel keep them: nothing that is given asks for gradients
        outputs, _, last, workspace = torch.ops.aten.mkldnn_rnn_layer(
            *given, False, [], LSTM_MODE, units, 1, True, False, False, True
        )
    row = row_length(units)
    if workspace is None or workspace.nbytes < 4 * steps * sequences * row:
        return None
    rows = workspace.view(torch.float32)[: steps * sequences * row].view(steps, sequences, row)
    i, f, g, o = (gate.contiguous() for gate in rows[:, :, : 4 * units].chunk(4, dim=2))  # the workspace can go
    return Pass(outputs, (i, f, g, o), last[0])


def row_length(units: int) -> int:
    """How many floats lie from the gates of one step and sequence to the next: 4U and some that round it up."""
    length = -(-4 * units // FLOATS_PER_LINE) * FLOATS_PER_LINE
    return length + FLOATS_PER_LINE if length % AWKWARD == 0 else length
