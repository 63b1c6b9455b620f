"""How long memories last: `POST /spans` and `POST /figures/spans`."""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.explore import Explorer, elapsed
from app.figures.spans import build_spans
from app.schemas.spans import SpansFiguresRequest, SpansRequest
from app.selection import check_index, checked_step
from app.serialize import Json, rounded
from model import LoadedModel, Span, Spans, Token, layer_spans

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Found:
    """What a request is about, how many memories there are of the kind that it asks for, and the first of them."""

    model: LoadedModel
    layer: int
    tokens: tuple[Token, ...]
    count: int
    spans: list[tuple[int, Span]]


def spans(explorer: Explorer, asked: SpansRequest) -> Json:
    """`POST /spans`. Raises NoCellsError for a model without memory cells."""
    begun = time.perf_counter()
    found = _find(explorer, asked)
    return _answer(found, found.spans, asked.decimals) | {"elapsed": elapsed(begun)}


def spans_figures(explorer: Explorer, asked: SpansFiguresRequest) -> Json:
    """`POST /figures/spans`. Raises NoCellsError for a model without memory cells."""
    begun = time.perf_counter()
    found = _find(explorer, asked)
    rows = sorted(found.spans, key=lambda each: (each[1].start, -lasted(each[1], len(found.tokens)), each[0]))
    figure = build_spans(rows, asked.theme, found.tokens)
    return _answer(found, rows, asked.decimals) | {"figures": {"spans": figure}, "elapsed": elapsed(begun)}


def span_answer(span: Span, decimals: int) -> Json:
    """One memory, as `/ledger` and `/spans` tell it."""
    return {
        "from": span.start,
        "to": span.stop,
        "value": rounded(span.value, decimals),
        "end": span.end,
        "by": span.by,
        "held": rounded(span.held, decimals),
    }


def lasted(span: Span, steps: int) -> int:
    """Steps at which a memory was held, the one that wrote it among them."""
    return (steps if span.stop is None else span.stop) - span.start


def _find(explorer: Explorer, asked: SpansRequest) -> Found:
    model = explorer.registry.get(asked.model)
    layer = asked.layer or 0
    check_index("layer", layer, model.layers, model.name)
    for unit in asked.units or ():
        check_index("unit", unit, model.units, model.name, field="units")
    trace = explorer.read(model, asked.text).trace
    step = checked_step(asked.step, len(trace.tokens))
    found = layer_spans(trace, layer, asked.least, asked.share)
    chosen = _chosen(found, asked, step)
    order = _ranked(found, chosen, len(trace.tokens))
    return Found(model, layer, trace.tokens, len(chosen), found.pick(order[: asked.most]))


def _chosen(found: Spans, asked: SpansRequest, step: int) -> Integers:
    """Places of the memories that are asked for."""
    kinds = {
        "longest": np.ones(len(found), dtype=np.bool_),
        "alive": found.stop < 0,
        "written": found.start == step,
        "erased": found.by == step,
    }
    wanted = kinds[asked.which]
    if asked.units is not None:
        wanted &= np.isin(found.unit, asked.units)
    return np.flatnonzero(wanted)


def _ranked(found: Spans, chosen: Integers, steps: int) -> Integers:
    """The same, those that lasted longest first; of equals the strongest, then by unit and in the order of writing."""
    stop = np.where(found.stop < 0, steps, found.stop)
    return chosen[np.lexsort((-np.abs(found.value[chosen]), (found.start - stop)[chosen]))]


def _answer(found: Found, rows: list[tuple[int, Span]], decimals: int) -> Json:
    return {
        "model": found.model.name,
        "layer": found.layer,
        "tokens": found.tokens,
        "found": found.count,
        "spans": [{"unit": unit, **span_answer(span, decimals)} for unit, span in rows],
    }
