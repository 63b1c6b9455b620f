"""`gatescope score`: how probable texts are."""

from typing import Annotated

import typer

from app.commands.options import AsJson, Decimals, Encoding, InFile, Lines, Model, Theme

Texts = Annotated[
    list[str] | None,
    typer.Argument(metavar="TEXT", help="Each in quotes; - for standard input, which a pipe needs not say."),
]


def score(
    texts: Texts = None,
    file: InFile = None,
    lines: Lines = False,
    model: Model = None,
    decimals: Decimals = None,
    theme: Theme = None,
    as_json: AsJson = False,
    encoding: Encoding = None,
) -> None:
    """Tell how probable texts are, each alone: in all (ln p), and a token on average.

    `gatescope score "The keys were on the table." "The keys was on the table."`

    `gatescope score --lines --file pairs.txt`

    `gatescope score --lines --json < sentences.txt | jq '.scores[0].log_probability'`
    """
    from app.console.asking import screen
    from app.console.score import run

    fields = {"model": model, "decimals": decimals, "encoding": encoding}
    run(texts or [], file, lines, fields, screen(theme, as_json))
