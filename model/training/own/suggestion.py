"""What a page opens with for a network of one's own: a piece of held-out text, and a unit and step to look at.

The best place is where a memory turns: it kept one sign for some steps, and then keeps the other.
"""

import re
from typing import Any

import torch
from torch import Tensor

from model.checkpoint import LoadedModel
from model.trace import trace_text

# Characters of a text that fits on a screen, and is worth reading.
LEAST, MOST = 20, 90
# Texts that are looked at, and that are told of in the card.
LOOKED_AT, TOLD = 12, 4
# Steps that a memory keeps its sign, before and after it turns.
HELD = 3
NAMED_BY = 24

# Where a sentence ends; after a short word with a capital, as in "Mrs.", a dot is no end.
_END = r"(?:(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z][a-z])\.|[!?…。！？])[\"'”’»)]*(?=\s|$)"
_SENTENCE = re.compile(rf".{{{LEAST - 1},{MOST - 2}}}?{_END}")


def suggest(model: LoadedModel, paragraphs: list[str]) -> dict[str, Any]:
    """`suggested` and `examples` of a card: beginnings of these paragraphs; the first where a memory turns farthest."""
    texts = excerpts(paragraphs)
    places = [_turn(model, text) for text in texts]
    best = max(range(len(texts)), key=lambda n: places[n][0])
    _, unit, step = places[best]
    suggested = {"text": texts[best], "layer": model.layers - 1, "unit": unit, "step": step}
    others = [text for text in texts if text != texts[best]][:TOLD]
    return {
        "suggested": {"name": name_of(texts[best]), **suggested},
        "examples": [{"name": name_of(text), "text": text} for text in others],
    }


def excerpts(paragraphs: list[str]) -> list[str]:
    """The first sentences of a dozen paragraphs that lie evenly in a text; short ones only where all are."""
    found = list(dict.fromkeys(map(excerpt, paragraphs)))
    long_enough = [text for text in found if len(text) >= LEAST] or found
    every = -(-len(long_enough) // LOOKED_AT)
    return long_enough[::every]


def excerpt(paragraph: str) -> str:
    """The first sentence of a paragraph if it is neither short nor long, else its beginning, cut at a blank."""
    text = " ".join(paragraph.split())
    sentence = _SENTENCE.match(text)
    if sentence:
        return sentence[0]
    if len(text) <= MOST:
        return text
    return text[:MOST].rpartition(" ")[0] or text[:MOST]


def name_of(text: str) -> str:
    """The first words of a text, to call it by."""
    if len(text) <= NAMED_BY:
        return text
    return f"{text[:NAMED_BY].rpartition(' ')[0] or text[:NAMED_BY]} …"


def _turn(model: LoadedModel, text: str) -> tuple[float, int, int]:
    """(how far its hidden state swings, unit, step) where a memory of the last layer turns; else where one swings most.

    A swing without a turn counts less than any with one.
    """
    signals = trace_text(model, text).signals
    hidden = signals["hidden"][-1]  # (T, U)
    swing = torch.zeros_like(hidden)
    swing[1:] = hidden.diff(dim=0).abs()
    turns = turning(signals.get("cell", signals["hidden"])[-1])
    place = int((swing + turns * 2).argmax())  # no hidden state swings farther than from −1 to 1
    step, unit = divmod(place, model.units)
    return float((swing + turns * 2).flatten()[place]), unit, step


def turning(memory: Tensor) -> Tensor:
    """Where a memory [T, U] has kept one sign for HELD steps and then keeps the other as long [T, U] bool."""
    sign = memory.sign()
    turns = torch.zeros_like(memory, dtype=torch.bool)
    for step in range(HELD, len(memory) - HELD):
        before, after = sign[step - HELD : step], sign[step : step + HELD + 1]
        turns[step] = (before == before[0]).all(dim=0) & (after == -before[0]).all(dim=0)
    return turns
