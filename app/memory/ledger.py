"""Who wrote what is held: `POST /ledger`."""

import time

from torch import Tensor

from app.explore import Explorer, elapsed
from app.schemas.ledger import LedgerRequest
from app.schemas.requests import Encoding
from app.selection import check_index
from app.serialize import Json, encode_array, rounded, significant
from model import Span, Trace, half_life, layer_shares, memory_spans, unit_ledger


def ledger(explorer: Explorer, asked: LedgerRequest) -> Json:
    """`POST /ledger`. Raises NoCellsError for a model without memory cells."""
    begun = time.perf_counter()
    model = explorer.registry.get(asked.model)
    layer = asked.layer or 0
    check_index("layer", layer, model.layers, model.name)
    check_index("unit", asked.unit, model.units, model.name)
    trace = explorer.read(model, asked.text).trace
    found = _shares(trace, layer, asked) if asked.unit is None else _account(trace, layer, asked.unit, asked)
    return {"model": model.name, "layer": layer, "tokens": trace.tokens, **found, "elapsed": elapsed(begun)}


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
        "spans": [_span(span, asked.decimals) for span in memory_spans(account, asked.least, asked.share)],
    }


def _span(span: Span, decimals: int) -> Json:
    return {
        "from": span.start,
        "to": span.stop,
        "value": rounded(span.value, decimals),
        "end": span.end,
        "by": span.by,
        "held": rounded(span.held, decimals),
    }


def triangle(values: Tensor, encoding: Encoding, decimals: int) -> object:
    """The lower triangle of [T, T]: t + 1 rounded numbers in row t; in base64 the square as it is."""
    square = values.numpy()
    if encoding == "base64":
        return encode_array(square, encoding, decimals)
    return [encode_array(row[: step + 1], encoding, decimals) for step, row in enumerate(square)]
