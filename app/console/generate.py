"""`gatescope generate`: the events of `/generate` as they come, as text or as JSON."""

from collections.abc import Iterator
from itertools import chain
from typing import Any

from app.console.asking import request
from app.console.batch import each_line
from app.console.opening import open_explorer, refusals
from app.console.printing import print_json, print_notices
from app.console.texts import Line, Source, one_text
from app.effects.generate import Event, generate
from app.explore import Explorer
from app.schemas.generate import GenerateRequest
from app.serialize import Json
from app.terminal.generate import continuation_rows, ending, writing
from app.terminal.rows import Rows
from app.terminal.screen import Screen

Fields = dict[str, Any]


def run(given: Source, fields: Fields, screen: Screen | None) -> None:
    """Continue one text, or each line. `screen`: where it is written; None: the events are printed as JSON."""
    with refusals():
        explorer = open_explorer(fields["model"])
        if given.lines:
            _each_line(explorer, given, fields, screen)
        elif screen is None:
            _print_events(explorer, one_text(given), fields)
        else:
            _write(explorer, one_text(given), fields, screen)


def _print_events(explorer: Explorer, text: str, fields: Fields, **head: int) -> None:
    for name, data in generate(explorer, request(GenerateRequest, text=text, **fields)):
        print_json({**head, "event": name, "data": data})


def _write(explorer: Explorer, text: str, fields: Fields, screen: Screen) -> None:
    events = _words(explorer, text, fields)
    done: Json = {}
    with writing(screen, text) as write:
        for name, data in events:
            if name == "token":
                write(data["text"])
            else:
                done = data
    if screen.console.is_terminal:
        screen.note(screen.soft(ending(done)))
    print_notices(done)


def _words(explorer: Explorer, text: str, fields: Fields) -> Iterator[Event]:
    """The events without signals; the first is made, so that a text that is refused raises before a word is written."""
    asked = request(GenerateRequest, text=text, **fields).model_copy(update={"signals": [], "encoding": "list"})
    events = generate(explorer, asked)
    return chain([next(events)], events)


def _each_line(explorer: Explorer, given: Source, fields: Fields, screen: Screen | None) -> None:
    rows = None if screen is None else continuation_rows(screen)
    each_line(given, lambda line: _line(explorer, line, fields, rows))


def _line(explorer: Explorer, line: Line, fields: Fields, rows: Rows | None) -> None:
    if rows is None:
        _print_events(explorer, line.text, fields, line=line.number)
        return
    *_, (_, done) = _words(explorer, line.text, fields)
    rows.row([str(line.number), str(done["tokens"])], line.text + done["text"])
