"""`gatescope generate`: let it write."""

from typing import Annotated

import typer

from app.commands.options import (
    PROGRAMS,
    AsJson,
    Encoding,
    Holds,
    InFile,
    Lines,
    Model,
    Text,
    Theme,
)

WRITTEN = "How it writes"
Tokens = Annotated[
    int | None,
    typer.Option("--tokens", "-n", metavar="1-200", help="At most so many; else 40.", rich_help_panel=WRITTEN),
]
MinTokens = Annotated[
    int | None, typer.Option(metavar="0-200", help="The paragraph ends no sooner.", rich_help_panel=WRITTEN)
]
Temperature = Annotated[
    float | None,
    typer.Option(
        "--temperature", "-t", metavar="0-5", help="0 always takes the likeliest; else 1.", rich_help_panel=WRITTEN
    ),
]
TopK = Annotated[
    int | None, typer.Option(metavar="N", help="Draw from the likeliest so many tokens.", rich_help_panel=WRITTEN)
]
TopP = Annotated[
    float | None,
    typer.Option(metavar="0-1", help="Draw from the fewest that reach this share.", rich_help_panel=WRITTEN),
]
Seed = Annotated[
    int | None, typer.Option(metavar="N", help="The same one writes the same; else 0.", rich_help_panel=WRITTEN)
]
Layer = Annotated[
    int | None, typer.Option(metavar="N", help="Whose signals are told; else 0.", rich_help_panel=PROGRAMS)
]
Signals = Annotated[
    str | None, typer.Option("--signals", metavar="NAMES", help="As forget,cell; else all.", rich_help_panel=PROGRAMS)
]
Decimals = Annotated[int | None, typer.Option(metavar="0-9", help="Of signals; else 4.", rich_help_panel=PROGRAMS)]


def generate(
    text: Text = None,
    file: InFile = None,
    lines: Lines = False,
    model: Model = None,
    hold: Holds = None,
    tokens: Tokens = None,
    min_tokens: MinTokens = None,
    temperature: Temperature = None,
    top_k: TopK = None,
    top_p: TopP = None,
    seed: Seed = None,
    theme: Theme = None,
    as_json: AsJson = False,
    layer: Layer = None,
    signals: Signals = None,
    decimals: Decimals = None,
    encoding: Encoding = None,
) -> None:
    """Let the network continue a text, written as it goes. Ctrl+C stops it.

    With --json each event of the API is a line: a `token` with its probability, signals and next guesses; then `done`.

    `gatescope generate "The queen was tired, but" --temperature 0.8 --seed 7`

    `gatescope generate "She opened the" --tokens 5 --hold "0:*:forget=0"`

    `head -3 beginnings.txt | gatescope generate --lines --json --signals cell`
    """
    from app.console.asking import holds, names, screen
    from app.console.generate import run
    from app.console.texts import Source

    fields = {
        "model": model,
        "holds": holds(hold),
        "tokens": tokens,
        "min_tokens": min_tokens,
        "temperature": temperature,
        "top_k": top_k,
        "top_p": top_p,
        "seed": seed,
        "layer": layer,
        "signals": names(signals),
        "decimals": decimals,
        "encoding": encoding,
    }
    run(Source(text, file, lines), fields, screen(theme, as_json))
