"""A reading as a long table for data frames: Parquet, where the optional extra `parquet` is installed."""

import io
import json

import numpy as np

from app.export.excerpt import Excerpt
from app.extras import ExtraMissingError, can_write_parquet


def parquet_content(excerpt: Excerpt) -> bytes:
    """A row per layer, step and unit as in csv; signals are float32 as computed, tokens are as typed.

    The schema's metadata say `model`, `sha256` of its weights, `text`, and `holds` in JSON. Raises ExtraMissingError.
    """
    if not can_write_parquet():
        raise ExtraMissingError(
            "This server cannot write Parquet: pyarrow is not installed. Install it with "
            "`pip install 'gatescope[parquet]'`, or ask for csv or npz.",
            field="format",
        )
    import pyarrow
    from pyarrow import parquet

    table = pyarrow.table(_columns(excerpt)).replace_schema_metadata(_metadata(excerpt))
    file = io.BytesIO()
    parquet.write_table(table, file, compression="zstd")
    return file.getvalue()


def _columns(excerpt: Excerpt) -> dict[str, object]:
    """{name: one value for each row}: layers outermost, then steps, then units."""
    chosen, trace = excerpt.chosen, excerpt.reading.trace
    shape = (len(chosen.layers), len(trace.tokens), len(chosen.units))
    layers, steps, units = np.meshgrid(chosen.layers, np.arange(shape[1]), chosen.units, indexing="ij")
    order = steps.ravel()
    tokens = {
        "id": np.array([token.id for token in trace.tokens])[order],
        "token": np.array([token.text for token in trace.tokens], dtype=object)[order],
        "start": np.array([token.start for token in trace.tokens])[order],
        "end": np.array([token.end for token in trace.tokens])[order],
    }
    signals = {
        name: trace.signals[name].numpy()[np.ix_(chosen.layers, range(shape[1]), chosen.units)].ravel()
        for name in chosen.signals
    }
    return {"layer": layers.ravel(), "step": order, **tokens, "unit": units.ravel(), **signals}


def _metadata(excerpt: Excerpt) -> dict[str, str]:
    return {
        "model": excerpt.model.name,
        "sha256": excerpt.model.sha256,
        "text": excerpt.asked.text,
        "holds": json.dumps([hold.model_dump() for hold in excerpt.asked.holds]),
    }
