"""`gatescope models`: which networks there are."""

from app.commands.options import AsJson, Theme


def models(theme: Theme = None, as_json: AsJson = False) -> None:
    """List the networks that can be asked: those that ship, and your own in GATESCOPE_HOME.

    `gatescope models --json | jq -r '.models[].name'`
    """
    from app.console.asking import screen
    from app.console.models import run

    run(screen(theme, as_json))
