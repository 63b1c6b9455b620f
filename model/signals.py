"""THE table of signals: the only home of their names, symbols, formulas, ranges, colour scales and meanings.

The API schema, the figures, the page's labels and the docs are all made from it. Formulas follow `torch.nn.LSTM`
(Hochreiter & Schmidhuber 1997 with the forget gate of Gers, Schmidhuber & Cummins 2000), `torch.nn.GRU`
(Cho et al. 2014) and `torch.nn.RNN` (Elman 1990).
"""

from dataclasses import dataclass
from typing import Literal

from model.errors import InputError

Kind = Literal["lstm", "rnn", "gru"]
Scale = Literal["gate", "signed"]


@dataclass(frozen=True)
class Signal:
    """One signal of a recurrent layer.

    `low` and `high` bound its values (None: unbounded). `scale` names the colour scale: `gate` for 0..1,
    `signed` for values about 0. `gloss` is four words for a label, `sentence` is for a reader new to the field.
    """

    name: str
    symbol: str
    title: str
    formula: str
    low: float | None
    high: float | None
    scale: Scale
    gloss: str
    sentence: str


INPUT = Signal(
    "input",
    "i",
    "input gate",
    "i_t = σ(W_ii x_t + b_ii + W_hi h_{t-1} + b_hi)",
    0.0,
    1.0,
    "gate",
    "how much to let in",
    "A valve between 0 and 1: how much of the candidate is added to the memory cell at this word.",
)
FORGET = Signal(
    "forget",
    "f",
    "forget gate",
    "f_t = σ(W_if x_t + b_if + W_hf h_{t-1} + b_hf)",
    0.0,
    1.0,
    "gate",
    "how much to keep",
    "A valve between 0 and 1: how much of what the memory cell held is kept at this word. At 0 all is dropped.",
)
CANDIDATE = Signal(
    "candidate",
    "g",
    "candidate",
    "g_t = tanh(W_ig x_t + b_ig + W_hg h_{t-1} + b_hg)",
    -1.0,
    1.0,
    "signed",
    "what could be written",
    "The new content, between −1 and 1, that this word offers to the memory; the input gate says how much gets in.",
)
OUTPUT = Signal(
    "output",
    "o",
    "output gate",
    "o_t = σ(W_io x_t + b_io + W_ho h_{t-1} + b_ho)",
    0.0,
    1.0,
    "gate",
    "how much to show",
    "A valve between 0 and 1: how much of the memory cell is shown to the rest of the network at this word.",
)
CELL = Signal(
    "cell",
    "c",
    "cell",
    "c_t = f_t ⊙ c_{t-1} + i_t ⊙ g_t",
    None,
    None,
    "signed",
    "what is now remembered",
    "The memory itself, a conveyor belt from word to word: what was kept of it plus what was just written.",
)
HIDDEN = Signal(
    "hidden",
    "h",
    "hidden state",
    "h_t = o_t ⊙ tanh(c_t)",
    -1.0,
    1.0,
    "signed",
    "what the layer says",
    "What the layer shows at this word, between −1 and 1: the next-word guess and the next step are made from it.",
)
RNN_HIDDEN = Signal(
    "hidden",
    "h",
    "hidden state",
    "h_t = tanh(W_ih x_t + b_ih + W_hh h_{t-1} + b_hh)",
    -1.0,
    1.0,
    "signed",
    "all it remembers",
    "All that a simple recurrent network has: rewritten in full at every word, for there are no gates to protect it.",
)
RESET = Signal(
    "reset",
    "r",
    "reset gate",
    "r_t = σ(W_ir x_t + b_ir + W_hr h_{t-1} + b_hr)",
    0.0,
    1.0,
    "gate",
    "how much past to consult",
    "A valve between 0 and 1: how much of the old state is consulted when the candidate is made.",
)
UPDATE = Signal(
    "update",
    "z",
    "update gate",
    "z_t = σ(W_iz x_t + b_iz + W_hz h_{t-1} + b_hz)",
    0.0,
    1.0,
    "gate",
    "how much to keep",
    "A valve between 0 and 1: how much of the old state is kept; the rest is replaced by the candidate.",
)
GRU_CANDIDATE = Signal(
    "candidate",
    "n",
    "candidate",
    "n_t = tanh(W_in x_t + b_in + r_t ⊙ (W_hn h_{t-1} + b_hn))",
    -1.0,
    1.0,
    "signed",
    "what could be written",
    "The new content, between −1 and 1, that this word offers to the state.",
)
GRU_HIDDEN = Signal(
    "hidden",
    "h",
    "hidden state",
    "h_t = (1 - z_t) ⊙ n_t + z_t ⊙ h_{t-1}",
    -1.0,
    1.0,
    "signed",
    "what is now remembered",
    "State and output in one: a mixture of the old state and the candidate.",
)

SIGNALS: dict[Kind, tuple[Signal, ...]] = {
    "lstm": (INPUT, FORGET, CANDIDATE, OUTPUT, CELL, HIDDEN),
    "rnn": (RNN_HIDDEN,),
    "gru": (RESET, UPDATE, GRU_CANDIDATE, GRU_HIDDEN),
}


def signal_names(kind: Kind) -> tuple[str, ...]:
    """Names of the signals that a layer of this kind has, in the order of the table."""
    return tuple(signal.name for signal in SIGNALS[kind])


def find_signal(kind: Kind, name: str) -> Signal:
    """The signal of that name in a layer of that kind. Raises InputError, which lists the names there are."""
    for signal in SIGNALS[kind]:
        if signal.name == name:
            return signal
    names = ", ".join(signal_names(kind))
    raise InputError(f"Signal {name[:40]!r} is not one that this {kind} has. Ask for: {names}.", field="signals")
