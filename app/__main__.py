"""The `gatescope` command. Help must come at once, so that PyTorch is imported when a command runs."""

import typer

from app.commands.cluster import cluster
from app.commands.compare import compare
from app.commands.export import export
from app.commands.generate import generate
from app.commands.group import Commands
from app.commands.import_ import import_
from app.commands.index import index
from app.commands.models import models
from app.commands.score import score
from app.commands.serve import serve
from app.commands.trace import trace
from app.commands.train import train
from app.commands.version import Version, installed_version

PAGE, READ, NETWORKS = "In the browser", "Read texts", "Networks and corpora"

cli = typer.Typer(cls=Commands, invoke_without_command=True, rich_markup_mode="markdown")


@cli.callback()
def gatescope(context: typer.Context, version: Version = False) -> None:
    """Type a sentence and watch a real, trained LSTM read it: in the browser, in the terminal, or as data.

    `gatescope serve --open`

    `gatescope trace "The queen was tired, but the king said that he would wait."`
    """
    if version:
        typer.echo(f"gatescope {installed_version()}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


cli.command("serve", rich_help_panel=PAGE)(serve)
cli.command("cluster", rich_help_panel=PAGE)(cluster)
cli.command("trace", rich_help_panel=READ)(trace)
cli.command("score", rich_help_panel=READ)(score)
cli.command("generate", rich_help_panel=READ)(generate)
cli.command("compare", rich_help_panel=READ)(compare)
cli.command("export", rich_help_panel=READ)(export)
cli.command("models", rich_help_panel=NETWORKS)(models)
cli.command("train", rich_help_panel=NETWORKS)(train)
cli.command("import", rich_help_panel=NETWORKS)(import_)
cli.command("index", rich_help_panel=NETWORKS)(index)


def main() -> None:
    """The door of the installed command."""
    cli(prog_name="gatescope")


if __name__ == "__main__":
    main()
