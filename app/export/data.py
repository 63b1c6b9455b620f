"""A reading as files for programs: csv, json, npz."""

import csv
import io
from collections.abc import Iterator

import numpy as np

from app.export.excerpt import Excerpt
from app.serialize import round_array, to_json

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def json_content(excerpt: Excerpt, elapsed: float) -> bytes:
    """The answer of `/trace`. `elapsed`: ms that reading took."""
    return to_json(excerpt.answer() | {"elapsed": elapsed})


def csv_content(excerpt: Excerpt) -> bytes:
    """A row per layer, step and unit; a column per signal. A token that looks like a formula gets a quote in front."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["layer", "step", "id", "token", "start", "end", "unit", *excerpt.chosen.signals])
    for layer in excerpt.chosen.layers:
        writer.writerows(_rows(excerpt, layer))
    return text.getvalue().encode("utf-8")


def npz_content(excerpt: Excerpt) -> bytes:
    """For `numpy.load`: a float32 array [L, T, U] per signal, and who they belong to.

    `layers` [L] and `units` [U] are the indexes of the first and last axis; `tokens`, `ids`, `starts`, `ends` [T].
    """
    chosen, trace = excerpt.chosen, excerpt.reading.trace
    tokens = trace.tokens
    arrays = {
        name: trace.signals[name].numpy()[np.ix_(chosen.layers, range(len(tokens)), chosen.units)]
        for name in chosen.signals
    }
    file = io.BytesIO()
    np.savez_compressed(
        file,
        allow_pickle=False,
        **arrays,
        layers=np.array(chosen.layers),
        units=np.array(chosen.units),
        tokens=np.array([token.text for token in tokens]),
        ids=np.array([token.id for token in tokens]),
        starts=np.array([token.start for token in tokens]),
        ends=np.array([token.end for token in tokens]),
        text=np.array(excerpt.asked.text),
        model=np.array(excerpt.model.name),
        sha256=np.array(excerpt.model.sha256),
    )
    return file.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell.startswith(FORMULA) else cell


def _rows(excerpt: Excerpt, layer: int) -> Iterator[list[object]]:
    chosen, trace = excerpt.chosen, excerpt.reading.trace
    arrays = [round_array(trace.signals[name][layer].numpy(), excerpt.asked.decimals) for name in chosen.signals]
    for token in trace.tokens:
        head = [layer, token.step, token.id, harmless(token.text), token.start, token.end]
        values = np.stack([array[token.step] for array in arrays], axis=1).tolist()  # (U, signals)
        yield from ([*head, unit, *values[unit]] for unit in chosen.units)
