"""`gatescope compare`: the answer of `/compare` as JSON or drawn."""

from dataclasses import dataclass
from typing import Any

from app.console.asking import request
from app.console.opening import open_explorer, refusals
from app.console.printing import print_json
from app.console.texts import Source, one_text
from app.console.trace import drawn_decimals
from app.effects.compare import compare, compare_figures
from app.explore import Explorer
from app.schemas.compare import CompareFiguresRequest, CompareRequest
from app.selection import check_index, check_signal
from app.terminal.cells import CellScale
from app.terminal.compare import draw_compare, units_that_fit
from app.terminal.screen import Screen
from app.terminal.trace import heading, title
from model import LoadedModel, Signal, find_signal, known_signals

Fields = dict[str, Any]


@dataclass(frozen=True)
class Chosen:
    """What is drawn of a comparison: a signal (None: the memory), units (None: those that differ most), how many."""

    signal: str | None
    units: list[int] | None
    show: int | None


def run(a: str, b: str, fields: Fields, chosen: Chosen, screen: Screen | None) -> None:
    """Compare two texts. `screen`: where it is drawn; None: it is printed as JSON."""
    with refusals():
        explorer = open_explorer(fields["model"])
        compared = request(CompareRequest, a=one_text(Source(a, None)), b=one_text(Source(b, None)), **fields)
        if screen is None:
            print_json(compare(explorer, compared))
        else:
            _draw(explorer, compared, chosen, screen)


def _draw(explorer: Explorer, asked: CompareRequest, chosen: Chosen, screen: Screen) -> None:
    model = explorer.registry.get(asked.model)
    check_signal(model, chosen.signal)
    for unit in chosen.units or ():
        check_index("unit", unit, model.units, model.name, field="units")
    signal = find_signal(model.kind, chosen.signal or known_signals(model)[0])
    answer = compare(explorer, asked.model_copy(update={"encoding": "list"}))
    decimals = drawn_decimals(asked.decimals if "decimals" in asked.model_fields_set else None)
    cells = CellScale("signed", _range(model, signal), decimals, screen.theme)
    units = chosen.units or _most_different(explorer, asked, chosen.show or units_that_fit(screen, answer, cells))
    which = f"{len(units):,} of {model.units:,} units"
    title(screen, answer["model"], answer["layer"], model.layers)
    heading(
        screen,
        f"how the {signal.title} differs, b − a,",
        f"in {which}" if chosen.units else f"in the {which} whose memories differ most",
    )
    draw_compare(screen, answer, cells, signal.name, units)


def _range(model: LoadedModel, signal: Signal) -> float:
    """What differences span: gates cannot differ by more than 1."""
    return 1.0 if signal.scale == "gate" else float(model.card["range"])


def _most_different(explorer: Explorer, asked: CompareRequest, count: int) -> list[int]:
    """The units whose memory differs most, the most first."""
    figures = CompareFiguresRequest(**asked.model_dump(include={"a", "b", "model", "layer"}), show=None)
    units: list[int] = compare_figures(explorer, figures)["units"]
    return units[:count]
