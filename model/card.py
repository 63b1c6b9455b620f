"""What a card must say for a network to be shown: pages and figures stand on it."""

import math
from typing import Any

from model.checkpoint import LoadedModel
from model.errors import CheckpointError

# Fields and their types; see ARCHITECTURE.md for what they mean.
FIELDS: dict[str, type] = {"title": str, "sentence": str, "suggested": dict, "units": dict, "figures": dict}
SUGGESTED: dict[str, type] = {"text": str, "layer": int, "unit": int, "step": int}
UNITS: dict[str, type] = {"half_life": list, "saturation": dict}
ORIGINS = ("shipped", "imported", "trained")


def check_card(model: LoadedModel) -> None:
    """Raise CheckpointError for a card that lacks what is shown of every network, or names what the network has not."""
    card = model.card
    _check_fields(model, card, FIELDS, "")
    _check_fields(model, card["suggested"], SUGGESTED, "suggested.")
    _check_fields(model, card["units"], UNITS, "units.")
    suggested = card["suggested"]
    for name, count in (("layer", model.layers), ("unit", model.units)):
        _require(model, 0 <= suggested[name] < count, f"suggested.{name}", suggested[name])
    _require(model, model.tokenizer.reads(suggested["text"]), "suggested.text", suggested["text"])
    _require(model, _is_positive(card.get("range")), "range", card.get("range"))
    _require(model, origin(model) in ORIGINS, "origin", origin(model))


def origin(model: LoadedModel) -> str:
    """Where a network came from: one of ORIGINS. A card that does not say is of one that ships."""
    return str(model.card.get("origin", "shipped"))


def _check_fields(model: LoadedModel, found: dict[str, Any], fields: dict[str, type], path: str) -> None:
    for name, kind in fields.items():
        value = found.get(name)
        _require(model, isinstance(value, kind) and not isinstance(value, bool), path + name, value)


def _is_positive(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value) and value > 0


def _require(model: LoadedModel, holds: bool, field: str, value: object) -> None:
    if not holds:
        raise CheckpointError(
            f"card.json of {model.name} has {field} {str(value)[:60]!r}, which does not fit the network or is not"
            " what a card has there."
        )
