"""`gatescope train`: a network of one's own from a text file, in minutes."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from app.commands.ending import stop

if TYPE_CHECKING:
    from model import Kind

NETWORK, BUDGET = "The network", "How long"


def train(
    text: Annotated[Path, typer.Option("--text", metavar="FILE", help="Plain text in UTF-8.", show_default=False)],
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="What the network is called.", show_default=False)
    ],
    minutes: Annotated[
        float,
        typer.Option(metavar="N", help="Of training; it ends earlier where it gets no better.", rich_help_panel=BUDGET),
    ] = 5,
    tokens: Annotated[
        int | None,
        typer.Option(
            metavar="N", help="Train on so many instead: the same command, the same weights.", rich_help_panel=BUDGET
        ),
    ] = None,
    kind: Annotated[str, typer.Option(metavar="lstm|gru|rnn", help="Its layers.", rich_help_panel=NETWORK)] = "lstm",
    units: Annotated[
        int | None, typer.Option(metavar="N", help="Of a layer; else as the text is long.", rich_help_panel=NETWORK)
    ] = None,
    layers: Annotated[int, typer.Option(metavar="N", help="How many.", rich_help_panel=NETWORK)] = 1,
    vocabulary: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="257 reads bytes, more pieces of words; else as the text is long.",
            rich_help_panel=NETWORK,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Another one, other weights.", rich_help_panel=NETWORK)] = 1,
    twin: Annotated[
        bool, typer.Option("--twin", help="Train NAME-rnn too: without gates, on the same tokens.")
    ] = False,
    film: Annotated[
        bool, typer.Option("--film", help="Keep a dozen moments of the training, NAME@0 to NAME@11.")
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a network of that name.")] = False,
) -> None:
    """Train a network on a text of your own, in minutes. It is kept in GATESCOPE_HOME, and `gatescope serve` shows it.

    A tenth of the text is held out, to judge and to test the network. Ctrl+C ends the training and keeps the best
    network so far; twice, nothing.

    Your text stays where it is. Of it the network's files hold its vocabulary, and in their card the file's name, a
    checksum and five sentences to try the network with.
    """
    from pydantic import ValidationError

    from app.settings import Settings, explain
    from app.training import train_model
    from model import ModelError, Training

    try:
        training = Training(
            text, name, cast("Kind", kind), minutes, tokens, units, layers, vocabulary, seed, film, twin
        )
        typer.echo(train_model(training, Settings(), replace=replace))
    except ValidationError as error:
        stop(explain(error))
    except ModelError as error:
        stop(error.detail)
    except KeyboardInterrupt:
        stop("Stopped; nothing is kept.")
