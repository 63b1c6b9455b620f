"""The Explore page, and the large figure that it opens."""

import json
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.assets import templates
from app.deps import ExplorerDep, WorkDep
from app.explore import Explorer
from app.extras import can_write_parquet
from app.figures import Theme, build_large
from app.film import film_answer
from app.held import clipped
from app.knowledge.units import earned_names, names_in_short
from app.memory.sharing import sharing_names
from app.pages.alphabet import alphabet, asked_for, legible, reads
from app.pages.held import in_force
from app.pages.pieces import formula, safe_prefix, status_line
from app.pages.tables import reading_tables
from app.pages.view import View, ViewReader
from app.reading import Reading
from app.schemas.trace import FiguresRequest
from app.serialize import Json, script_json
from model import (
    FILLERS,
    PROPERTY_WORDS,
    SIGNALS,
    SUBJECTS,
    InputError,
    Kind,
    LoadedModel,
    Signal,
    find_signal,
    order_units,
    origin,
)

router = APIRouter(include_in_schema=False)

API = "/api/v1"
EXPORTS = (
    ("html", "Card", "one page that works offline: figures, values, how to check them"),
    ("csv", "CSV", "a row per word and unit, for spreadsheets"), ("json", "JSON", "every signal, for programs"),
    ("npz", "NPZ", "arrays, for NumPy"), ("parquet", "Parquet", "a long table, for data frames"),
)  # fmt: skip
GUESSES = 3  # shown beneath each word of the prose; static/js/state.js asks for as many
SORTS = (
    ("liveliness", "liveliness"), ("half_life", "half-life"), ("clusters", "similarity"), ("similarity", "like {unit}"),
    ("value", "value here"), ("index", "index"),
)  # fmt: skip
# As the equation reads, which is not the order of PyTorch's rows.
READING_ORDER = ("forget", "input", "candidate", "output")
# Named by what they show. Before them stands the model's own suggestion.
STORY, OWN = "two people, one pronoun", "a text of its own"
EXAMPLES = (
    ("a far-off verb", "The keys to the old cabinet in the corner of the hall were lost."),
    ("a quotation", "“I am not afraid,” said the girl, “but I would rather stay here.”"),
    ("a list", "She bought bread, butter, eggs, cheese, and a bottle of wine."),
    ("a change of mind", "He wanted to leave at once, but he stayed, for it was raining."),
    (
        "a hundred words",
        "The queen of a small country by the sea had a lamp of green glass that nobody else was allowed to light. Every"
        " evening, when the boats came home and the wind went down, she carried it up the narrow stairs of the old"
        " tower, set it in the window, and waited until the last of the men had tied his boat to the wall and gone to"
        " his supper. One night in the winter the snow fell so fast that the stairs were white, the sea could not be"
        " heard, and no boat came; but the lamp was lit as always, and in the morning they found that she had not"
        " slept.",
    ),
)


@router.get("/")
async def index(request: Request, explorer: ExplorerDep, work: WorkDep) -> Response:
    """The page, with the reading that its link asks for already in it."""
    return await work.run(render_index, request, explorer)


@router.get("/large")
async def large(request: Request, explorer: ExplorerDep, work: WorkDep) -> Response:
    """One signal of all units as a full Plotly figure. The query is the page's, and `theme`."""
    return await work.json(large_figure, explorer, request)


def render_index(request: Request, explorer: Explorer) -> Response:
    """The page for a query."""
    reader = ViewReader(request.query_params, explorer.registry)
    asked = reader.view()
    view, refused = legible(reader.model, asked)
    read = readable(explorer, reader.model, view.text)
    answer, tables = None, None
    if read.strip():
        reading = read_held(explorer, reader.model, view, read)
        view = reader.within(view, len(reading.trace.tokens))
        answer = explorer.figures(figures_request(view, read))
        tables = reading_tables(reader.model, reading, view.layer, view.unit)
    notices = refused + reader.notices + explorer.registry.notices
    if answer:
        answer["notices"] = notices + answer["notices"]
    if len(read) < len(view.text):
        notices = [f"{len(view.text):,} characters: only the first {len(read):,} are read.", *notices]
    context = page_context(explorer, reader.model, view, notices) | {
        "exports": {name: export_path(view, read, name) for name, *_ in EXPORTS},
        "exported": [each for each in EXPORTS if each[0] != "parquet" or can_write_parquet()],
        "tables": tables,
        "status": status_line(reader.model, answer) if answer else "",
        "start": script_json(start_data(explorer, view, read, answer) | {"refused": asked.text if refused else None}),
    }
    return templates().TemplateResponse(request, "index.html", context)


def readable(explorer: Explorer, model: LoadedModel, text: str) -> str:
    """As much of a text as the limits let through; the whole of a blank one."""
    read = text[: explorer.settings.max_chars]
    tokens = explorer.settings.max_tokens - 1
    while read.strip() and not _can_read(explorer, model, read):
        read, tokens = safe_prefix(read, tokens), tokens // 2
    return read


def _can_read(explorer: Explorer, model: LoadedModel, text: str) -> bool:
    try:
        explorer.read(model, text)
    except InputError:
        return False
    return True


def read_held(explorer: Explorer, model: LoadedModel, view: View, text: str) -> Reading:
    """A text as it is read under the holds of a view, as far as they lie within it."""
    steps = len(explorer.read(model, text).trace.tokens)
    return explorer.read(model, text, clipped(in_force(view.holds), steps)[0])


def large_figure(explorer: Explorer, request: Request) -> Json:
    """All units of one signal in the order of the view, with axes."""
    reader = ViewReader(request.query_params, explorer.registry)
    view, model = legible(reader.model, reader.view())[0], reader.model
    trace = read_held(explorer, model, view, readable(explorer, model, view.text)).trace
    view = reader.within(view, len(trace.tokens))
    units = order_units(trace, view.layer, range(model.units), view.order)
    values = trace.signals[view.signal][view.layer][:, units].T.numpy()
    theme: Theme = "dark" if request.query_params.get("theme") == "dark" else "light"
    names = names_in_short(explorer, model, view.layer)
    return build_large(
        find_signal(model.kind, view.signal), values, units, float(model.card["range"]), theme, trace.tokens, names
    )


def figures_request(view: View, text: str) -> FiguresRequest:
    """What the page asks of the API for a view."""
    return FiguresRequest(
        text=text, model=view.model, layer=view.layer, sort=view.sort, show=view.show, unit=view.unit,
        pinned=view.pinned, step=view.step, signal=view.signal, top_k=GUESSES, encoding="base64",
        holds=in_force(view.holds), clip=True,
    )  # fmt: skip


def page_context(explorer: Explorer, model: LoadedModel, view: View, notices: list[str]) -> dict[str, Any]:
    """What the template says, the reading apart."""
    models = list(explorer.registry.loaded.values())
    kinds = dict.fromkeys(each.kind for each in models)
    tried = examples(model)
    like = view.order.unit
    return {
        "title": "Gatescope: watch an LSTM read",
        "view": view,
        "kind_now": model.kind,
        "models": [{"name": each.name, "sentence": each.card["sentence"]} for each in models],
        "model_sentence": model.card["sentence"],
        "signals": {kind: signals_as_read(kind) for kind in kinds},
        "layers": model.layers,
        "layer_options": [(str(layer), str(layer + 1)) for layer in range(max(each.layers for each in models))],
        "show_options": (("32", "32"), ("64", "64"), ("all", f"all {model.units}")),
        "sort_options": [(name, word.format(unit="N" if like is None else like)) for name, word in SORTS],
        "turn": turn_path(model),
        "examples": tried,
        "longest": max(range(len(tried)), key=lambda n: len(tried[n]["text"])),
        "asked_for": asked_for(model),
        "reads": reads(model),
        "predicts": model.predicts,
        "memory_pairs": SUBJECTS,
        "memory_fillers": FILLERS,
        "notices": notices,
        "formula": formula,
        "tick": lambda value: f"{value:g}".replace("-", "−"),
    }


def export_path(view: View, text: str, format_: str) -> str:
    """Where what is read can be downloaded."""
    query = {"text": text, "model": view.model, "format": format_}
    holds = [hold.model_dump() for hold in in_force(view.holds)]
    return f"{API}/export?" + urlencode(query | ({"holds": json.dumps(holds), "clip": "true"} if holds else {}))


def signals_as_read(kind: Kind) -> list[Signal]:
    """The signals of a kind of layer in the order in which the page names them."""
    names = (*READING_ORDER, *(signal.name for signal in SIGNALS[kind] if signal.name not in READING_ORDER))
    return [signal for name in names for signal in SIGNALS[kind] if signal.name == name]


def examples(model: LoadedModel) -> list[dict[str, str]]:
    """Texts to try that a model can read: name, text and link.

    The first is the model's own suggestion; a card may bring all the others.
    """
    suggested = model.card["suggested"]
    first = STORY if origin(model) == "shipped" else OWN
    own = [(example["name"], example["text"]) for example in model.card.get("examples", ())]
    texts = ((suggested.get("name", first), str(suggested["text"])), *(own or EXAMPLES))
    return [
        {"name": name, "text": text, "href": "/?" + urlencode({"text": text, "model": model.name})}
        for name, text in texts
        if model.tokenizer.reads(text)
    ]


def turn_path(model: LoadedModel) -> str | None:
    """Where a cell is held so that the pronoun turns: the card says which one; None where it knows of none."""
    turn = model.card["suggested"].get("turn")
    if turn is None:
        return None
    hold = {"layer": turn["layer"], "units": [turn["unit"]], "signal": turn["signal"], "steps": [turn["step"], None],
            "value": turn["value"], "off": False}  # fmt: skip
    view = {"text": turn["text"], "model": model.name, "layer": turn["layer"], "unit": turn["unit"],
            "signal": turn["signal"], "holds": json.dumps([hold])}  # fmt: skip
    return "/?" + urlencode(view)


def start_data(explorer: Explorer, view: View, read: str, answer: Json | None) -> Json:
    """What the scripts start from: the same view and reading that the server has rendered."""
    settings = explorer.settings
    models = [
        {"name": model.name, "kind": model.kind, "layers": model.layers, "units": model.units,
         "names": earned_names(explorer, model),
         "suggested": model.card["suggested"], "sentence": model.card["sentence"], "examples": examples(model),
         "turn": turn_path(model), "reads": reads(model), "letters": alphabet(model), "asked": asked_for(model),
         "sharing": sharing_names(explorer, model), "counting": model.card["figures"].get("counting"),
         "predicts": model.predicts, "start": model.tokenizer.start_id is not None,
         "end": model.tokenizer.end_id, "unknown": model.tokenizer.unknown_id,
         "film": film_answer(model.name, explorer.registry.film(model.name))}
        for model in explorer.registry.loaded.values()
    ]  # fmt: skip
    kinds = {model["kind"]: signals_as_read(model["kind"]) for model in models}
    return {
        "api": API,
        "view": view,
        "reading": answer,
        "models": models,
        "signals": kinds,
        "limits": {"characters": settings.max_chars, "tokens": settings.max_tokens},
        "properties": {name: words.true for name, words in PROPERTY_WORDS.items()},
        "tight": len(read) < min(len(view.text), settings.max_chars),
    }
