"""The answer of `/models` in a terminal: which networks there are, and what each is."""

from rich.padding import Padding
from rich.text import Text

from app.serialize import Json
from app.terminal.safe import safe
from app.terminal.screen import Screen

INDENT = 2


def draw_models(screen: Screen, answer: Json) -> None:
    """A paragraph for each: its name, kind, size and origin, then what it is."""
    for model in answer["models"]:
        name = Text(safe(model["name"]), style="bold")
        screen.note(name, screen.soft(f"  {', '.join(facts(model))}"))
        sentence = f"{safe(model['title'])}. {safe(model['card']['sentence'])}"
        screen.console.print(Padding(Text(sentence), (0, 0, 1, INDENT)))


def facts(model: Json) -> list[str]:
    """Kind and size, where it is from, what it lacks."""
    layers = f"{model['layers']} × {model['units']:,}" if model["layers"] > 1 else f"{model['units']:,}"
    known = [model["kind"].upper(), f"{layers} units", f"{model['vocabulary']:,} tokens", weights(model["parameters"])]
    known.append(model["origin"])
    known += [f"a film, @0 to @{len(model['film']) - 1}"] if model["film"] else []
    known += ["no predictions"] * (not model["predicts"]) + ["default"] * model["default"]
    return known


def weights(count: int) -> str:
    """A number of weights as it is spoken of."""
    return f"{count / 1e6:.1f} M weights" if count >= 1e6 else f"{count:,} weights"
