"""`gatescope compare`: two texts beside each other."""

from typing import Annotated

import typer

from app.commands.options import SHOWN, AsJson, Decimals, Encoding, Layer, Model, Show, Theme

A = Annotated[str, typer.Argument(metavar="A", help="A text, in quotes; - for standard input.", show_default=False)]
B = Annotated[str, typer.Argument(metavar="B", help="The other one.", show_default=False)]
Signal = Annotated[
    str | None,
    typer.Option("--signal", "-s", metavar="NAME", help="As forget; else the memory.", rich_help_panel=SHOWN),
]
Units = Annotated[
    str | None,
    typer.Option(
        "--units",
        "--unit",
        "-u",
        metavar="NUMBERS",
        help="As 3,37; else those that differ most.",
        rich_help_panel=SHOWN,
    ),
]


def compare(
    a: A,
    b: B,
    model: Model = None,
    layer: Layer = None,
    signal: Signal = None,
    units: Units = None,
    show: Show = None,
    decimals: Decimals = None,
    theme: Theme = None,
    as_json: AsJson = False,
    encoding: Encoding = None,
) -> None:
    """Show where two texts part, and in which units the memories of them differ, b − a, at the words they share.

    `gatescope compare "The queen was tired, but" "The king was tired, but"`

    `gatescope compare "The keys were here." "The key was here." --signal forget --json`
    """
    from app.console.asking import numbers, screen
    from app.console.compare import Chosen, run

    fields = {"model": model, "layer": layer, "decimals": decimals, "encoding": encoding}
    chosen = Chosen(signal, numbers(units, "--units"), show)
    run(a, b, fields, chosen, screen(theme, as_json))
