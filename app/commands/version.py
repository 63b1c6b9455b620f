"""`gatescope --version`."""

from importlib.metadata import PackageNotFoundError, version
from typing import Annotated

import typer

Version = Annotated[bool, typer.Option("--version", help="Print the version and end.")]


def installed_version() -> str:
    """The version that is installed; a checkout that is not installed has none."""
    try:
        return version("gatescope")
    except PackageNotFoundError:
        return "of a checkout that is not installed"
