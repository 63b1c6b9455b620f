"""`gatescope trace`: the answer of `/trace` as JSON or drawn, for one text or one per line."""

from typing import Any

from app.console.asking import request
from app.console.batch import each_line
from app.console.opening import open_explorer, refusals
from app.console.printing import print_json, print_notices
from app.console.texts import Line, Source, one_text
from app.explore import Explorer
from app.schemas.trace import TraceRequest
from app.selection import select
from app.terminal.rows import Rows
from app.terminal.screen import Screen
from app.terminal.trace import Look, draw_trace, facts, held, title
from app.terminal.trace_rows import draw_trace_row, trace_rows
from model import Order, Trace, find_signal, known_signals, liveliest_units, order_units

Fields = dict[str, Any]
DECIMALS, MOST_DECIMALS = 2, 4  # of drawn numbers


def run(given: Source, fields: Fields, show: int | None, screen: Screen | None) -> None:
    """Answer for one text, or for each line. `screen`: where it is drawn; None: it is printed as JSON."""
    with refusals():
        explorer = open_explorer(fields["model"])
        if given.lines:
            _each_line(explorer, given, fields, screen)
            return
        asked = request(TraceRequest, text=one_text(given), **fields)
        if screen is None:
            print_json(explorer.trace(asked))
        else:
            _draw(explorer, _drawn(asked), show, screen)


def _drawn(asked: TraceRequest) -> TraceRequest:
    """What a drawing needs: one layer, numbers, and the best guess alone."""
    return asked.model_copy(update={"layer": asked.layer or 0, "encoding": "list", "top_k": 1})


def _draw(explorer: Explorer, asked: TraceRequest, show: int | None, screen: Screen) -> None:
    model, layer = explorer.registry.get(asked.model), asked.layer or 0
    chosen = select(model, layer, asked.signals or known_signals(model)[:1], asked.units)
    answer = explorer.trace(asked)
    title(screen, model.name, layer, model.layers, *facts(answer), *held(len(asked.holds)))
    reading, _ = explorer.read_held(model, asked)
    for number, name in enumerate(chosen.signals):
        look = Look(
            find_signal(model.kind, name),
            float(model.card["range"]),
            drawn_decimals(asked.decimals if "decimals" in asked.model_fields_set else None),
            model.tokenizer.end_id,
            measured=number == 0,
        )
        units = asked.units or _liveliest(reading.trace, layer, show or look.room(screen, answer))
        which = f"{'' if asked.units else 'the liveliest '}{len(units):,} of {model.units:,} units"
        draw_trace(screen, answer, look, units, which)
    print_notices(answer)


def drawn_decimals(asked: int | None) -> int:
    """Decimals of drawn numbers; more than a few would only push units off the terminal."""
    return DECIMALS if asked is None else min(asked, MOST_DECIMALS)


def _liveliest(trace: Trace, layer: int, count: int) -> list[int]:
    """The liveliest units, the liveliest first."""
    return order_units(trace, layer, liveliest_units(trace, layer, count), Order("liveliness"))


def _each_line(explorer: Explorer, given: Source, fields: Fields, screen: Screen | None) -> None:
    rows = None if screen is None else trace_rows(screen)
    each_line(given, lambda line: _line(explorer, line, fields, rows))


def _line(explorer: Explorer, line: Line, fields: Fields, rows: Rows | None) -> None:
    if rows is None:
        print_json({"line": line.number} | explorer.trace(request(TraceRequest, text=line.text, **fields)))
    else:
        asked = request(TraceRequest, text=line.text, **fields)
        draw_trace_row(rows, line.number, explorer.trace(_drawn(asked)))
