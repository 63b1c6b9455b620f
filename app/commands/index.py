"""`gatescope index`: text files, read once so that their moments can be searched."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.completion import model_names
from app.commands.ending import stop


def index(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Plain text in UTF-8.", show_default=False)],
    model: Annotated[
        str | None,
        typer.Option("--model", "-m", metavar="NAME", help="The model that reads them.", autocompletion=model_names),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="NAME", help="What the index is called; else as the first file.")
    ] = None,
    signals: Annotated[
        str | None, typer.Option(metavar="NAMES", help="What is kept of it: cell,hidden where it has both.")
    ] = None,
) -> None:
    """Read text files once, so that their moments can be searched (`/similar`). It is kept in GATESCOPE_HOME.

    `gatescope index emma.txt persuasion.txt --name austen`
    """
    from pydantic import ValidationError

    from app.indexing import make_index
    from app.settings import Settings, explain
    from model import ModelError

    try:
        settings = Settings() if model is None else Settings(model=model)
        typer.echo(make_index(files, settings, name, signals))
    except ValidationError as error:
        stop(explain(error))
    except ModelError as error:
        stop(error.detail)
