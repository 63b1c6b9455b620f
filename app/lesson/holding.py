"""The reader's hand on a gate: one signal of one unit, held at one word."""

from app.explore import Explorer
from app.lesson.reading import layer_of, trace_of
from app.schemas.holds import HoldRequest
from model import LoadedModel, Trace


def held_at(model: LoadedModel, unit: int, signal: str, step: int, value: float | None) -> list[HoldRequest]:
    """A hold in the layer of the model's story; none where the reader leaves it to the network."""
    if value is None:
        return []
    return [HoldRequest(layer=layer_of(model), units=[unit], signal=signal, steps=[step, step], value=value)]


def held_and_own(explorer: Explorer, model: LoadedModel, text: str, holds: list[HoldRequest]) -> tuple[Trace, Trace]:
    """A text as it is read under the reader's hold, and as the network reads it by itself."""
    return trace_of(explorer, model, text, holds), trace_of(explorer, model, text)
