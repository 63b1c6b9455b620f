"""The `gatescope` command. Help must come at once, so that PyTorch is imported by `serve` alone."""

from contextlib import suppress
from pathlib import Path
from typing import Annotated, Any

import typer

cli = typer.Typer(add_completion=False, help="Type a sentence and watch a real, trained LSTM read it.")


@cli.callback(invoke_without_command=True)
def gatescope(context: typer.Context) -> None:
    """Print the help where no command is named."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Listen on this address; 0.0.0.0 lets others in.")] = None,
    port: Annotated[int | None, typer.Option(help="Listen on this port; 0 takes a free one.")] = None,
    model: Annotated[str | None, typer.Option(help="The model that is shown first.")] = None,
    reload: Annotated[bool, typer.Option("--reload", help="Start again when the code changes.")] = False,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Serve the page and the API. Settings are environment variables, GATESCOPE_…; these options win over them."""
    from pydantic import ValidationError

    from app.server import StartError
    from app.server import serve as start
    from app.settings import Settings, explain

    given: dict[str, Any] = {"host": host, "port": port, "model": model}
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
        with suppress(KeyboardInterrupt):
            start(settings, reload, open_page)
    except ValidationError as error:
        stop(explain(error))
    except StartError as error:
        stop(str(error))


@cli.command()
def index(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Plain text in UTF-8.", show_default=False)],
    model: Annotated[str | None, typer.Option(help="The model that reads them.")] = None,
    name: Annotated[str | None, typer.Option(help="What the index is called; else as the first file.")] = None,
    signals: Annotated[str | None, typer.Option(help="What is kept of it: cell,hidden where it has both.")] = None,
) -> None:
    """Read text files once, so that their moments can be searched (`/similar`). It is kept in GATESCOPE_HOME."""
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


def stop(message: str) -> None:
    """End with exit code 1 and one line that says why."""
    typer.echo(f"gatescope: {message}", err=True)
    raise typer.Exit(1)


def main() -> None:
    """The door of the installed command."""
    cli(prog_name="gatescope")


if __name__ == "__main__":
    main()
