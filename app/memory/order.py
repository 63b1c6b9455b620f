"""How far the order of the words moves the final state: `POST /order`, and the same as a figure of many orders."""

import time
from dataclasses import asdict

from torch import Tensor

from app.explore import Explorer, elapsed
from app.figures.order import Row, build_ends
from app.memory.sharing import kind_names, sharing_models
from app.schemas.order import OrderFiguresRequest, OrderRequest
from app.serialize import Json, significant
from model import LoadedModel, Shuffled, StateDistance, final_states, shuffle_words, state_distance

MOST_ORDERS = 20  # that a figure draws
MOST_CHARACTERS = 40_000  # read for one figure: a long text is read in fewer orders, so that it answers within a second
SYMBOLS = {"cell": "c", "hidden": "h"}

Moved = dict[str, list[StateDistance] | None]  # by signal, a distance for each order


def order(explorer: Explorer, asked: OrderRequest) -> Json:
    """`POST /order`. Raises InputError for one word alone."""
    begun = time.perf_counter()
    models = _checked_models(explorer, asked.text, asked.models)
    shuffled = shuffle_words(asked.text, asked.seed)
    moved = [ends_of(model, asked.text, [shuffled]) for model in models]
    return _reordered(shuffled, models, moved) | {"elapsed": elapsed(begun)}


def order_figures(explorer: Explorer, asked: OrderFiguresRequest) -> Json:
    """`POST /figures/order`. Raises as above."""
    begun = time.perf_counter()
    models = _checked_models(explorer, asked.text, asked.models)
    seeds = list(range(1, 1 + min(MOST_ORDERS, max(1, MOST_CHARACTERS // len(asked.text)))))
    shuffles = [shuffle_words(asked.text, seed) for seed in (seeds if asked.seed is None else [*seeds, asked.seed])]
    moved = [ends_of(model, asked.text, shuffles) for model in models]
    names = kind_names(models)
    return {
        "figures": {"ends": build_ends(end_rows(names, moved), seeds, asked.seed, asked.theme)},
        "names": names,
        "seeds": seeds,
        "spread": [_spread(model, each, len(seeds)) for model, each in zip(models, moved, strict=True)],
        "shuffled": None if asked.seed is None else _reordered(shuffles[-1], models, moved),
        "elapsed": elapsed(begun),
    }


def _checked_models(explorer: Explorer, text: str, names: list[str] | None) -> list[LoadedModel]:
    models = sharing_models(explorer, names)
    explorer.check_text(models[0], text, "text")
    return models


def ends_of(model: LoadedModel, text: str, shuffles: list[Shuffled]) -> Moved:
    """How far each order ends from the text as it is, by signal."""
    states = final_states(model, [text, *(shuffled.text for shuffled in shuffles)])
    return {"cell": None if states.cell is None else _distances(states.cell), "hidden": _distances(states.hidden)}


def _distances(states: Tensor) -> list[StateDistance]:
    return [state_distance(states[0], other) for other in states[1:]]


def _reordered(shuffled: Shuffled, models: list[LoadedModel], moved: list[Moved]) -> Json:
    """The last of the orders, in numbers."""
    entries = [
        {"model": model.name, **{signal: _distance(found) for signal, found in each.items()}}
        for model, each in zip(models, moved, strict=True)
    ]
    return asdict(shuffled) | {"models": entries}


def _distance(found: list[StateDistance] | None) -> Json | None:
    return None if found is None else {name: significant(value) for name, value in asdict(found[-1]).items()}


def _spread(model: LoadedModel, moved: Moved, drawn: int) -> Json:
    """How far each of the drawn orders ends."""
    relative = {
        signal: None if found is None else [significant(each.relative) for each in found[:drawn]]
        for signal, found in moved.items()
    }
    return {"model": model.name, **relative}


def end_rows(names: list[str], moved: list[Moved]) -> list[Row]:
    """The same as the lanes of a figure."""
    return [
        Row(name, SYMBOLS[signal], [each.relative for each in found])
        for name, each in zip(names, moved, strict=True)
        for signal, found in each.items()
        if found is not None
    ]
