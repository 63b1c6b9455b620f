"""Memory through time, request -> result: who wrote what is held, how far a loss reaches back, what is left of a
subject.

Plain computing in any thread, on the readings of `app/explore.py`.
"""

import time

from torch import Tensor

from app.explore import Explorer, elapsed
from app.schemas.memory import GradientsRequest, LedgerRequest, MemoryTestRequest
from app.schemas.requests import Encoding
from app.selection import check_index
from app.serialize import Json, encode_array, rounded, significant
from model import (
    FILLERS,
    LONGEST_FILLER,
    SUBJECTS,
    Gradients,
    InputError,
    LoadedModel,
    MemoryCurve,
    Span,
    Trace,
    half_life,
    halving_distance,
    layer_shares,
    loss_gradients,
    memory_spans,
    memory_test,
    unit_ledger,
)


def ledger(explorer: Explorer, asked: LedgerRequest) -> Json:
    """`POST /ledger`. Raises NoCellsError for a model without memory cells."""
    begun = time.perf_counter()
    model = explorer.registry.get(asked.model)
    layer = asked.layer or 0
    check_index("layer", layer, model.layers, model.name)
    check_index("unit", asked.unit, model.units, model.name)
    trace = explorer.read(model, asked.text).trace
    found = _shares(trace, layer, asked) if asked.unit is None else _account(trace, layer, asked.unit, asked)
    return {"model": model.name, "layer": layer, "tokens": trace.tokens, **found, "elapsed": elapsed(begun)}


def gradients(explorer: Explorer, asked: GradientsRequest) -> Json:
    """`POST /gradients`. Raises InputError for models of different tokens, one token alone, a step without loss."""
    begun = time.perf_counter()
    models = sharing_models(explorer, asked.models)
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


def memory_curves(explorer: Explorer, asked: MemoryTestRequest) -> Json:
    """`POST /memory-test`. Raises InputError for one subject alone and for words that are not one token."""
    begun = time.perf_counter()
    models = sharing_models(explorer, asked.models)
    for name, text in (("a", asked.a), ("b", asked.b), ("filler", asked.filler)):
        if text is not None:
            explorer.check_text(models[0], text, name)
    subjects = _subjects(asked)
    fillers = FILLERS if asked.filler is None else (asked.filler,)
    longest = LONGEST_FILLER if asked.filler is None else explorer.settings.max_tokens
    curves = [memory_test(model, subjects, fillers, asked.favoured, asked.against, longest) for model in models]
    return {
        "distances": curves[0].distances,
        "models": [_left(model, curve) for model, curve in zip(models, curves, strict=True)],
        "elapsed": elapsed(begun),
    }


def _subjects(asked: MemoryTestRequest) -> tuple[tuple[str, str], ...]:
    """The typed pair, or the built-in ones."""
    if asked.a is not None and asked.b is not None:
        return ((asked.a, asked.b),)
    if asked.a is None and asked.b is None:
        return SUBJECTS
    raise InputError(
        "One subject alone has nothing to differ from. Give both `a` and `b`, or neither for the built-in pairs.",
        field="a" if asked.a is None else "b",
    )


def _left(model: LoadedModel, curve: MemoryCurve) -> Json:
    curves = {"mean": curve.mean, "low": curve.low, "high": curve.high}
    return {"model": model.name} | {name: _significant_list(values) for name, values in curves.items()}


def sharing_models(explorer: Explorer, names: list[str] | None) -> list[LoadedModel]:
    """The models of these names; None: all that share the default one's tokens. Raises InputError if they differ."""
    if names is None:
        default = explorer.registry.get(None)
        return [model for model in explorer.registry.loaded.values() if _tokens_of(model) == _tokens_of(default)]
    models = [explorer.registry.get(name, "models") for name in names]
    for model in models[1:]:
        if _tokens_of(model) != _tokens_of(models[0]):
            raise InputError(
                f"{models[0].name} and {model.name} cut a text into different tokens, so their steps cannot be"
                " compared. Ask for each alone.",
                field="models",
            )
    return models


def _tokens_of(model: LoadedModel) -> str:
    """What tells tokenisers apart: the SHA-256 of the file."""
    return str(model.card["sha256"]["tokenizer.json"])


def _curves(model: LoadedModel, layer: int, found: Gradients) -> Json:
    curves = {"hidden": found.hidden, "cell": found.cell}
    return {
        "model": model.name,
        "layer": layer,
        "loss": significant(found.loss),
        **{name: None if norms is None else _significant_list(norms.tolist()) for name, norms in curves.items()},
        "halves_every": {name: None if norms is None else _halving(norms) for name, norms in curves.items()},
    }


def _halving(norms: Tensor) -> float | None:
    distance = halving_distance(norms)
    return None if distance is None else significant(distance)


def _significant_list(values: list[float]) -> list[float | None]:
    return [significant(value) for value in values]


def _shares(trace: Trace, layer: int, asked: LedgerRequest) -> Json:
    return {"shares": triangle(layer_shares(trace, layer), asked.encoding, asked.decimals)}


def _account(trace: Trace, layer: int, unit: int, asked: LedgerRequest) -> Json:
    account = unit_ledger(trace, layer, unit)
    return {
        "unit": unit,
        "cell": encode_array(account.cell.numpy(), asked.encoding, asked.decimals),
        "writes": triangle(account.writes, asked.encoding, asked.decimals),
        "initial": encode_array(account.initial.numpy(), asked.encoding, asked.decimals),
        "residual": significant(account.residual),
        "half_life": rounded(float(half_life(trace, layer)[unit]), asked.decimals),
        "spans": [_span(span, asked.decimals) for span in memory_spans(account, asked.least, asked.share)],
    }


def _span(span: Span, decimals: int) -> Json:
    return {
        "from": span.start,
        "to": span.stop,
        "value": rounded(span.value, decimals),
        "end": span.end,
        "by": span.by,
        "held": rounded(span.held, decimals),
    }


def triangle(values: Tensor, encoding: Encoding, decimals: int) -> object:
    """The lower triangle of [T, T]: t + 1 rounded numbers in row t; in base64 the square as it is."""
    square = values.numpy()
    if encoding == "base64":
        return encode_array(square, encoding, decimals)
    return [encode_array(row[: step + 1], encoding, decimals) for step, row in enumerate(square)]
