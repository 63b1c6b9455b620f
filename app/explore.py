"""Request -> result, for pages and API alike: limits, selection, and the cache that reads a text once.

Everything here is plain computing and may run in any thread; `app/limit.py` decides when. Results are plain dicts.
Raises InputError (422), MissingError (404) and CheckpointError (503), which `app/errors.py` maps.
"""

import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from threading import Lock

from cachetools import LRUCache

from app.figures import build_panels
from app.registry import ModelRegistry
from app.schemas.requests import MOST_GUESSES, ExportRequest, FiguresRequest, ScoreRequest, TraceRequest
from app.serialize import (
    Json,
    layer_answer,
    model_answer,
    predictions_answer,
    rounded,
    score_answer,
    significant,
)
from app.settings import Settings
from model import (
    SIGNALS,
    InputError,
    LoadedModel,
    MissingError,
    Predictions,
    Trace,
    half_life,
    has_half_life,
    liveliness,
    order_units,
    predict,
    score_texts,
    signal_names,
    trace_text,
)

MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class Reading:
    """What a model made of a text: its trace and the predictions along it (MOST_GUESSES a step, or the vocabulary)."""

    trace: Trace
    predictions: Predictions

    @property
    def size(self) -> int:
        """Bytes that it takes to keep."""
        arrays = [*self.trace.signals.values(), self.predictions.ids, self.predictions.probabilities]
        return sum(array.nbytes for array in arrays) + 500 * len(self.trace.tokens)


@dataclass(frozen=True)
class Selection:
    """Which part of a trace is wanted; every index exists."""

    layers: list[int]
    signals: list[str]
    units: list[int]


class Explorer:
    """Answers requests about the models of a registry."""

    def __init__(self, registry: ModelRegistry, settings: Settings) -> None:
        self.registry = registry
        self.settings = settings
        self._readings: LRUCache[tuple[str, str], Reading] = LRUCache(
            max(settings.cache * MEBIBYTE, 1), getsizeof=lambda reading: reading.size
        )
        self._lock = Lock()

    def models(self) -> Json:
        """`GET /models`."""
        models = [model_answer(model, self.registry.default) for model in self.registry.loaded.values()]
        return {"models": models, "notices": self.registry.notices}

    def signals(self) -> Json:
        """`GET /signals`: the table, kind by kind."""
        return {"signals": [{"kind": kind, **asdict(signal)} for kind, table in SIGNALS.items() for signal in table]}

    def trace(self, asked: TraceRequest) -> Json:
        """`POST /trace`."""
        begun = time.perf_counter()
        model = self.registry.get(asked.model)
        reading = self.read(model, asked.text)
        chosen = select(model, asked.layer, asked.signals, asked.units)
        layers = [
            layer_answer(reading.trace, layer, chosen.signals, chosen.units, asked.encoding, asked.decimals)
            for layer in chosen.layers
        ]
        return {
            "model": model.name,
            "kind": model.kind,
            "text": asked.text,
            "tokens": reading.trace.tokens,
            "layers": layers,
            "predictions": predictions_answer(model, reading.predictions, asked.top_k, asked.decimals),
            "perplexity": significant(reading.predictions.perplexity),
            "elapsed": elapsed(begun),
        }

    def figures(self, asked: FiguresRequest) -> Json:
        """`POST /figures`: all that the page shows of one layer."""
        begun = time.perf_counter()
        model = self.registry.get(asked.model)
        reading = self.read(model, asked.text)
        trace = reading.trace
        layer = asked.layer or 0
        chosen = select(model, layer, asked.signals, asked.units)
        units, notices = self._rows(asked, model, trace, layer)
        arrays = {name: trace.signals[name][layer, :, units].numpy().T for name in chosen.signals}
        colour_range = float(model.card["range"])
        figures, echoes = build_panels(trace.kind, arrays, colour_range, asked.theme, list(trace.tokens))
        lives = half_life(trace, layer)[units].tolist() if has_half_life(trace) else [float("inf")] * len(units)
        return {
            "model": model.name,
            "kind": model.kind,
            "layer": layer,
            "tokens": trace.tokens,
            "figures": figures,
            "echoes": echoes,
            "predictions": predictions_answer(model, reading.predictions, asked.top_k, asked.decimals),
            "perplexity": significant(reading.predictions.perplexity),
            "units": units,
            "half_life": [rounded(tokens, asked.decimals) for tokens in lives],
            "liveliness": [rounded(value, asked.decimals) for value in liveliness(trace, layer)[units].tolist()],
            "range": colour_range,
            "elapsed": elapsed(begun),
            "notices": notices,
        }

    def score(self, asked: ScoreRequest) -> Json:
        """`POST /score`."""
        model = self.registry.get(asked.model)
        for number, text in enumerate(asked.texts):
            self._check_text(model, text, f"texts[{number}]")
        scores = score_texts(model, list(asked.texts))
        return {
            "model": model.name,
            "scores": [score_answer(score, asked.encoding, asked.decimals) for score in scores],
        }

    def selected(self, asked: ExportRequest) -> tuple[LoadedModel, Reading, Selection]:
        """What an export holds."""
        model = self.registry.get(asked.model)
        chosen = select(model, asked.layer, asked.signals, asked.units)
        return model, self.read(model, asked.text), chosen

    def read(self, model: LoadedModel, text: str) -> Reading:
        """Read a text, or recall having read it. Raises InputError for a text that is blank or too long."""
        key = (model.sha256, text)
        with self._lock:
            known = self._readings.get(key)
        if known is not None:
            return known
        self._check_text(model, text, "text")
        trace = trace_text(model, text)
        reading = Reading(trace, predict(model, trace, min(MOST_GUESSES, model.tokenizer.size)))
        self._keep(key, reading)
        return reading

    def _keep(self, key: tuple[str, str], reading: Reading) -> None:
        with self._lock:
            if reading.size <= self._readings.maxsize:
                self._readings[key] = reading

    def _check_text(self, model: LoadedModel, text: str, field: str) -> None:
        """Characters before tokens: a huge text must not even be tokenised."""
        characters, most = len(text), self.settings.max_chars
        if characters > most:
            raise InputError(
                f"Text is {characters:,} characters long; the limit is {most:,}. "
                "Shorten it, or raise GATESCOPE_MAX_CHARS.",
                field=field,
            )
        if not text.strip():
            raise InputError("The text is blank. Type at least one word.", field=field)
        tokens, most = len(model.tokenizer.encode_ids(text)) + 1, self.settings.max_tokens
        if tokens > most:
            raise InputError(
                f"Text is {tokens:,} tokens long with its start token; the limit is {most:,}. "
                "Shorten it, or raise GATESCOPE_MAX_TOKENS.",
                field=field,
            )

    def _rows(self, asked: FiguresRequest, model: LoadedModel, trace: Trace, layer: int) -> tuple[list[int], list[str]]:
        """The units shown, top first, and what has to be said about their order."""
        check_index("unit", asked.unit, model.units, model.name)
        sort, notices = asked.sort, []
        if sort == "half_life" and not has_half_life(trace):
            sort = "liveliness"
            if "sort" in asked.model_fields_set:
                notices.append(f"{model.name} has no forget gates and so no half-lives: its units go by liveliness.")
        ordered = order_units(trace, layer, sort, None if asked.units else asked.show, asked.unit)
        if asked.units:
            ordered = [unit for unit in ordered if unit in asked.units or unit == asked.unit]
        return ordered, notices


def select(
    model: LoadedModel, layer: int | None, signals: Sequence[str] | None, units: Sequence[int] | None
) -> Selection:
    """What null stands for, and whether all that is named exists. Raises MissingError, InputError."""
    check_index("layer", layer, model.layers, model.name)
    for unit in units or ():
        check_index("unit", unit, model.units, model.name, field="units")
    names = signal_names(model.kind)
    if any(name not in names for name in signals or ()):
        raise InputError(f"{model.name} has no such signal. Ask for: {', '.join(names)}.", field="signals")
    return Selection(
        list(range(model.layers)) if layer is None else [layer],
        [name for name in names if signals is None or name in signals],
        list(range(model.units)) if units is None else list(units),
    )


def check_index(what: str, index: int | None, count: int, name: str, field: str | None = None) -> None:
    """Raise MissingError for a layer or unit that the model has not."""
    if index is not None and index >= count:
        raise MissingError(
            f"There is no {what} {index}: {name} has {count}, counted from 0 to {count - 1}.", field=field or what
        )


def elapsed(begun: float) -> float:
    """Milliseconds since `begun`."""
    return round(1000 * (time.perf_counter() - begun), 1)
