"""The group of all subcommands: what is asked wrongly is told in one line, as every other error is."""

import sys
from typing import Any

import typer
from typer.core import TyperGroup

from app.commands.encoding import never_fail


class Commands(TyperGroup):
    """Exit codes: 0 done, 1 it cannot be done, 2 it was asked wrongly, 130 stopped by Ctrl+C."""

    def main(self, *arguments: Any, **options: Any) -> Any:
        """Run a command and end the process; a caller who asks not to (standalone_mode) gets exceptions and codes."""
        if not options.pop("standalone_mode", True):
            return self._run(*arguments, **options)
        never_fail()
        try:
            code = self._run(*arguments, **options)
        except typer.TyperException as error:
            typer.echo(f"gatescope: {in_one_line(error)}", err=True)
            code = error.exit_code
        sys.exit(code)

    def _run(self, *arguments: Any, **options: Any) -> Any:
        return super().main(*arguments, **options | {"standalone_mode": False})


def in_one_line(error: typer.TyperException) -> str:
    """What is wrong, and where it is explained."""
    message = " ".join(error.format_message().split())
    context = getattr(error, "ctx", None)
    more = f" See {context.command_path} --help." if context else ""
    return message.removesuffix(".") + "." + more
