"""Which unit decides between two continuations: `POST /ablate`."""

import time

import torch
from torch import Tensor

from app.explore import Explorer, elapsed
from app.schemas.ablate import AblateRequest
from app.selection import checked_step
from app.serialize import Json, significant
from model import Ablation, InputError, LoadedModel, ablate_all


def ablate(explorer: Explorer, asked: AblateRequest) -> Json:
    """`POST /ablate`. Raises InputError for an empty continuation, and for a mean that nobody has measured."""
    begun = time.perf_counter()
    model = explorer.registry.get(asked.model)
    explorer.check_text(model, asked.text, "text")
    ids = [token.id for token in model.tokenizer.encode(asked.text)]
    step = checked_step(asked.step, len(ids))
    favoured, against = (model.tokenizer.encode_ids(words) for words in (asked.favoured, asked.against))
    found = ablate_all(model, ids[: step + 1], favoured, against, _value(model, asked))
    return {
        "model": model.name,
        "step": step,
        "for": asked.favoured,
        "against": asked.against,
        "value": asked.value,
        "log_odds": significant(found.log_odds),
        "units": _ranked(found),
        "elapsed": elapsed(begun),
    }


def _value(model: LoadedModel, asked: AblateRequest) -> float | Tensor:
    """What the hidden state of an ablated unit is held at."""
    if asked.value != "mean":
        return float(asked.value)
    means = model.card["units"].get("mean_hidden")
    if means is None:
        raise InputError(
            f"Nobody has measured the mean of the units of {model.name} yet. Ask for 0, or measure it with"
            " `python -m model.evaluate NAME --corpus PATH --only units`.",
            field="value",
        )
    return torch.tensor(means)


def _ranked(found: Ablation) -> list[Json]:
    """Every unit, the one that changes most first; of equals by layer and unit."""
    layers, units = found.change.shape
    places = [(layer, unit) for layer in range(layers) for unit in range(units)]
    change, ablated = found.change.tolist(), found.ablated.tolist()
    places.sort(key=lambda place: -abs(change[place[0]][place[1]]))
    return [
        {
            "layer": layer,
            "unit": unit,
            "log_odds": significant(ablated[layer][unit]),
            "change": significant(change[layer][unit]),
        }
        for layer, unit in places
    ]
