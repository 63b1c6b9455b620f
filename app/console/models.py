"""`gatescope models`: the answer of `/models` as JSON or drawn."""

from app.console.opening import refusals, settings_for
from app.console.printing import print_json, print_notices
from app.explore import Explorer
from app.registry import ModelRegistry
from app.terminal.models import draw_models
from app.terminal.screen import Screen


def run(screen: Screen | None) -> None:
    """List the models that there are. `screen`: where they are drawn; None: they are printed as JSON."""
    with refusals():
        settings = settings_for(None)
        answer = Explorer(ModelRegistry.load(settings.model_folders, settings.model), settings).models()
        if screen is None:
            print_json(answer)
        else:
            draw_models(screen, answer)
            print_notices(answer)
