"""Labelled sentences as one unit reads them: `GET /units/examples`."""

from app.explore import Explorer
from app.knowledge.units import told_of
from app.schemas.units import KnowledgeFile, UnitExamplesQuery
from app.selection import check_index, check_signal
from app.serialize import Json, round_array
from model import Example, LoadedModel, examples, signal_names


def unit_examples(explorer: Explorer, asked: UnitExamplesQuery) -> Json:
    """`GET /units/examples`. Raises InputError for a property or signal that there is not, and where the model cannot
    read English; MissingError for a layer or unit that it has not.
    """
    model = explorer.registry.get(asked.model)
    layer = asked.layer or 0
    check_index("layer", layer, model.layers, model.name)
    check_index("unit", asked.unit, model.units, model.name)
    check_signal(model, asked.signal)
    told, _ = told_of(explorer, model)
    signal = asked.signal or _known_by(told, layer, asked.unit, asked.property) or memory(model)

    def entry(example: Example) -> Json:
        trace = explorer.read(model, example.text).trace
        return {
            "text": example.text,
            "tokens": trace.tokens,
            "values": round_array(trace.signals[signal][layer, :, asked.unit].numpy(), asked.decimals),
            "labels": example.labels(trace.tokens),
            "step": example.step(trace.tokens),
        }

    return {
        "model": model.name,
        "layer": layer,
        "unit": asked.unit,
        "property": asked.property,
        "signal": signal,
        "range": float(model.card["range"]),
        "examples": [entry(example) for example in examples(asked.property, asked.count, told.seed)],
    }


def first_example(explorer: Explorer, model: LoadedModel, of: str) -> Json | None:
    """{text, step}: where to look at a unit that knows a property; None where the model cannot read English."""
    (example,) = examples(of, 1, told_of(explorer, model)[0].seed)
    if not model.tokenizer.reads(example.text):
        return None
    return {"text": example.text, "step": example.step(tuple(model.tokenizer.encode(example.text)))}


def memory(model: LoadedModel) -> str:
    """What a layer remembers with."""
    return "cell" if "cell" in signal_names(model.kind) else "hidden"


def _known_by(told: KnowledgeFile, layer: int, unit: int, of: str) -> str | None:
    """The signal that the measurement chose for a unit and a property, where it tells."""
    knows = [each for knower in told.units if (knower.layer, knower.unit) == (layer, unit) for each in knower.knows]
    tracks = [each for each in told.tracks if (each.layer, each.unit) == (layer, unit)]
    return next((each.signal for each in (*knows, *tracks) if each.property == of), None)
