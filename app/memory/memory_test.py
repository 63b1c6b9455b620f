"""What is left of a subject after n words: `POST /memory-test`."""

import time

from app.explore import Explorer, elapsed
from app.memory.sharing import sharing_models
from app.schemas.memory_test import MemoryTestRequest
from app.serialize import Json, significant_list
from model import FILLERS, LONGEST_FILLER, SUBJECTS, InputError, LoadedModel, MemoryCurve, memory_test


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
    return {"model": model.name} | {name: significant_list(values) for name, values in curves.items()}
