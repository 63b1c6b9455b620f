"""Two texts beside each other: `POST /compare` and `POST /figures/compare`."""

import time
from dataclasses import asdict, dataclass

from app.explore import Explorer, elapsed
from app.figures.compare import Sides, build_compared, build_wake
from app.reading import Reading
from app.schemas.compare import CompareFiguresRequest, CompareRequest, TwoTexts
from app.selection import check_index
from app.serialize import Json, encode_array, predictions_answer, significant, significant_list
from model import (
    Carrier,
    Comparison,
    LoadedModel,
    aligned_columns,
    compare_traces,
    differing_units,
    longest_carriers,
)

CARRIERS = 8
GUESSES = 3


@dataclass(frozen=True)
class Compared:
    """Two texts as one network reads them, and how one of its layers differs."""

    model: LoadedModel
    layer: int
    a: Reading
    b: Reading
    found: Comparison

    def answer(self) -> Json:
        """What both operations answer."""
        wake = {name: significant_list(norms.tolist()) for name, norms in self.found.wake.items()}
        return {
            "model": self.model.name,
            "layer": self.layer,
            "a": {"tokens": self.a.trace.tokens},
            "b": {"tokens": self.b.trace.tokens},
            "alignment": self.found.alignment,
            "wake": {"cell": None, **wake, "ends": self.found.ends},
        }


def compare(explorer: Explorer, asked: CompareRequest) -> Json:
    """`POST /compare`. Raises InputError for a text that is blank or too long."""
    begun = time.perf_counter()
    compared = _compare(explorer, asked)
    differences = {
        name: encode_array(values.numpy(), asked.encoding, asked.decimals)
        for name, values in compared.found.differences.items()
    }
    return compared.answer() | {"differences": differences, "elapsed": elapsed(begun)}


def compare_figures(explorer: Explorer, asked: CompareFiguresRequest) -> Json:
    """`POST /figures/compare`. Raises as `compare` does."""
    begun = time.perf_counter()
    compared = _compare(explorer, asked)
    model, found, a, b = compared.model, compared.found, compared.a.trace, compared.b.trace
    check_index("unit", asked.unit, model.units, model.name)
    units = differing_units(found, asked.show, asked.unit)
    sides = Sides(a.tokens, b.tokens, aligned_columns(found.alignment, len(a.tokens), len(b.tokens)), found.alignment)
    differences = {name: values[:, units].T.numpy() for name, values in found.differences.items()}
    wake = {name: norms.tolist() for name, norms in found.wake.items()}
    colour_range = float(model.card["range"])
    return compared.answer() | {
        "kind": model.kind,
        "columns": sides.columns,
        "units": units,
        "figures": build_compared(model.kind, differences, colour_range, asked.theme, sides),
        "wake_figure": build_wake(wake, found.ends, sides, asked.theme),
        "carriers": [_carrier(each) for each in longest_carriers(found, CARRIERS)],
        "guesses": {"a": _guesses(model, compared.a), "b": _guesses(model, compared.b)},
        "range": colour_range,
        "elapsed": elapsed(begun),
    }


def _compare(explorer: Explorer, asked: TwoTexts) -> Compared:
    model = explorer.registry.get(asked.model)
    layer = asked.layer or 0
    check_index("layer", layer, model.layers, model.name)
    a, b = (explorer.read(model, text, field=field) for field, text in (("a", asked.a), ("b", asked.b)))
    return Compared(model, layer, a, b, compare_traces(a.trace, b.trace, layer))


def _carrier(carrier: Carrier) -> Json:
    numbers = {"largest": significant(carrier.largest), "final": significant(carrier.final)}
    return asdict(carrier) | numbers


def _guesses(model: LoadedModel, reading: Reading) -> list[Json] | None:
    """What the network expects after each token; None where it predicts nothing."""
    predictions = predictions_answer(model, reading.predictions, GUESSES, 4)
    return None if predictions is None else [each["top"] for each in predictions]
