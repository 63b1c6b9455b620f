"""`gatescope cluster`: the page and the API from several machines."""

from contextlib import suppress
from typing import Annotated, Any

import typer

from app.commands.completion import model_names
from app.commands.ending import stop


def cluster(
    replicas: Annotated[
        str,
        typer.Option(metavar="N or N..M", help="Processes that answer, over all machines; a range follows the load."),
    ] = "1..4",
    address: Annotated[
        str | None,
        typer.Option(
            metavar="HOST:PORT",
            help="The Ray cluster to run on (auto: this machine's); none: one made here, that ends.",
        ),
    ] = None,
    host: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Every machine listens on this address; 0.0.0.0 lets others in."),
    ] = None,
    port: Annotated[int | None, typer.Option(metavar="N", help="Every machine listens on this port.")] = None,
    model: Annotated[
        str | None,
        typer.Option(
            "--model", "-m", metavar="NAME", help="The model that is shown first.", autocompletion=model_names
        ),
    ] = None,
) -> None:
    """Serve the page and the API from several machines, as replicas of Ray Serve that follow the load.

    Settings are those of `gatescope serve`; they hold on every machine. Ray: `pip install 'gatescope[cluster]'`.

    `gatescope cluster --replicas 2..8 --address auto --host 0.0.0.0`
    """
    from pydantic import ValidationError

    from app.cluster.options import read_replicas
    from app.server import StartError
    from app.settings import Settings, explain

    given: dict[str, Any] = {"host": host, "port": port, "model": model}
    try:
        wanted = read_replicas(replicas)
    except ValueError as error:
        stop(str(error), code=2)
    try:
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
        from app.cluster.run import run

        with suppress(KeyboardInterrupt):
            run(settings, wanted, address)
    except ModuleNotFoundError as error:
        if error.name != "ray":
            raise
        stop("Ray is not installed. Install it: pip install 'gatescope[cluster]'.")
    except ValidationError as error:
        stop(explain(error))
    except StartError as error:
        stop(str(error))
