"""Result -> a file to download: csv, json, npz."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.explore import Explorer, Reading, Selection
from app.schemas.requests import ExportRequest, Format, TraceRequest
from app.serialize import round_array, to_json
from model import LoadedModel

MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
    "npz": "application/zip",
}
FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True)
class File:
    """What is downloaded. `name` never holds typed text."""

    name: str
    media_type: str
    content: bytes


def export(explorer: Explorer, asked: ExportRequest) -> File:
    """The file that is asked for. Raises as Explorer does."""
    model, reading, chosen = explorer.selected(asked)
    match asked.format:
        case "csv":
            content = to_csv(reading, chosen, asked.decimals)
        case "npz":
            content = to_npz(model, asked.text, reading, chosen)
        case "json":
            content = to_json(explorer.trace(_trace_request(asked)))
    stem = re.sub(r"[^A-Za-z0-9._-]", "-", model.name)
    return File(f"gatescope-{stem}.{asked.format}", MEDIA_TYPES[asked.format], content)


def to_csv(reading: Reading, chosen: Selection, decimals: int) -> bytes:
    """A row per layer, step and unit; a column per signal. A token that a spreadsheet would run gets a quote in front."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["layer", "step", "id", "token", "start", "end", "unit", *chosen.signals])
    for layer in chosen.layers:
        writer.writerows(_rows(reading, chosen, layer, decimals))
    return text.getvalue().encode("utf-8")


def to_npz(model: LoadedModel, text: str, reading: Reading, chosen: Selection) -> bytes:
    """For `numpy.load`: a float32 array [L, T, U] per signal, and who they belong to.

    `layers` [L] and `units` [U] are the indexes of the first and last axis; `tokens`, `ids`, `starts`, `ends` [T].
    """
    tokens = reading.trace.tokens
    arrays = {
        name: reading.trace.signals[name].numpy()[np.ix_(chosen.layers, range(len(tokens)), chosen.units)]
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
        text=np.array(text),
        model=np.array(model.name),
        sha256=np.array(model.sha256),
    )
    return file.getvalue()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell.startswith(FORMULA) else cell


def _rows(reading: Reading, chosen: Selection, layer: int, decimals: int) -> Iterator[list[object]]:
    arrays = [round_array(reading.trace.signals[name][layer].numpy(), decimals) for name in chosen.signals]
    for token in reading.trace.tokens:
        head = [layer, token.step, token.id, harmless(token.text), token.start, token.end]
        values = np.stack([array[token.step] for array in arrays], axis=1).tolist()  # (U, signals)
        yield from ([*head, unit, *values[unit]] for unit in chosen.units)


def _trace_request(asked: ExportRequest) -> TraceRequest:
    return TraceRequest(**asked.model_dump(exclude={"format"}))
