"""`gatescope import`: a network that was trained elsewhere."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.ending import stop


def import_(
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="Weights: .safetensors, .pt of torch.save(model.state_dict()), or .h5 of Keras.",
            show_default=False,
        ),
    ],
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="What the network is called here.", show_default=False)
    ],
    vocabulary: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Its tokens: one a line, JSON {token: id} or [tokens], or tokenizer.json; else what lies beside it.",
        ),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a network of that name.")] = False,
) -> None:
    """Bring a network that was trained elsewhere: an LSTM, a GRU or a simple RNN that reads tokens.

    What was found and what will become of it is shown first, and asked about. A file of Python objects is opened
    without running what is in it. The network is kept in GATESCOPE_HOME, and `gatescope serve` shows it.

    `gatescope import model.pt --name mine`

    `gatescope import weights.hdf5 --name mine --vocabulary vocab.json --yes`
    """
    from pydantic import ValidationError

    from app.importing import NotAskedError, import_file
    from app.settings import Settings, explain
    from model import ModelError

    try:
        made = import_file(file, name, vocabulary, Settings(), yes=yes, replace=replace)
    except ValidationError as error:
        stop(explain(error))
    except NotAskedError:
        stop("Nobody is at the terminal to say yes, so nothing was written. If this is what you want, add --yes.", 2)
    except ModelError as error:
        stop(error.detail)
    except (KeyboardInterrupt, typer.Abort):
        stop("Stopped; nothing was written.")
    if made is None:
        stop("Nothing was written.")
    typer.echo(made)
