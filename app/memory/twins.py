"""The same text read by networks that share their tokens: `POST /figures/twins`."""

import time

import numpy as np

from app.explore import Explorer, elapsed
from app.figures.palette import Theme
from app.figures.panels import Figure
from app.figures.twins import build_advantage, build_effective_memory, build_memory
from app.knowledge.units import names_in_short
from app.memory.sharing import sharing_models
from app.reading import Reading
from app.schemas.twins import TwinsRequest
from app.selection import check_index
from app.serialize import Json, predictions_answer, significant
from model import LoadedModel, Order, find_signal, liveliest_units, order_units

GUESSES = 3


def twins(explorer: Explorer, asked: TwinsRequest) -> Json:
    """Each network's memory and guesses; who saw which word coming. Raises InputError if they cut texts differently."""
    begun = time.perf_counter()
    models = sharing_models(explorer, asked.models)
    layer = asked.layer or 0
    for model in models:
        check_index("layer", layer, model.layers, model.name)
    readings = [explorer.read(model, asked.text) for model in models]
    tokens = readings[0].trace.tokens
    curves = {model.name: model.card["figures"].get("effective_memory") for model in models}
    known = {name: curve for name, curve in curves.items() if curve}
    entries = [_entry(explorer, model, reading, layer, asked) for model, reading in zip(models, readings, strict=True)]
    return {
        "layer": layer,
        "tokens": tokens,
        "models": entries,
        "advantage": _advantage(models, readings, asked.theme),
        "effective_memory": build_effective_memory(
            known, [model.kind for model in models if model.name in known], asked.theme
        )
        if known
        else None,
        "elapsed": elapsed(begun),
    }


def _entry(explorer: Explorer, model: LoadedModel, reading: Reading, layer: int, asked: TwinsRequest) -> Json:
    trace = reading.trace
    name = "cell" if "cell" in trace.signals else "hidden"
    units = order_units(trace, layer, liveliest_units(trace, layer, asked.show), Order("clusters"))
    values = trace.signals[name][layer][:, units].T.numpy()
    signal, reach = find_signal(model.kind, name), float(model.card["range"])
    names = names_in_short(explorer, model, layer)
    return {
        "model": model.name,
        "kind": model.kind,
        "signal": name,
        "units": units,
        "range": reach,
        "bits": None if reading.predictions is None else significant(float(np.nansum(reading.predictions.surprisal))),
        "predictions": predictions_answer(model, reading.predictions, GUESSES, 4),
        "memory": build_memory(values, units, signal.scale, reach, asked.theme, trace.tokens, names),
    }


def _advantage(models: list[LoadedModel], readings: list[Reading], theme: Theme) -> Figure | None:
    """Who of the first two was less surprised by which word; None where one of them is alone or predicts nothing."""
    bits = [each.predictions.surprisal.numpy() for each in readings[:2] if each.predictions is not None]
    if len(bits) < 2:
        return None
    return build_advantage((models[0].name, models[1].name), (bits[0], bits[1]), theme, readings[0].trace.tokens)
