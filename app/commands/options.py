"""The options that several commands share, named as the fields of the API are."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.completion import model_names

READ, SHOWN, DRAWN, PROGRAMS = "What is read", "What is shown", "How it is drawn", "For programs"
THEMES = ("light", "dark")

Text = Annotated[
    str | None,
    typer.Argument(metavar="TEXT", help="In quotes; - for standard input, which a pipe needs not say."),
]
InFile = Annotated[
    Path | None,
    typer.Option("--file", "-f", metavar="FILE", help="Read the text from a file in UTF-8.", rich_help_panel=READ),
]
Lines = Annotated[
    bool,
    typer.Option("--lines", help="Each line is a text; those that cannot be read are named.", rich_help_panel=READ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        "-m",
        metavar="NAME",
        help="Who reads it; NAME@3 is a frame of its film.",
        rich_help_panel=READ,
        autocompletion=model_names,
    ),
]
Holds = Annotated[
    list[str] | None,
    typer.Option(
        "--hold",
        metavar="HOLD",
        help="0:37:forget:3-9=1 holds it there: layer, units (*), signal, steps (3-), value. May be repeated.",
        rich_help_panel=READ,
    ),
]
Layer = Annotated[
    int | None, typer.Option(metavar="N", help="Counted from 0. Drawn: the first, else all.", rich_help_panel=SHOWN)
]
Signals = Annotated[
    str | None,
    typer.Option(
        "--signals",
        "--signal",
        "-s",
        metavar="NAMES",
        help="As forget,cell. Drawn: the memory, else all.",
        rich_help_panel=SHOWN,
    ),
]
Units = Annotated[
    str | None,
    typer.Option(
        "--units",
        "--unit",
        "-u",
        metavar="NUMBERS",
        help="As 3,37. Drawn: the liveliest, else all.",
        rich_help_panel=SHOWN,
    ),
]
Show = Annotated[
    int | None,
    typer.Option(min=1, metavar="N", help="Draw so many units; else as many as fit.", rich_help_panel=SHOWN),
]
Decimals = Annotated[
    int | None, typer.Option(metavar="0-9", help="Of numbers: 2 where drawn, else 4.", rich_help_panel=DRAWN)
]
Theme = Annotated[
    str | None,
    typer.Option(
        metavar="light|dark",
        help="Of the terminal; else what it says itself, or dark.",
        rich_help_panel=DRAWN,
        autocompletion=lambda incomplete: [theme for theme in THEMES if theme.startswith(incomplete)],
    ),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print what the API answers, in one line.", rich_help_panel=PROGRAMS)
]
Encoding = Annotated[
    str | None,
    typer.Option(metavar="list|base64", help="Of arrays; base64 is float32 as computed.", rich_help_panel=PROGRAMS),
]
