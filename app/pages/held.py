"""The holds of a link: those that its model can have, and a sentence for each that it cannot."""

import json
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field, ValidationError

from app.schemas.holds import MOST_HOLDS, HoldRequest
from app.serialize import Json
from model import InputError, LoadedModel, MissingError, check_hold


class HeldSignal(HoldRequest):
    """A hold of the page, which can be switched off without being forgotten."""

    off: Annotated[bool, Field(description="Listed, but not in force.")] = False


def read_holds(text: str, model: LoadedModel) -> tuple[list[HeldSignal], list[str]]:
    """(holds, problems): of a JSON list, at most MOST_HOLDS; whatever cannot be is left out and told."""
    try:
        asked = json.loads(text)
    except ValueError:
        asked = None
    if not isinstance(asked, list):
        return [], ["The holds of this link cannot be read; nothing is held."]
    holds, problems = [], []
    for number, each in enumerate(asked[:MOST_HOLDS], 1):
        try:
            holds.append(_read(each, model))
        except (ValidationError, InputError, MissingError) as error:
            problems.append(f"Hold {number} of this link is left out: {_reason(error)}")
    if len(asked) > MOST_HOLDS:
        problems.append(f"Only the first {MOST_HOLDS} of {len(asked):,} holds are kept.")
    return holds, problems


def in_force(holds: Sequence[Json]) -> list[HoldRequest]:
    """Those of a view that are not switched off, as the API takes them."""
    kept = [HeldSignal.model_validate(hold) for hold in holds]
    return [HoldRequest(**hold.model_dump(exclude={"off"})) for hold in kept if not hold.off]


def _read(asked: Any, model: LoadedModel) -> HeldSignal:
    hold = HeldSignal.model_validate(asked)
    check_hold(model, hold.hold(), "holds")
    return hold


def _reason(error: Exception) -> str:
    if not isinstance(error, ValidationError):
        return str(error)
    first = error.errors()[0]
    field = ".".join(map(str, first["loc"])) or "it"
    return f"{field}: {first['msg'][0].lower()}{first['msg'][1:]}."
