"""How long memories last: `POST /spans` and `POST /figures/spans`."""

import time
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.explore import Explorer, elapsed, held_notices
from app.figures.spans import Memory, build_spans
from app.knowledge.units import names_in_short
from app.memory.by_hand import Mask, goes_on, held_cells, memories
from app.reading import Reading
from app.schemas.spans import SpansFiguresRequest, SpansRequest
from app.selection import check_index, checked_step
from app.serialize import Json, rounded
from model import LoadedModel, Span, Spans, layer_spans

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Found:
    """What a request is about, how many memories there are of the kind that it asks for, and the first of them."""

    model: LoadedModel
    layer: int
    reading: Reading
    count: int
    memories: list[Memory]


def spans(explorer: Explorer, asked: SpansRequest) -> Json:
    """`POST /spans`. Raises NoCellsError for a model without memory cells."""
    begun = time.perf_counter()
    found = _find(explorer, asked)
    return _answer(found, found.memories, asked) | {"elapsed": elapsed(begun)}


def spans_figures(explorer: Explorer, asked: SpansFiguresRequest) -> Json:
    """`POST /figures/spans`. Raises NoCellsError for a model without memory cells."""
    begun = time.perf_counter()
    found = _find(explorer, asked)
    tokens = found.reading.trace.tokens
    rows = sorted(found.memories, key=lambda each: (each.span.start, -lasted(each.span, len(tokens)), each.unit))
    names = names_in_short(explorer, found.model, found.layer)
    named = [replace(each, known=names.get(each.unit, "")) for each in rows]
    figure = build_spans(named, asked.theme, tokens)
    return _answer(found, rows, asked) | {"figures": {"spans": figure}, "elapsed": elapsed(begun)}


def span_answer(memory: Memory, decimals: int) -> Json:
    """One memory, as `/ledger` and `/spans` tell it."""
    span = memory.span
    return {
        "from": span.start,
        "to": span.stop,
        "value": rounded(span.value, decimals),
        "by_hand": memory.by_hand,
        "end": "held" if memory.replaced else span.end,
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
    reading = explorer.read(model, asked.text, asked.holds)
    trace = reading.trace
    step = checked_step(asked.step, len(trace.tokens))
    found = layer_spans(trace, layer, asked.least, asked.share)
    held = held_cells(trace, layer)
    chosen = _chosen(found, asked, step, held)
    order = _ranked(found, chosen, len(trace.tokens))
    return Found(model, layer, reading, len(chosen), memories(found.pick(order[: asked.most]), held))


def _chosen(found: Spans, asked: SpansRequest, step: int, held: Mask) -> Integers:
    """Places of the memories that are asked for. `held` [T, U]: what is written and erased there, no word does."""
    kinds = {
        "longest": np.ones(len(found), dtype=np.bool_),
        "alive": found.stop < 0,
        "written": (found.start == step) & ~held[step, found.unit],
        "erased": (found.by == step) & ~held[step, found.unit],
    }
    wanted = kinds[asked.which] & ~goes_on(held)[found.start, found.unit]
    if asked.units is not None:
        wanted &= np.isin(found.unit, asked.units)
    return np.flatnonzero(wanted)


def _ranked(found: Spans, chosen: Integers, steps: int) -> Integers:
    """The same, those that lasted longest first; of equals the strongest, then by unit and in the order of writing."""
    stop = np.where(found.stop < 0, steps, found.stop)
    return chosen[np.lexsort((-np.abs(found.value[chosen]), (found.start - stop)[chosen]))]


def _answer(found: Found, rows: list[Memory], asked: SpansRequest) -> Json:
    return {
        "model": found.model.name,
        "layer": found.layer,
        "tokens": found.reading.trace.tokens,
        "found": found.count,
        "spans": [{"unit": memory.unit, **span_answer(memory, asked.decimals)} for memory in rows],
        **held_notices(found.reading, asked.holds),
    }
