"""How a command ends that cannot do what it was asked: one line that says why, and an exit code."""

from typing import NoReturn

import typer


def stop(message: str, code: int = 1) -> NoReturn:
    """End with one line on stderr. Code 1: it cannot be done; 2: it was asked wrongly."""
    typer.echo(f"gatescope: {message}", err=True)
    raise typer.Exit(code)
