"""Request -> result, for pages and API alike.

Everything here is plain computing and may run in any thread; `app/limit.py` decides when. Results are plain dicts that
`app/serialize.py` writes. Raises InputError, MissingError and CheckpointError, which `app/errors.py` maps to statuses.
"""

import math
import time
from collections.abc import Sequence
from dataclasses import asdict, replace

from app.claim import claim_card
from app.export import Excerpt, File, csv_content, json_content, npz_content, parquet_content
from app.figures import Values, build_panels
from app.film import film_answer
from app.held import clipped, held_answer
from app.reading import Reading, ReadingCache, read_tokens
from app.registry import ModelRegistry
from app.schemas.holds import HoldRequest, held
from app.schemas.trace import ExplainRequest, ExportRequest, FiguresRequest, ReadRequest, ScoreRequest, TraceRequest
from app.selection import Selection, check_index, check_signal, checked_step, select
from app.serialize import (
    Json,
    gate_answer,
    model_answer,
    reading_answer,
    rounded,
    saturation_answer,
    score_answer,
    trace_answer,
)
from app.settings import Settings
from model import (
    SIGNALS,
    InputError,
    LoadedModel,
    Order,
    Trace,
    explain_gates,
    half_life,
    has_half_life,
    liveliest_units,
    liveliness,
    order_units,
    score_texts,
    still_units,
)

MEBIBYTE = 1 << 20


class Explorer:
    """Answers requests about the models of a registry."""

    def __init__(self, registry: ModelRegistry, settings: Settings) -> None:
        self.registry = registry
        self.settings = settings
        self._cache = ReadingCache(settings.cache * MEBIBYTE)

    def models(self) -> Json:
        """`GET /models`."""
        models = [
            model_answer(model, self.registry.default) | {"film": film_answer(name, self.registry.film(name))}
            for name, model in self.registry.loaded.items()
        ]
        return {"models": models, "notices": self.registry.notices}

    def signals(self) -> Json:
        """`GET /signals`: the table, kind by kind."""
        return {"signals": [{"kind": kind, **asdict(signal)} for kind, table in SIGNALS.items() for signal in table]}

    def trace(self, asked: TraceRequest) -> Json:
        """`GET` and `POST /trace`."""
        begun = time.perf_counter()
        model = self.registry.get(asked.model)
        chosen = select(model, asked.layer, asked.signals, asked.units)
        reading, cut = self.read_held(model, asked)
        answer = trace_answer(model, asked.text, reading, chosen, asked.top_k, asked.encoding, asked.decimals)
        return answer | {"elapsed": elapsed(begun)} | held_notices(reading, asked.holds, cut)

    def figures(self, asked: FiguresRequest) -> Json:
        """`POST /figures`: all that the page shows of one layer."""
        begun = time.perf_counter()
        model = self.registry.get(asked.model)
        layer = asked.layer or 0
        chosen = select(model, layer, asked.signals, asked.units)
        check_index("unit", asked.unit, model.units, model.name)
        for unit in asked.pinned:
            check_index("unit", unit, model.units, model.name, field="pinned")
        check_signal(model, asked.signal)
        original = self.read(model, asked.text)
        reading, cut = self.read_held(model, asked)
        trace = reading.trace
        step = checked_step(asked.step, len(trace.tokens))
        # Rows go by the text as it is read without holds: they stay where they are while something is held.
        units, notices = rows(asked, model, original.trace, layer, step)
        before, arrays = (rows_of(each.trace, chosen.signals, layer, units) for each in (original, reading))
        colour_range = float(model.card["range"])
        figures, echoes = build_panels(trace.kind, arrays, colour_range, asked.theme, trace.tokens)
        return reading_answer(model, reading, asked.top_k, asked.decimals) | {
            "layer": layer,
            "figures": figures,
            "echoes": echoes,
            "units": units,
            "half_life": [rounded(tokens, asked.decimals) for tokens in half_lives(trace, layer, units)],
            "liveliness": [rounded(value, asked.decimals) for value in liveliness(trace, layer)[units].tolist()],
            "saturation": saturation_answer(trace, layer),
            "still": still_units(trace, layer),
            "range": colour_range,
            **(
                held_answer(model, original, before, arrays, asked.theme, asked.top_k, asked.decimals)
                if trace.held
                else {}
            ),
            "elapsed": elapsed(begun),
            "notices": [*cut, *reading.notices, *notices],
        }

    def explain(self, asked: ExplainRequest) -> Json:
        """`GET /explain`."""
        begun = time.perf_counter()
        model = self.registry.get(asked.model)
        layer = asked.layer or 0
        check_index("layer", layer, model.layers, model.name)
        check_index("unit", asked.unit, model.units, model.name)
        reading = self.read(model, asked.text, asked.holds)
        step = checked_step(asked.step, len(reading.trace.tokens))
        gates = explain_gates(model, reading.trace, layer, asked.unit, step)
        return {
            "model": model.name,
            "kind": model.kind,
            "layer": layer,
            "unit": asked.unit,
            "step": step,
            "token": reading.trace.tokens[step],
            "gates": {name: gate_answer(gate, layer, asked.top, asked.decimals) for name, gate in gates.items()},
            "elapsed": elapsed(begun),
        } | held_notices(reading, asked.holds)

    def score(self, asked: ScoreRequest) -> Json:
        """`POST /score`."""
        model = self.registry.get(asked.model)
        model.check_predicts()
        for number, text in enumerate(asked.texts):
            self.check_text(model, text, f"texts[{number}]")
        scores = score_texts(model, asked.texts)
        return {"model": model.name, "scores": [score_answer(each, asked.encoding, asked.decimals) for each in scores]}

    def export(self, asked: ExportRequest) -> File:
        """`GET /export`."""
        begun = time.perf_counter()
        excerpt = self.excerpt(asked)
        match asked.format:
            case "json":
                return excerpt.file(json_content(excerpt, elapsed(begun)))
            case "csv":
                return excerpt.file(csv_content(excerpt))
            case "npz":
                return excerpt.file(npz_content(excerpt))
            case "parquet":
                return excerpt.file(parquet_content(excerpt))
            case "html":
                return excerpt.file(claim_card(excerpt))

    def excerpt(self, asked: ExportRequest) -> Excerpt:
        """The part of a reading that is exported, its units in their order."""
        model = self.registry.get(asked.model)
        chosen = select(model, asked.layer, asked.signals, asked.units)
        reading, cut = self.read_held(model, asked)
        return Excerpt(model, asked, reading, self._in_order(asked, model, chosen), [*cut, *reading.notices])

    def _in_order(self, asked: ExportRequest, model: LoadedModel, chosen: Selection) -> Selection:
        """Units as the page sorts them: by the text as it is read without holds."""
        if asked.sort is None:
            return chosen
        if len(chosen.layers) > 1:
            raise InputError(
                "Units are sorted within one layer. Name it in `layer`, or leave out `sort`.", field="sort"
            )
        check_index("unit", asked.unit, model.units, model.name)
        check_signal(model, asked.signal)
        trace = self.read(model, asked.text).trace
        order = Order(asked.sort, asked.unit, asked.signal, checked_step(asked.step, len(trace.tokens)))
        return replace(chosen, units=order_units(trace, chosen.layers[0], chosen.units, order))

    def read_held(self, model: LoadedModel, asked: ReadRequest) -> tuple[Reading, list[str]]:
        """The held run that a request asks for, and what has to be said about holds that go on behind the text."""
        if not asked.clip:
            return self.read(model, asked.text, asked.holds), []
        holds, cut = clipped(asked.holds, len(self.read(model, asked.text).trace.tokens))
        return self.read(model, asked.text, holds), cut

    def read(self, model: LoadedModel, text: str, holds: Sequence[HoldRequest] = (), field: str = "text") -> Reading:
        """Read a text, or recall having read it. `field`: what the request calls it.

        Raises InputError for a text that is blank or too long; with MissingError for holds that cannot be.
        """
        wanted = held(holds)
        known = self._cache.get(model, text, wanted)
        if known is not None:
            return known
        self._check_characters(model, text, field)
        for number, hold in enumerate(wanted):
            check_signal(model, hold.signal, f"holds[{number}].signal")
        tokens = model.tokenizer.encode(text)
        self._check_tokens(len(tokens), field)
        known = None if wanted else self._cache.like(model, tokens)
        reading = read_tokens(model, tokens, wanted, known)
        self._cache.keep(model, text, wanted, reading)
        return reading

    def check_text(self, model: LoadedModel, text: str, field: str) -> None:
        """Raises InputError for a text that is blank, too long, or that the model cannot read."""
        self._check_characters(model, text, field)
        self._check_tokens(len(model.tokenizer.opening) + len(model.tokenizer.encode_ids(text)), field)

    def _check_characters(self, model: LoadedModel, text: str, field: str) -> None:
        """Before anything is done with a text: a huge one must not even be tokenised."""
        check_length(len(text), self.settings.max_chars, "characters", "GATESCOPE_MAX_CHARS", field)
        if not text.strip():
            raise InputError("The text is blank. Type at least one word.", field=field)
        model.tokenizer.check(text, field)

    def _check_tokens(self, tokens: int, field: str) -> None:
        check_length(tokens, self.settings.max_tokens, "tokens", "GATESCOPE_MAX_TOKENS", field)


def check_length(length: int, limit: int, what: str, setting: str, field: str) -> None:
    """Raise InputError for a text that is too long; it names both numbers."""
    if length > limit:
        raise InputError(
            f"Text is {length:,} {what} long; the limit is {limit:,}. Shorten it, or raise {setting}.", field=field
        )


def rows(asked: FiguresRequest, model: LoadedModel, trace: Trace, layer: int, step: int) -> tuple[list[int], list[str]]:
    """The units shown, top first, and what has to be said about their order. Units that are named are all shown."""
    sort, notices = asked.sort, []
    if sort == "half_life" and not has_half_life(trace):
        sort = "liveliness"
        notices.append(f"{model.name} has no forget gates and so no half-lives: its units go by liveliness.")
    always = {unit for unit in (*asked.pinned, asked.unit) if unit is not None}
    units = sorted({*asked.units, *always}) if asked.units else liveliest_units(trace, layer, asked.show, always)
    order = Order(sort, asked.pinned[0] if asked.pinned else asked.unit, asked.signal, step)
    return order_units(trace, layer, units, order), notices


def rows_of(trace: Trace, signals: Sequence[str], layer: int, units: list[int]) -> dict[str, Values]:
    """{signal: [rows, T] float32} of a layer."""
    return {name: trace.signals[name][layer, :, units].numpy().T for name in signals}


def half_lives(trace: Trace, layer: int, units: list[int]) -> list[float]:
    """Half-life of each unit in tokens; inf where the text, or a network without forget gates, cannot tell."""
    if not has_half_life(trace):
        return [math.inf] * len(units)
    lives: list[float] = half_life(trace, layer)[units].tolist()
    return lives


def held_notices(reading: Reading, holds: Sequence[HoldRequest], cut: Sequence[str] = ()) -> Json:
    """What has to be said about holds, in an answer to a request that has some."""
    return {"notices": [*cut, *reading.notices]} if holds else {}


def elapsed(begun: float) -> float:
    """Milliseconds since `begun`."""
    return round(1000 * (time.perf_counter() - begun), 1)
