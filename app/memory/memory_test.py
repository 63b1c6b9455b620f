"""What is left of a subject after n words: `POST /memory-test`, and the same as a figure."""

import time

from app.explore import Explorer, elapsed
from app.figures.memory_test import Line, build_left
from app.figures.words import token_label
from app.memory.sharing import kind_names, predicting_models
from app.schemas.memory_test import MemoryFiguresRequest, MemoryTestRequest
from app.serialize import Json, significant, significant_list
from model import (
    FILLERS,
    LONGEST_FILLER,
    SUBJECTS,
    InputError,
    LoadedModel,
    SubjectDifference,
    Token,
    strongest,
    subject_difference,
)

CARRIERS = 5

Pairs = tuple[tuple[str, str], ...]


def memory_curves(explorer: Explorer, asked: MemoryTestRequest) -> Json:
    """`POST /memory-test`. Raises InputError for one subject alone and for words that are not one token."""
    begun = time.perf_counter()
    models = _checked_models(explorer, asked)
    entries = [_entry(model, _difference(explorer, model, asked, _subjects(asked))) for model in models]
    return {"distances": _distances(entries), "models": entries, "elapsed": elapsed(begun)}


def memory_figures(explorer: Explorer, asked: MemoryFiguresRequest) -> Json:
    """`POST /figures/memory-test`: the curves, and those of the built-in pairs behind a typed one. Raises as above."""
    begun = time.perf_counter()
    models = _checked_models(explorer, asked)
    subjects = _subjects(asked)
    entries = [_entry(model, _difference(explorer, model, asked, subjects)) for model in models]
    known = None
    if subjects is not SUBJECTS:
        known = [_entry(model, _difference(explorer, model, asked, SUBJECTS)) for model in models]
    filler, steps = _filler(asked), len(_distances(entries))
    reader = models[0].tokenizer
    tokens = reader.encode(filler)[len(reader.opening) :][:steps]
    words = None if asked.filler is None else [token_label(token) for token in tokens]
    behind = None if known is None else _lines(models, known)
    return {
        "figures": {"left": build_left(_lines(models, entries), behind, words, asked.theme)},
        "distances": _distances(entries),
        "models": entries,
        "built_in": known,
        "names": kind_names(models),
        "words": words,
        "texts": _texts(subjects[0], filler, tokens),
        "elapsed": elapsed(begun),
    }


def _checked_models(explorer: Explorer, asked: MemoryTestRequest) -> list[LoadedModel]:
    models = predicting_models(explorer, asked.models)
    for name, text in (("a", asked.a), ("b", asked.b), ("filler", asked.filler)):
        if text is not None:
            explorer.check_text(models[0], text, name)
    return models


def _subjects(asked: MemoryTestRequest) -> Pairs:
    """The typed pair, or the built-in ones."""
    if asked.a is not None and asked.b is not None:
        return ((asked.a, asked.b),)
    if asked.a is None and asked.b is None:
        return SUBJECTS
    raise InputError(
        "One subject alone has nothing to differ from. Give both `a` and `b`, or neither for the built-in pairs.",
        field="a" if asked.a is None else "b",
    )


def _difference(explorer: Explorer, model: LoadedModel, asked: MemoryTestRequest, subjects: Pairs) -> SubjectDifference:
    fillers = FILLERS if asked.filler is None else (asked.filler,)
    longest = LONGEST_FILLER if asked.filler is None else explorer.settings.max_tokens
    return subject_difference(model, subjects, fillers, asked.favoured, asked.against, longest)


def _entry(model: LoadedModel, found: SubjectDifference) -> Json:
    curve = found.curve()
    curves = {"mean": curve.mean, "low": curve.low, "high": curve.high}
    parts, _ = strongest(found.carried(), CARRIERS)
    carriers = [{"layer": model.layers - 1, "unit": unit, "part": significant(part)} for unit, part in parts.items()]
    return {
        "model": model.name,
        **{name: significant_list(values) for name, values in curves.items()},
        "carriers": carriers,
    }


def _distances(entries: list[Json]) -> list[int]:
    return list(range(1, len(entries[0]["mean"]) + 1))


def _filler(asked: MemoryTestRequest) -> str:
    return FILLERS[0] if asked.filler is None else asked.filler


def _texts(pair: tuple[str, str], filler: str, tokens: list[Token]) -> Json:
    """What to read to see the difference at the longest distance: each subject, and the filler up to there."""
    read = filler[: tokens[-1].end]
    return {side: subject + read for side, subject in zip("ab", pair, strict=True)}


def _lines(models: list[LoadedModel], entries: list[Json]) -> list[Line]:
    return [
        Line(name, model.kind, entry["mean"], entry["low"], entry["high"])
        for name, model, entry in zip(kind_names(models), models, entries, strict=True)
    ]
