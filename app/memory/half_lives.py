"""How long each unit keeps what it holds: `POST /half-lives` and `POST /figures/half-lives`."""

import time

from app.explore import Explorer, elapsed
from app.figures.half_lives import build_half_lives
from app.knowledge.units import names_in_short
from app.schemas.half_lives import HalfLivesFigureRequest, HalfLivesRequest
from app.selection import check_index
from app.serialize import Json, rounded
from model import NoCellsError, half_life, has_half_life

DECIMALS = 4  # as in every answer that holds half-lives


def half_lives(explorer: Explorer, asked: HalfLivesRequest) -> Json:
    """`POST /half-lives`. Raises NoCellsError for a model without forget gates."""
    begun = time.perf_counter()
    model = explorer.registry.get(asked.model)
    layer = asked.layer or 0
    check_index("layer", layer, model.layers, model.name)
    trace = explorer.read(model, asked.text).trace
    if not has_half_life(trace):
        raise NoCellsError(
            f"{model.name} has no forget gates, so its units have no half-life. Ask an LSTM, or look at the gradients.",
            field="model",
        )
    books = model.card["units"]["half_life"]
    return {
        "model": model.name,
        "layer": layer,
        "units": [rounded(tokens, DECIMALS) for tokens in half_life(trace, layer).tolist()],
        "books": books[layer] if layer < len(books) else None,
        "elapsed": elapsed(begun),
    }


def half_life_figures(explorer: Explorer, asked: HalfLivesFigureRequest) -> Json:
    """`POST /figures/half-lives`. Raises as `half_lives` does; MissingError for a unit that there is not."""
    model = explorer.registry.get(asked.model)
    check_index("unit", asked.unit, model.units, model.name)
    for unit in asked.pinned:
        check_index("unit", unit, model.units, model.name, field="pinned")
    answer = half_lives(explorer, asked)
    names = names_in_short(explorer, model, answer["layer"])
    figure = build_half_lives(answer["units"], answer["books"], asked.unit, asked.pinned, asked.theme, names)
    return answer | {"figures": {"half_lives": figure}}
