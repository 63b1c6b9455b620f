"""The `gatescope` command. Help must come at once, so that PyTorch is imported when a command runs."""

import typer

from app.commands.index import index
from app.commands.serve import serve

cli = typer.Typer(add_completion=False, help="Type a sentence and watch a real, trained LSTM read it.")


@cli.callback(invoke_without_command=True)
def gatescope(context: typer.Context) -> None:
    """Print the help where no command is named."""
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


for command in (serve, index):
    cli.command()(command)


def main() -> None:
    """The door of the installed command."""
    cli(prog_name="gatescope")


if __name__ == "__main__":
    main()
