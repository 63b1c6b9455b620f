"""Who wrote what is held: `POST /ledger` and `POST /figures/ledger`."""

import math
import time

import numpy as np
from torch import Tensor

from app.explore import Explorer, elapsed, held_notices
from app.figures.ledger import build_layer_ledger, build_unit_ledger
from app.memory.by_hand import goes_on, held_cells, memories
from app.memory.spans import span_answer
from app.reading import Reading
from app.schemas.ledger import LedgerFiguresRequest, LedgerRequest
from app.schemas.requests import Encoding
from app.selection import check_index
from app.serialize import Json, encode_array, rounded, significant
from model import (
    Ledger,
    LoadedModel,
    Trace,
    blocks_of,
    half_life,
    layer_blocks,
    layer_shares,
    memory_spans,
    unit_blocks,
    unit_ledger,
)

MOST_BLOCKS = 250  # rows and columns of the drawn ledger: more are smaller than a pixel or two, and slow to draw


def ledger(explorer: Explorer, asked: LedgerRequest) -> Json:
    """`POST /ledger`. Raises NoCellsError for a model without memory cells."""
    begun = time.perf_counter()
    model, layer, reading = _read(explorer, asked)
    trace = reading.trace
    found = _shares(trace, layer, asked) if asked.unit is None else _account(trace, layer, asked.unit, asked)
    return {
        "model": model.name,
        "layer": layer,
        "tokens": trace.tokens,
        **found,
        "by_hand": _by_hand(trace, layer, asked.unit),
        "elapsed": elapsed(begun),
        **held_notices(reading, asked.holds),
    }


def ledger_figures(explorer: Explorer, asked: LedgerFiguresRequest) -> Json:
    """`POST /figures/ledger`. Raises NoCellsError for a model without memory cells."""
    begun = time.perf_counter()
    model, layer, reading = _read(explorer, asked)
    trace = reading.trace
    steps = len(trace.tokens)
    size = math.ceil(steps / MOST_BLOCKS)
    blocks = blocks_of(steps, size)
    residual, by_hand = None, _by_hand(trace, layer, asked.unit)
    if asked.unit is None:
        shares, units = layer_blocks(trace, layer, size)
        figure = build_layer_ledger(shares.numpy(), units.numpy(), blocks, by_hand, asked.theme, trace.tokens)
    else:
        account = unit_ledger(trace, layer, asked.unit)
        writes, residual = unit_blocks(account, size).numpy(), significant(account.residual)
        figure = build_unit_ledger(writes, blocks, by_hand, float(model.card["range"]), asked.theme, trace.tokens)
    return {
        "model": model.name,
        "layer": layer,
        "unit": asked.unit,
        "tokens": trace.tokens,
        "size": size,
        "figures": {"ledger": figure},
        "by_hand": by_hand,
        "residual": residual,
        "elapsed": elapsed(begun),
        **held_notices(reading, asked.holds),
    }


def _read(explorer: Explorer, asked: LedgerRequest | LedgerFiguresRequest) -> tuple[LoadedModel, int, Reading]:
    """The model, the layer and the reading that are meant. Raises MissingError for what there is not."""
    model = explorer.registry.get(asked.model)
    layer = asked.layer or 0
    check_index("layer", layer, model.layers, model.name)
    check_index("unit", asked.unit, model.units, model.name)
    return model, layer, explorer.read(model, asked.text, asked.holds)


def _by_hand(trace: Trace, layer: int, unit: int | None) -> list[int]:
    """Steps at which a unit's cell, or without a unit any cell of the layer, is held."""
    held = held_cells(trace, layer)
    steps: list[int] = np.flatnonzero(held.any(axis=1) if unit is None else held[:, unit]).tolist()
    return steps


def _shares(trace: Trace, layer: int, asked: LedgerRequest) -> Json:
    return {"shares": triangle(layer_shares(trace, layer), asked.encoding, asked.decimals)}


def _spans(trace: Trace, layer: int, unit: int, account: Ledger, asked: LedgerRequest) -> list[Json]:
    """The unit's memories; of what a hold gives it step after step, the last."""
    held = held_cells(trace, layer)
    found = [(unit, span) for span in memory_spans(account, asked.least, asked.share)]
    told = [(unit, span) for unit, span in found if not goes_on(held)[span.start, unit]]
    return [span_answer(memory, asked.decimals) for memory in memories(told, held)]


def _account(trace: Trace, layer: int, unit: int, asked: LedgerRequest) -> Json:
    account = unit_ledger(trace, layer, unit)
    return {
        "unit": unit,
        "cell": encode_array(account.cell.numpy(), asked.encoding, asked.decimals),
        "writes": triangle(account.writes, asked.encoding, asked.decimals),
        "initial": encode_array(account.initial.numpy(), asked.encoding, asked.decimals),
        "residual": significant(account.residual),
        "half_life": rounded(float(half_life(trace, layer)[unit]), asked.decimals),
        "spans": _spans(trace, layer, unit, account, asked),
    }


def triangle(values: Tensor, encoding: Encoding, decimals: int) -> object:
    """The lower triangle of [T, T]: t + 1 rounded numbers in row t; in base64 the square as it is."""
    square = values.numpy()
    if encoding == "base64":
        return encode_array(square, encoding, decimals)
    return [encode_array(row[: step + 1], encoding, decimals) for step, row in enumerate(square)]
