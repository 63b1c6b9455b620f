"""What the LSTM's gates do where somebody new comes, over all subjects of the memory test. Measured once a network."""

from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

from app.lesson.chapter import Lesson
from app.lesson.people import gender_units, person
from app.lesson.reading import layer_of
from app.serialize import Json
from model import GENDERS, Arrivals, Gender, LoadedModel, Showing, arrivals, showing

Found = TypeVar("Found", Arrivals, Showing)

_ARRIVALS: "WeakKeyDictionary[object, Arrivals]" = WeakKeyDictionary()
_SHOWING: "WeakKeyDictionary[object, Showing]" = WeakKeyDictionary()


def arrivals_of(model: LoadedModel) -> Arrivals:
    """`arrivals` in the layer of the model's story."""
    return _once(_ARRIVALS, model, arrivals)


def showing_of(model: LoadedModel) -> Showing:
    """`showing` in the layer of the model's story."""
    return _once(_SHOWING, model, showing)


def gate_facts(lesson: Lesson, signal: str) -> Json:
    """A signal of each unit that knows the gender: medians where somebody comes, by the genders of both, and elsewhere.

    `units`: {unit, `of`: whom it is about, `coming`: {who comes: [after a woman, after a man]}, `between`};
    `asks`: whether it is who comes that moves the gate, rather than whether the gender changes; `apart`: whether each
    gender has a unit of its own.
    """
    found = arrivals_of(lesson.lstm)
    units = [_unit_facts(found, unit, signal) for unit in gender_units(lesson.explorer, lesson.lstm)]
    return {
        "places": len(found.at[GENDERS][signal]),
        "units": units,
        "asks": all(each["by_coming"] > 2 * each["by_leaving"] for each in units),
        "apart": {each["of"] for each in units} == {person(gender) for gender in GENDERS},
    }


def telling(lesson: Lesson, unit: int) -> float:
    """In which share of all places the sign of a unit's candidate goes by the gender of who comes, 0..1."""
    at = arrivals_of(lesson.lstm).at
    shares = {
        coming: sum(float((at[leaving, coming]["candidate"][:, unit] > 0).float().mean()) for leaving in GENDERS) / 2
        for coming in GENDERS
    }
    one, other = GENDERS
    right = (shares[one] + 1 - shares[other]) / 2
    return max(right, 1 - right)


def _unit_facts(found: Arrivals, unit: int, signal: str) -> Json:
    median = {both: float(values[signal][:, unit].median()) for both, values in found.at.items()}
    mean = {coming: sum(median[leaving, coming] for leaving in GENDERS) / 2 for coming in GENDERS}
    one, other = GENDERS
    opens: Gender = max(GENDERS, key=lambda coming: -mean[coming] if signal == "forget" else mean[coming])
    return {
        "unit": unit,
        "of": person(opens),
        "coming": {person(coming): [median[leaving, coming] for leaving in GENDERS] for coming in GENDERS},
        "mean": {person(coming): mean[coming] for coming in GENDERS},
        "between": float(found.between[signal][:, unit].median()),
        "by_coming": abs(mean[one] - mean[other]),
        "by_leaving": max(abs(median[one, coming] - median[other, coming]) for coming in GENDERS),
    }


def _once(known: "WeakKeyDictionary[object, Found]", model: LoadedModel, measure: Callable[..., Found]) -> Found:
    if model.network not in known:
        known[model.network] = measure(model, layer_of(model))
    return known[model.network]
