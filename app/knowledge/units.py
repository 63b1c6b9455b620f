"""What each unit of a network knows: `GET /units`."""

from pydantic import ValidationError

from app.explore import Explorer
from app.schemas.units import Knower, KnowledgeFile, UnitsQuery
from app.serialize import Json
from model import NAMEABLE, CheckpointError, LoadedModel, MissingError, read_knowledge

UNKNOWN = KnowledgeFile(units=[], tracks=[], unclaimed=[*NAMEABLE])


def units(explorer: Explorer, asked: UnitsQuery) -> Json:
    """`GET /units`. What cannot be read of a model is said in `notices`, with the command that makes it."""
    model = explorer.registry.get(asked.model)
    told, notices = _told(explorer, model)
    return {
        "model": model.name,
        "units": _units(model, told.units),
        **told.model_dump(include={"tracks", "unclaimed"}),
        "notices": notices,
    }


def _told(explorer: Explorer, model: LoadedModel) -> tuple[KnowledgeFile, list[str]]:
    """What lies beside the weights, read anew: the command may have run since the server started."""
    try:
        record = read_knowledge(explorer.registry.folder / model.name, model)
        return KnowledgeFile.model_validate(record), []
    except (MissingError, CheckpointError) as error:
        return UNKNOWN, [error.detail]
    except ValidationError:
        return UNKNOWN, [
            f"knowledge.json of {model.name} is not of the form that this version reads. "
            f"Run `python -m model.knowledge units {model.name}`."
        ]


def _units(model: LoadedModel, knowers: list[Knower]) -> list[Json]:
    """All units, layer by layer, with what they know and what the card says of them."""
    knows = {(each.layer, each.unit): each.model_dump()["knows"] for each in knowers}
    return [
        {"layer": layer, "unit": unit, "knows": knows.get((layer, unit), []), **_measures(model, layer, unit)}
        for layer in range(model.layers)
        for unit in range(model.units)
    ]


def _measures(model: LoadedModel, layer: int, unit: int) -> Json:
    """Half-life and saturation over whole books; None where there are no gates to measure."""
    half_life, saturation = (model.card["units"][name] for name in ("half_life", "saturation"))
    return {
        "half_life": half_life[layer][unit] if half_life else None,
        "saturation": {gate: shares[layer][unit] for gate, shares in saturation.items()} or None,
    }
