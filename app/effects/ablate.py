"""Which unit decides between two continuations: `POST /ablate` and `POST /figures/ablate`."""

import time

import torch
from torch import Tensor

from app.explore import Explorer, elapsed
from app.figures.ablate import Bar, build_ablate
from app.knowledge.units import names_in_short
from app.schemas.ablate import AblateFiguresRequest, AblateRequest
from app.selection import checked_step
from app.serialize import Json, significant
from model import Ablation, InputError, LoadedModel, Token, ablate_all, known_tokens, predict, trace_tokens


def ablate(explorer: Explorer, asked: AblateRequest) -> Json:
    """`POST /ablate`. Raises InputError for an empty continuation, and for a mean that nobody has measured;
    NoPredictionsError.
    """
    begun = time.perf_counter()
    model = explorer.registry.get(asked.model)
    model.check_predicts()
    explorer.check_text(model, asked.text, "text")
    ids = [token.id for token in model.tokenizer.encode(asked.text)]
    step = checked_step(asked.step, len(ids))
    favoured, against = (
        known_tokens(model, words, field) for field, words in (("for", asked.favoured), ("against", asked.against))
    )
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


def ablate_figures(explorer: Explorer, asked: AblateFiguresRequest) -> Json:
    """`POST /figures/ablate`: the same with its chart, and what the page says besides. Raises as `ablate` does."""
    begun = time.perf_counter()
    answer = ablate(explorer, asked)
    model = explorer.registry.get(asked.model)
    before = model.tokenizer.encode(asked.text)[: answer["step"] + 1]
    units, means = answer["units"], _means(model)
    names = [names_in_short(explorer, model, layer) for layer in range(model.layers)]
    bars = [
        Bar(
            _name(model, each),
            each["layer"],
            each["unit"],
            each["log_odds"],
            names[each["layer"]].get(each["unit"], ""),
        )
        for each in units[: asked.show]
    ]
    ablated = "at its mean" if asked.value == "mean" else "without it"
    figure = build_ablate(bars, answer["log_odds"], asked.favoured, asked.against, ablated, asked.theme)
    return answer | {
        "as_read": {name: _as_read(model, before, answer[name]) for name in ("for", "against")},
        "means": None if means is None else [significant(means[each["layer"]][each["unit"]]) for each in units],
        "figures": {"ablate": figure},
        "elapsed": elapsed(begun),
    }


def _name(model: LoadedModel, unit: Json) -> str:
    """What the chart calls a unit: by its layer, too, where there are several, counted as the page counts them."""
    return f"{unit['layer'] + 1} · {unit['unit']}" if model.layers > 1 else str(unit["unit"])


def _as_read(model: LoadedModel, before: list[Token], words: str) -> Json:
    """The tokens of a continuation, and the probability 0..1 of all of them after those before."""
    pieces = model.tokenizer.encode(words)[len(model.tokenizer.opening) :]
    surprisal = predict(model, trace_tokens(model, [*before, *pieces]), top_k=0).surprisal[len(before) :]
    return {
        "pieces": [model.tokenizer.label(token.id) for token in pieces],
        "probability": significant(float(torch.exp2(-surprisal.double().sum()))),
    }


def _means(model: LoadedModel) -> list[list[float]] | None:
    """The mean hidden state of every unit [L][U] over the validation books."""
    means: list[list[float]] | None = model.card["units"].get("mean_hidden")
    return means


def _value(model: LoadedModel, asked: AblateRequest) -> float | Tensor:
    """What the hidden state of an ablated unit is held at."""
    if asked.value != "mean":
        return float(asked.value)
    means = _means(model)
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
