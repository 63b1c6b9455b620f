"""Sentences about what units know, as the server says them."""

import math
from collections.abc import Sequence

from app.serialize import Json
from model import PROPERTY_WORDS, LoadedModel


def unit_name(model: LoadedModel, layer: int, unit: int) -> str:
    """A unit's number, with its layer (counted from 1) where there are several."""
    return str(unit) if model.layers == 1 else f"{layer + 1} · {unit}"


def summary_words(model: str, answer: Json) -> str:
    """How many units have earned a name; nothing where nobody has measured it."""
    if not answer["properties"]:
        return ""
    knowing = [each for each in answer["units"] if each["knows"]]
    several = sum(len(each["knows"]) > 1 for each in knowing)
    if not knowing:
        return f"None of the {len(answer['units'])} units of {model} has earned a name."
    also = f", {several} of them more than one" if several else ""
    has = "has earned a name" if len(knowing) == 1 else "have earned a name"
    return f"{len(knowing)} of the {len(answer['units'])} units of {model} {has}{also}."


def nobody_words(model: LoadedModel, known: Json) -> str:
    """That no unit knows a property, and how far the one comes that comes closest."""
    best, subject = known["best"], PROPERTY_WORDS[known["property"]].known
    who = f"unit {unit_name(model, best['layer'], best['unit'])}"
    nobody = f"No unit of {model.name} knows {subject}."
    reach = f"chance alone reaches {known['band'][1]:.2f}"
    if best["auc"] <= known["band"][1]:
        return f"{nobody} Its {who} comes closest, with an AUC of {auc_words(best['auc'])}; {reach}."
    effect = f"{best['effect']:+.2f}".replace("-", "−")
    return (
        f"{nobody} Its {who} tells it best, with an AUC of {auc_words(best['auc'])} where {reach}, but the network "
        f"does not rely on it: effect {effect} nats, rank {best['rank']}."
    )


def auc_words(auc: float) -> str:
    """An AUC with two decimals; three where two would say that it is never wrong."""
    return f"{math.floor(1000 * auc) / 1000:.3f}" if 0.995 <= auc < 1 else f"{auc:.2f}"


def written_band(band: Sequence[float]) -> str:
    """A control band: 0.36 to 0.64."""
    return f"{band[0]:.2f} to {band[1]:.2f}"


def life_words(tokens: float | None) -> str:
    """A half-life with two digits."""
    return "longer than can be told" if tokens is None else f"{float(f'{tokens:.2g}'):g} words"
