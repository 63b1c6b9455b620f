"""How a network counts a string: `POST /figures/count`."""

import time
from dataclasses import asdict

from app.explore import Explorer, elapsed
from app.figures.count import build_count
from app.schemas.count import CountRequest
from app.serialize import Json, significant, significant_list
from model import InputError, LoadedModel, Step, read_count

COUNTED = ("trained_to", "perfect_to", "first_failure", "tried_to")


def count_figures(explorer: Explorer, asked: CountRequest) -> Json:
    """The counting cell over a string. Raises InputError for a model whose card does not say that it counts."""
    begun = time.perf_counter()
    model = explorer.registry.get(asked.model)
    figures = model.card["figures"].get("counting")
    if figures is None:
        raise InputError(f"{model.name} was not trained to count. {_who_counts(explorer)}", field="model")
    unit = figures["cells"][0]["unit"]
    trace = explorer.read(model, asked.text).trace
    found = read_count(model, trace, unit)
    return {
        "model": model.name,
        "unit": unit,
        "tokens": trace.tokens,
        "count": found.count,
        **{name: significant_list(getattr(found, name)) for name in ("cell", "more", "end")},
        **{name: _step(getattr(found, name)) for name in ("up", "down")},
        "wrong": found.wrong,
        "counted": {name: figures[name] for name in COUNTED},
        "figures": {"count": build_count(found, unit, trace.tokens, asked.theme)},
        "elapsed": elapsed(begun),
    }


def _who_counts(explorer: Explorer) -> str:
    names = [name for name, model in explorer.registry.loaded.items() if _counts(model)]
    return f"Ask {' or '.join(names)}." if names else "No model here was."


def _counts(model: LoadedModel) -> bool:
    return "counting" in model.card["figures"]


def _step(step: Step | None) -> Json | None:
    if step is None:
        return None
    return asdict(step) | {"mean": significant(step.mean), "spread": significant(step.spread)}
