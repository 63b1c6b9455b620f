"""What is printed besides drawings: JSON as the API sends it, and sentences about holds on stderr."""

import re
import sys

import typer

from app.serialize import Json, to_json

# JSON may hold them as they are, and some terminals obey them: delete, and the second set of control characters.
CONTROLS = re.compile("[\x7f-\x9f]")


def at_terminal() -> bool:
    """Whether somebody reads standard output in a terminal."""
    return sys.stdout.isatty()


def print_json(answer: Json) -> None:
    """One answer in one line, sent off at once: a reader may be waiting for it."""
    written = to_json(answer)
    if at_terminal():
        written = CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", written.decode("utf-8")).encode("utf-8")
    typer.echo(written)


def print_notices(answer: Json) -> None:
    """What has to be said about an answer that is drawn."""
    for notice in answer.get("notices") or ():
        typer.echo(f"gatescope: {notice}", err=True)
