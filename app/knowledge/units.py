"""What each unit of a network knows: `GET /units` and `GET /figures/units`."""

from pydantic import ValidationError

from app.explore import Explorer
from app.figures import Figure, Theme
from app.figures.units import build_units
from app.schemas.units import Knower, KnowledgeFile, PropertyRecord, UnitsFigureQuery, UnitsQuery
from app.serialize import Json
from model import (
    NAMEABLE,
    PROPERTY_WORDS,
    CheckpointError,
    InputError,
    LoadedModel,
    MissingError,
    read_knowledge,
    split_frame_name,
)

UNKNOWN = KnowledgeFile(units=[], tracks=[], unclaimed=[*NAMEABLE], properties=[])
Names = dict[str, dict[str, list[str]]]


def units(explorer: Explorer, asked: UnitsQuery) -> Json:
    """`GET /units`. What cannot be read of a model is said in `notices`, with the command that makes it."""
    model = explorer.registry.get(asked.model)
    told, notices = told_of(explorer, model)
    return {
        "model": model.name,
        "units": _units(model, told.units),
        **told.model_dump(include={"tracks", "unclaimed"}),
        "properties": [{**each.model_dump(), "label": label(each.property)} for each in told.properties],
        "notices": notices,
    }


def units_figure(explorer: Explorer, asked: UnitsFigureQuery) -> Json:
    """`GET /figures/units`: how well all units tell one property. Raises InputError for one that there is not."""
    model = explorer.registry.get(asked.model)
    if asked.property not in PROPERTY_WORDS:
        raise InputError(f"There is no such property. There are: {', '.join(PROPERTY_WORDS)}.", field="property")
    told, notices = told_of(explorer, model)
    known = [each for each in told.properties if each.property == asked.property]
    figures = [_figure(model, told.units, each, asked.theme) for each in known]
    return {
        "model": model.name,
        "property": asked.property,
        "figures": {"units": figures[0]} if figures else {},
        "notices": notices,
    }


def _figure(model: LoadedModel, knowers: list[Knower], known: PropertyRecord, theme: Theme) -> Figure:
    named = {(each.layer, each.unit) for each in knowers if any(one.property == known.property for one in each.knows)}
    return build_units(known.auc, known.effect, known.band, named, (model.layers, model.units), theme)


def earned_names(explorer: Explorer, model: LoadedModel) -> Names:
    """{layer: {unit: labels of what it knows, the greatest effect first}}, of the units that have earned a name."""
    names: Names = {}
    for each in told_of(explorer, model)[0].units:
        names.setdefault(str(each.layer), {})[str(each.unit)] = [label(one.property) for one in each.knows]
    return names


def names_in_short(explorer: Explorer, model: LoadedModel, layer: int) -> dict[int, str]:
    """What each named unit of a layer does most with, and how many names more it has, as static/js/names.js says it."""
    names = earned_names(explorer, model).get(str(layer), {})
    return {int(unit): each[0] + (f" +{len(each) - 1}" if len(each) > 1 else "") for unit, each in names.items()}


def label(name: str) -> str:
    """How a property is called; its own name where a file has one that this version does not know."""
    words = PROPERTY_WORDS.get(name)
    return words.label if words else name


def told_of(explorer: Explorer, model: LoadedModel) -> tuple[KnowledgeFile, list[str]]:
    """What lies beside the weights, read anew, for the command may have run since the start; or why it cannot be."""
    if frame := split_frame_name(model.name):
        return UNKNOWN, [f"{model.name} is a moment of a training; what units know is asked of {frame[0]} alone."]
    try:
        record = read_knowledge(explorer.registry.folder(model.name), model)
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
