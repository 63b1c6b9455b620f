"""How far a loss reaches back: `POST /gradients` and `POST /figures/gradients`."""

import time

from torch import Tensor

from app.explore import Explorer, elapsed
from app.figures.gradients import GradientLine, build_gradients
from app.memory.sharing import kind_names, predicting_models
from app.schemas.gradients import GradientFiguresRequest, GradientsRequest
from app.selection import check_index
from app.serialize import Json, significant, significant_list
from model import Gradients, InputError, LoadedModel, halving_distance, loss_gradients


def gradients(explorer: Explorer, asked: GradientsRequest) -> Json:
    """`POST /gradients`. Raises InputError for models of different tokens, one token alone, a step without loss."""
    begun = time.perf_counter()
    models = predicting_models(explorer, asked.models)
    layer = asked.layer or 0
    for model in models:
        check_index("layer", layer, model.layers, model.name)
    traces = [explorer.read(model, asked.text).trace for model in models]
    tokens = traces[0].tokens
    if sum(token.end > 0 for token in tokens) < 2:
        raise InputError("The text is one token, and a gradient needs two. Type another word.", field="text")
    step = len(tokens) - 1 if asked.step is None else asked.step
    found = [loss_gradients(model, trace, layer, step) for model, trace in zip(models, traces, strict=True)]
    curves = [_curves(model, layer, each) for model, each in zip(models, found, strict=True)]
    return {"step": step, "tokens": tokens, "models": curves, "elapsed": elapsed(begun)}


def _curves(model: LoadedModel, layer: int, found: Gradients) -> Json:
    curves = {"hidden": found.hidden, "cell": found.cell}
    return {
        "model": model.name,
        "layer": layer,
        "loss": significant(found.loss),
        **{name: None if norms is None else significant_list(norms.tolist()) for name, norms in curves.items()},
        "halves_every": {name: None if norms is None else _halving(norms) for name, norms in curves.items()},
    }


def _halving(norms: Tensor) -> float | None:
    distance = halving_distance(norms)
    return None if distance is None else significant(distance)


def gradient_figures(explorer: Explorer, asked: GradientFiguresRequest) -> Json:
    """`POST /figures/gradients`. Raises as `gradients` does."""
    answer = gradients(explorer, asked)
    lines = _lines(explorer, answer["models"])
    drawn = [GradientLine(line["label"], line["kind"], line["signal"], line["norms"]) for line in lines]
    figures = {
        name: build_gradients(drawn, answer["tokens"], asked.theme, relative)
        for name, relative in (("absolute", False), ("relative", True))
    }
    return {name: answer[name] for name in ("step", "tokens", "elapsed")} | {"lines": lines, "figures": figures}


def _lines(explorer: Explorer, curves: list[Json]) -> list[Json]:
    """Every curve by its name: an LSTM's cell before its hidden state. Models of one kind go by their own names."""
    models = [explorer.registry.get(each["model"]) for each in curves]
    return [
        {
            "label": f"{name} {signal}",
            "model": model.name,
            "kind": model.kind,
            "signal": signal,
            "norms": each[signal],
            "halves_every": each["halves_every"][signal],
        }
        for name, model, each in zip(kind_names(models), models, curves, strict=True)
        for signal in ("cell", "hidden")
        if each[signal] is not None
    ]
