"""Who wrote what is held: `POST /ledger` and `POST /figures/ledger`."""

import math
import time

from torch import Tensor

from app.explore import Explorer, elapsed, held_notices
from app.figures.ledger import build_layer_ledger, build_unit_ledger
from app.memory.spans import span_answer
from app.reading import Reading
from app.schemas.ledger import LedgerFiguresRequest, LedgerRequest
from app.schemas.requests import Encoding
from app.selection import check_index
from app.serialize import Json, encode_array, rounded, significant
from model import (
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
    answer = {"model": model.name, "layer": layer, "tokens": trace.tokens, **found, "elapsed": elapsed(begun)}
    return answer | held_notices(reading, asked.holds)


def ledger_figures(explorer: Explorer, asked: LedgerFiguresRequest) -> Json:
    """`POST /figures/ledger`. Raises NoCellsError for a model without memory cells."""
    begun = time.perf_counter()
    model, layer, reading = _read(explorer, asked)
    trace = reading.trace
    steps = len(trace.tokens)
    size = math.ceil(steps / MOST_BLOCKS)
    blocks = blocks_of(steps, size)
    residual = None
    if asked.unit is None:
        shares, units = layer_blocks(trace, layer, size)
        figure = build_layer_ledger(shares.numpy(), units.numpy(), blocks, asked.theme, trace.tokens)
    else:
        account = unit_ledger(trace, layer, asked.unit)
        writes, residual = unit_blocks(account, size).numpy(), significant(account.residual)
        figure = build_unit_ledger(writes, blocks, float(model.card["range"]), asked.theme, trace.tokens)
    return {
        "model": model.name,
        "layer": layer,
        "unit": asked.unit,
        "tokens": trace.tokens,
        "size": size,
        "figures": {"ledger": figure},
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


def _shares(trace: Trace, layer: int, asked: LedgerRequest) -> Json:
    return {"shares": triangle(layer_shares(trace, layer), asked.encoding, asked.decimals)}


def _account(trace: Trace, layer: int, unit: int, asked: LedgerRequest) -> Json:
    account = unit_ledger(trace, layer, unit)
    return {
        "unit": unit,
        "cell": encode_array(account.cell.numpy(), asked.encoding, asked.decimals),
        "writes": triangle(account.writes, asked.encoding, asked.decimals),
        "initial": encode_array(account.initial.numpy(), asked.encoding, asked.decimals),
        "residual": significant(account.residual),
        "half_life": rounded(float(half_life(trace, layer)[unit]), asked.decimals),
        "spans": [span_answer(span, asked.decimals) for span in memory_spans(account, asked.least, asked.share)],
    }


def triangle(values: Tensor, encoding: Encoding, decimals: int) -> object:
    """The lower triangle of [T, T]: t + 1 rounded numbers in row t; in base64 the square as it is."""
    square = values.numpy()
    if encoding == "base64":
        return encode_array(square, encoding, decimals)
    return [encode_array(row[: step + 1], encoding, decimals) for step, row in enumerate(square)]
