"""`gatescope serve`: the page and the API."""

from contextlib import suppress
from typing import Annotated, Any

import typer

from app.commands.completion import model_names
from app.commands.ending import stop


def serve(
    host: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Listen on this address; 0.0.0.0 lets others in.")
    ] = None,
    port: Annotated[int | None, typer.Option(metavar="N", help="Listen on this port; 0 takes a free one.")] = None,
    model: Annotated[
        str | None,
        typer.Option(
            "--model", "-m", metavar="NAME", help="The model that is shown first.", autocompletion=model_names
        ),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(metavar="N", help="Processes that answer; each loads the models.")
    ] = None,
    reload: Annotated[bool, typer.Option("--reload", help="Start again when the code changes.")] = False,
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
) -> None:
    """Serve the page and the API. Settings are environment variables, GATESCOPE_…; these options win over them.

    `gatescope serve --open`

    `gatescope serve --host 0.0.0.0 --port 80 --workers 2`
    """
    from pydantic import ValidationError

    from app.server import StartError
    from app.server import serve as start
    from app.settings import Settings, explain

    given: dict[str, Any] = {"host": host, "port": port, "model": model, "workers": workers}
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
        with suppress(KeyboardInterrupt):
            start(settings, reload, open_page)
    except ValidationError as error:
        stop(explain(error))
    except StartError as error:
        stop(str(error))
