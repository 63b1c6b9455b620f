"""What a network of bytes opens with: a sentence with a quotation in it, and the unit that tells inside from outside.

The unit is chosen first, on the labelled texts of both halves of the lexicon (`labelled.py`): the one with the greatest
AUC for `inside_quotes`, by its cell, or by its hidden state where there is none. The sentence is that of QUOTATIONS in
which this unit keeps inside and outside furthest apart: the least distance between its values on the two sides, or
minus their overlap, divided by the standard deviation of all of them. The step is the opening mark.
"""

from typing import Any

import numpy as np

from model.checkpoint import LoadedModel
from model.knowledge.association import Flags, Floats, aucs, ranks
from model.knowledge.labelled import step_texts
from model.knowledge.marks import label_sentences
from model.knowledge.moments import Moments, read_steps

PROPERTY = "inside_quotes"
TEXTS, SEED = 60, 1

# Written for this purpose; marks as in `marks.py`.
QUOTATIONS = (
    "The old man shook his head. <q>Nobody lives there now,</q> he said, and went on with his work.",
    "<q>I am not afraid,</q> said the girl, <q>but I would rather stay here.</q>",
    "She opened the window and called <q>Come in, the door is open!</q> to the children in the garden.",
    "He read the first line, <q>My dear friend, all is lost,</q> and put the letter away.",
    "Over the door they had written <q>Welcome home</q> in large red letters.",
    "<q>Where have you been?</q> asked his mother, but the boy gave no answer.",
    "The captain looked at the sky. <q>It will rain before night,</q> he said at last.",
    "Nobody knew what he meant by <q>the other house,</q> and nobody asked him.",
)


def choose_quotation(model: LoadedModel) -> dict[str, Any]:
    """{text, layer, unit, step, property, signal, auc}: what to open with, and how well the unit tells (0..1)."""
    column, auc = _best_unit(_known(model))
    texts = [label_sentences([marked]) for marked in QUOTATIONS]
    readings = [read_steps(model, [text]) for text in texts]
    chosen = max(range(len(texts)), key=lambda n: _apart(_values(readings[n])[:, column], readings[n].labels[PROPERTY]))
    moments = readings[chosen]
    return {
        "name": "inside a quotation",
        "text": texts[chosen].text,
        "layer": column // model.units,
        "unit": column % model.units,
        "step": int(moments.step[moments.labels[PROPERTY].argmax()]),
        "property": PROPERTY,
        "signal": next(iter(moments.signals)),
        "auc": round(auc, 4),
    }


def _known(model: LoadedModel) -> Moments:
    return read_steps(model, [text for half in (1, 2) for text in step_texts(half, TEXTS, SEED)])


def _best_unit(moments: Moments) -> tuple[int, float]:
    """(column, AUC) of the unit that tells inside from outside best, whichever way round."""
    found = aucs(ranks(_values(moments)), moments.labels[PROPERTY])
    column = int(np.abs(found - 0.5).argmax())
    return column, float(max(found[column], 1 - found[column]))


def _values(moments: Moments) -> Floats:
    """What a unit stores, or says where nothing is stored [n, L · U]: the first of the signals that it may know by."""
    return np.asarray(next(iter(moments.signals.values())), dtype=np.float64)


def _apart(values: Floats, inside: Flags) -> float:
    """How far apart the values inside and outside keep [n]: above 0 where no value lies among those of the other."""
    within, without = values[inside], values[~inside]
    gap = max(within.min() - without.max(), without.min() - within.max())
    return float(gap / values.std())
