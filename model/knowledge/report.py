"""What each unit knows as JSON: `knowledge.json` beside the weights, and the lines that the command prints."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from model.checkpoint import LoadedModel, write_atomically
from model.errors import CheckpointError, MissingError
from model.folders import SHIPPED
from model.knowledge.moments import check_can_know
from model.knowledge.units import Known

FILE = "knowledge.json"
DIGITS = 4
# The units of a track that are listed.
TRACKED = 5

Json = dict[str, Any]


def knowledge_record(model: LoadedModel, known: dict[str, Known], made: Json) -> Json:
    """Everything as plain values. `made`: how, by what command, with which seed, on how many sentences.

    `units`: those that know something, with what they know, the strongest effect first. `tracks`: the best few units
    outside the band for each property that cannot be a name. `unclaimed`: properties that could be a name and are
    nobody's. `properties`: of every property the band, S of the whole network, the best unit, and the AUC and effect
    of all units in the order of layers (effect and S null where it cannot be a name).
    """
    units = [
        {"layer": layer, "unit": unit, "knows": _knows(model, known, layer, unit)} for layer, unit in _places(model)
    ]
    return {
        "model": model.name,
        "sha256": model.sha256,
        **made,
        "units": [unit for unit in units if unit["knows"]],
        "tracks": [track for of, one in known.items() if one.effects is None for track in _tracks(model, of, one)],
        "unclaimed": [of for of, one in known.items() if one.effects is not None and not one.named.any()],
        "properties": [_property(model, of, one) for of, one in known.items()],
    }


def write_knowledge(folder: Path, record: Json) -> None:
    """Write `knowledge.json` beside the weights that it is about, atomically."""
    write_atomically(folder / FILE, (json.dumps(record, ensure_ascii=False, indent=2) + "\n").encode())


def read_knowledge(folder: Path, model: LoadedModel) -> Json:
    """What the units of a model know, from the folder of its checkpoint.

    Raises MissingError where nobody has asked yet, or the model cannot be asked; CheckpointError where the file is
    damaged or about other weights.
    """
    check_can_know(model)
    where = "" if folder.parent == SHIPPED else " --folder GATESCOPE_HOME/models"
    again = f"Run `python -m model.knowledge units {model.name}{where}`."
    try:
        record: Json = json.loads((folder / FILE).read_bytes())
    except FileNotFoundError as error:
        raise MissingError(
            f"What the units of {model.name} know is not measured yet. {again}", field="model"
        ) from error
    except OSError as error:
        raise CheckpointError(f"{FILE} of {model.name} cannot be read: {error.strerror}. {again}") from error
    except (ValueError, RecursionError) as error:
        raise CheckpointError(f"{FILE} of {model.name} cannot be read: {error}. {again}") from error
    if not isinstance(record, dict) or record.get("sha256") != model.sha256:
        raise CheckpointError(f"{FILE} of {model.name} is not about its weights ({model.sha256[:12]}…). {again}")
    return record


def summary(model: LoadedModel, of: str, one: Known) -> str:
    """One line about a property: how many units know it, and the best."""
    best = best_unit(one)
    where, evidence = _where(model, best), _evidence(one, best)
    effect = (
        f", effect {evidence['effect']} {evidence['effect_interval']}, rank {evidence['rank']}" if one.effects else ""
    )
    return (
        f"{of}: {int(one.named.sum())} named; best is unit {where['unit']} of layer {where['layer']} by"
        f" {evidence['signal']}, AUC {evidence['auc']}, band {evidence['band']}{effect}"
    )


def best_unit(one: Known) -> int:
    """The unit (in the order of layers) with the greatest AUC; a named one, where there is one."""
    return int(np.where(one.named, one.association.auc + 1, one.association.auc).argmax())


def _places(model: LoadedModel) -> list[tuple[int, int]]:
    return [(layer, unit) for layer in range(model.layers) for unit in range(model.units)]


def _knows(model: LoadedModel, known: dict[str, Known], layer: int, unit: int) -> list[Json]:
    index = layer * model.units + unit
    found = [{"property": of, **_evidence(one, index)} for of, one in known.items() if one.named[index]]
    return sorted(found, key=lambda knowledge: -float(knowledge["effect"]))


def _tracks(model: LoadedModel, of: str, one: Known) -> list[Json]:
    auc = one.association.auc
    best = [index for index in np.argsort(-auc, kind="stable")[:TRACKED].tolist() if one.association.outside[index]]
    return [{"property": of, **_where(model, index), **_evidence(one, index)} for index in best]


def _property(model: LoadedModel, of: str, one: Known) -> Json:
    best, effects = best_unit(one), one.effects
    return {
        "property": of,
        "moments": list(one.moments),
        "band": _rounded(one.association.band),
        "whole": None if effects is None else round(effects.intact, DIGITS),
        "best": {**_where(model, best), **_evidence(one, best)},
        "auc": _rounded(one.association.auc),
        "effect": None if effects is None else _rounded(effects.effect),
    }


def _evidence(one: Known, index: int) -> Json:
    """What speaks for a unit. `rank`: 1 for the greatest effect of all units."""
    evidence: Json = {
        "signal": one.signals[index],
        "sign": int(one.association.sign[index]),
        "auc": round(float(one.association.auc[index]), DIGITS),
        "band": _rounded(one.association.band),
    }
    if one.effects is not None:
        effect = one.effects.effect
        evidence |= {
            "effect": round(float(effect[index]), DIGITS),
            "effect_interval": _rounded((one.effects.low[index], one.effects.high[index])),
            "rank": 1 + int((effect > effect[index]).sum()),
        }
    return evidence


def _where(model: LoadedModel, index: int) -> Json:
    return {"layer": index // model.units, "unit": index % model.units}


def _rounded(values: Any) -> list[float]:
    return [round(float(value), DIGITS) for value in values]
