"""The card of an imported network: what the page needs, measured on texts that it can read, and whence it came."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch

from model.checkpoint import Card, LoadedModel
from model.errors import InputError
from model.foreign.texts import check_computed, sample_texts
from model.trace import trace_layers
from model.training.cells import contents_range, unit_measures
from model.training.own.suggestion import suggest

# Tokens that are read to see whether a network computes at all.
MOST_TOKENS = 500
KINDS = {"lstm": "An LSTM", "gru": "A GRU", "rnn": "A simple RNN"}


def imported_card(model: LoadedModel, imported: Mapping[str, Any]) -> Card:
    """All of a card but its seals; `imported`: the source's name, checksum and format, what was left out of it.

    Raises InputError for a network whose numbers grow beyond all bounds, and where no text can be made that it reads.
    """
    _check_computes(model)
    texts, what = sample_texts(model)
    if not texts:
        raise InputError(
            "No text can be made of the vocabulary that the network reads: is it the one that it was trained with?",
            field="vocabulary",
        )
    ids = [np.array([*model.tokenizer.opening, *each]) for each in model.tokenizer.encode_many(texts)]
    return {
        "name": model.name,
        "title": model.name,
        "sentence": _sentence(model, str(imported["file"])),
        "origin": "imported",
        "imported": {**imported, "measured_on": f"{len(texts)} {what}"},
        "range": contents_range(model, texts),
        "units": unit_measures(model, ids, lambda _: None),
        **suggest(model, texts),
        "figures": {},
    }


def _check_computes(model: LoadedModel) -> None:
    """Raise InputError where numbers grow beyond all bounds when tokens are read one after the other."""
    network, ids = model.network, torch.arange(model.network.shape.vocabulary)
    with torch.no_grad():
        for values in trace_layers(network.recurrent, network.embedding(ids[:MOST_TOKENS])).values():
            check_computed(values)


def _sentence(model: LoadedModel, file: str) -> str:
    """What it is, for the picker."""
    units = f"{model.units} units" if model.layers == 1 else f"{model.layers} × {model.units} units"
    silent = "" if model.predicts else " It predicts nothing here."
    return f"{KINDS[model.kind]} of {units}, imported from {file}.{silent}"
