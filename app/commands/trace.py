"""`gatescope trace`: every gate and memory cell at every word."""

from typing import Annotated

import typer

from app.commands.options import (
    PROGRAMS,
    AsJson,
    Decimals,
    Encoding,
    Holds,
    InFile,
    Layer,
    Lines,
    Model,
    Show,
    Signals,
    Text,
    Theme,
    Units,
)

TopK = Annotated[int | None, typer.Option(metavar="0-50", help="Guesses for the next word.", rich_help_panel=PROGRAMS)]


def trace(
    text: Text = None,
    file: InFile = None,
    lines: Lines = False,
    model: Model = None,
    hold: Holds = None,
    layer: Layer = None,
    signals: Signals = None,
    units: Units = None,
    show: Show = None,
    decimals: Decimals = None,
    theme: Theme = None,
    as_json: AsJson = False,
    top_k: TopK = None,
    encoding: Encoding = None,
) -> None:
    """Read a text: how surprising each word was, and what gates and memory did at it.

    A heat map runs down the terminal: a row for each word, a column for each unit, a number in every cell.

    `gatescope trace "The queen was tired, but the king said that he would wait."`

    `gatescope trace --signal forget,cell --show 20 --file poem.txt`

    `gatescope trace --lines --json --units 37 < sentences.txt > traces.jsonl`
    """
    from app.console.asking import holds, names, numbers, screen
    from app.console.texts import Source
    from app.console.trace import run

    fields = {
        "model": model,
        "holds": holds(hold),
        "layer": layer,
        "signals": names(signals),
        "units": numbers(units, "--units"),
        "decimals": decimals,
        "top_k": top_k,
        "encoding": encoding,
    }
    run(Source(text, file, lines), fields, show, screen(theme, as_json))
