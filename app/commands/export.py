"""`gatescope export`: a trace as a file."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.options import SHOWN, Holds, InFile, Layer, Model, Signals, Text, Units

WRITTEN = "What is written"
FORMATS = ("csv", "json", "npz", "parquet", "html")
Format = Annotated[
    str | None,
    typer.Option(
        metavar="|".join(FORMATS),
        help="html is a page that opens offline; else by the ending of --output.",
        rich_help_panel=WRITTEN,
        autocompletion=lambda incomplete: [name for name in FORMATS if name.startswith(incomplete)],
    ),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Else standard output.", rich_help_panel=WRITTEN)
]
Force = Annotated[bool, typer.Option("--force", help="Replace a file that is there.", rich_help_panel=WRITTEN)]
Decimals = Annotated[int | None, typer.Option(metavar="0-9", help="Of csv and json; else 4.", rich_help_panel=SHOWN)]


def export(
    text: Text = None,
    file: InFile = None,
    model: Model = None,
    hold: Holds = None,
    layer: Layer = None,
    signals: Signals = None,
    units: Units = None,
    decimals: Decimals = None,
    format: Format = None,
    output: Output = None,
    force: Force = False,
) -> None:
    """Write every signal of a text to a file: for data frames, for NumPy, or as a page to keep.

    `gatescope export "The queen was tired." --output queen.npz`

    `gatescope export --file poem.txt --signals cell --format csv | head`
    """
    from app.console.asking import holds, names, numbers
    from app.console.export import run
    from app.console.texts import Source

    fields = {
        "model": model,
        "holds": holds(hold),
        "layer": layer,
        "signals": names(signals),
        "units": numbers(units, "--units"),
        "decimals": decimals,
        "format": format,
    }
    run(Source(text, file), fields, output, force)
