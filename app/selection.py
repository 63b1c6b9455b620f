"""Which part of a trace is wanted: what null stands for, and whether all that is named exists."""

from collections.abc import Sequence
from dataclasses import dataclass

from model import InputError, LoadedModel, MissingError, signal_names


@dataclass(frozen=True)
class Selection:
    """Layers, signals (in the order of the table) and units that exist."""

    layers: list[int]
    signals: list[str]
    units: list[int]


def select(
    model: LoadedModel, layer: int | None, signals: Sequence[str] | None, units: Sequence[int] | None
) -> Selection:
    """Null is all. Raises MissingError for a layer or unit, InputError for a signal that the model has not."""
    check_index("layer", layer, model.layers, model.name)
    for unit in units or ():
        check_index("unit", unit, model.units, model.name, field="units")
    for signal in signals or ():
        check_signal(model, signal, field="signals")
    names = signal_names(model.kind)
    return Selection(
        list(range(model.layers)) if layer is None else [layer],
        [name for name in names if signals is None or name in signals],
        list(range(model.units)) if units is None else list(units),
    )


def check_signal(model: LoadedModel, signal: str | None, field: str = "signal") -> None:
    """Raise InputError for a signal that the model has not."""
    names = signal_names(model.kind)
    if signal is not None and signal not in names:
        raise InputError(f"{model.name} has no such signal. Ask for: {', '.join(names)}.", field=field)


def checked_step(step: int | None, count: int) -> int:
    """The step that is meant in a text of `count` steps: null is the last one. Raises InputError for one behind it."""
    if step is None:
        return count - 1
    if step >= count:
        raise InputError(f"There is no step {step}: the text has {count}, counted from 0 to {count - 1}.", field="step")
    return step


def check_index(what: str, index: int | None, count: int, name: str, field: str | None = None) -> None:
    """Raise MissingError for a layer or unit that the model has not."""
    if index is not None and index >= count:
        raise MissingError(
            f"There is no {what} {index}: {name} has {count}, counted from 0 to {count - 1}.", field=field or what
        )
