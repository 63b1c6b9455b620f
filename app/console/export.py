"""`gatescope export`: the file of `/export`, on disk or on standard output."""

import sys
from pathlib import Path
from typing import Any

import typer

from app.commands.ending import stop
from app.console.asking import request
from app.console.opening import open_explorer, refusals
from app.console.printing import at_terminal
from app.console.texts import Source, one_text
from app.export import File
from app.schemas.trace import ExportRequest
from app.terminal.safe import safe_lines

TEXTS = ("text/", "application/json")


def run(given: Source, fields: dict[str, Any], output: Path | None, force: bool) -> None:
    """Write the file to `output`, whose ending names the format where no option does; None: to standard output."""
    if fields["format"] is None:
        fields = fields | {"format": _format_of(output)}
    if output is not None and output.is_file() and not force:
        stop(f"{output} is there already. Choose another name, or replace it by --force.")
    with refusals():
        explorer = open_explorer(fields["model"])
        file = explorer.export(request(ExportRequest, text=one_text(given), **fields))
    if output is None:
        _print(file)
    else:
        _save(file, output)


def _format_of(output: Path | None) -> str:
    if output is None or not output.suffix:
        stop("Say what is written: --format csv, json, npz, parquet or html; or by the ending of --output.", 2)
    return output.suffix[1:].lower()


def _print(file: File) -> None:
    if not at_terminal():
        sys.stdout.buffer.write(file.content)
    elif file.media_type.startswith(TEXTS):
        sys.stdout.write(safe_lines(file.content.decode("utf-8")))
    else:
        stop(f"{file.name} is not for reading in a terminal. Give it a name by --output.", 2)
    sys.stdout.flush()


def _save(file: File, output: Path) -> None:
    """Write a file as a whole or not at all; into what is no file, such as a pipe, write at once."""
    partial = output if output.exists() and not output.is_file() else output.with_name(f"{output.name}.partial")
    try:
        partial.write_bytes(file.content)
        if partial != output:
            partial.replace(output)
    except OSError as error:
        if partial != output:
            partial.unlink(missing_ok=True)
        stop(f"{output} cannot be written: {error.strerror}.")
    typer.echo(f"{output}: {len(file.content):,} bytes", err=True)
