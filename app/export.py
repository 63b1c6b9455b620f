"""Result -> a file to download: csv, json, npz."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from app.reading import Reading
from app.schemas.requests import Format
from app.selection import Selection
from app.serialize import Json, round_array, to_json
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


def json_file(name: str, answer: Json) -> File:
    """The answer of `/trace`."""
    return _file(name, "json", to_json(answer))


def csv_file(model: LoadedModel, reading: Reading, chosen: Selection, decimals: int) -> File:
    """A row per layer, step and unit; a column per signal. A token that looks like a formula gets a quote in front."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["layer", "step", "id", "token", "start", "end", "unit", *chosen.signals])
    for layer in chosen.layers:
        writer.writerows(_rows(reading, chosen, layer, decimals))
    return _file(model.name, "csv", text.getvalue().encode("utf-8"))


def npz_file(model: LoadedModel, text: str, reading: Reading, chosen: Selection) -> File:
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
    return _file(model.name, "npz", file.getvalue())


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + cell if cell.startswith(FORMULA) else cell


def _rows(reading: Reading, chosen: Selection, layer: int, decimals: int) -> Iterator[list[object]]:
    arrays = [round_array(reading.trace.signals[name][layer].numpy(), decimals) for name in chosen.signals]
    for token in reading.trace.tokens:
        head = [layer, token.step, token.id, harmless(token.text), token.start, token.end]
        values = np.stack([array[token.step] for array in arrays], axis=1).tolist()  # (U, signals)
        yield from ([*head, unit, *values[unit]] for unit in chosen.units)


def _file(name: str, extension: Format, content: bytes) -> File:
    stem = re.sub(r"[^A-Za-z0-9._-]", "-", name)
    return File(f"gatescope-{stem}.{extension}", MEDIA_TYPES[extension], content)
