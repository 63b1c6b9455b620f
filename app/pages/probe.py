"""The page of one's own probe: two lists of sentences, and the units that tell them apart."""

from dataclasses import asdict, dataclass, replace
from typing import Any, get_args
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.assets import templates
from app.deps import ExplorerDep, WorkDep
from app.explore import Explorer
from app.knowledge.probe import probe_figures
from app.knowledge.units import earned_names
from app.pages.explore import API, signals_as_read
from app.pages.probe_examples import ENGLISH, STRINGS, Example
from app.pages.probe_lists import NAMES, Trouble, lines_of, refused, trouble_with
from app.pages.query import QueryReader
from app.schemas.probe import MOST_TEXTS, At, ProbeFiguresRequest
from app.serialize import Json, script_json
from model import InputError, LoadedModel, enough_examples

router = APIRouter(include_in_schema=False)

SHOWN = 12  # units in the table without scripts


@dataclass(frozen=True)
class ProbeView:
    """What the page shows. `having`, `lacking`: the lists as typed; `unit` None: the one that tells best."""

    having: str
    lacking: str
    model: str
    layer: int
    signal: str
    at: At
    unit: int | None

    @property
    def typed(self) -> dict[str, str]:
        """The lists by the names that the API has for them."""
        return dict(zip(NAMES, (self.having, self.lacking), strict=True))


class ProbeReader(QueryReader):
    """Reads the query of the page."""

    def view(self, example: Example | None) -> ProbeView:
        """The view that the query asks for; without any list, that of the example."""
        if example and not self._query.keys() & set(NAMES):
            having, lacking = ("\n".join(each) for each in (example.having, example.lacking))
        else:
            having, lacking = (self._query.get(name, "") for name in NAMES)
        return ProbeView(
            having=having,
            lacking=lacking,
            model=self.model.name,
            layer=self._index("layer", self.model.layers, 0),
            signal=self._signal(),
            at=self._word("at", get_args(At), "last"),
            unit=self._index("unit", self.model.units, 0) if "unit" in self._query else None,
        )


@router.get("/probe")
async def probe_page(request: Request, explorer: ExplorerDep, work: WorkDep) -> Response:
    """The page, with the ranking that its link asks for already in it."""
    return await work.run(render_probe, request, explorer)


def render_probe(request: Request, explorer: Explorer) -> Response:
    """The page for a query."""
    reader = ProbeReader(request.query_params, explorer.registry)
    examples = examples_for(explorer, reader.model)
    view = reader.view(examples[0] if examples else None)
    found = ranking(explorer, view)
    answer, trouble = (None, found) if isinstance(found, Trouble) else (found, None)
    model = reader.model
    models = explorer.registry.loaded.values()
    context = {
        "view": view,
        "models": [{"name": each.name, "sentence": each.card["sentence"]} for each in models],
        "signals": signals_as_read(model.kind),
        "layers": [(str(layer), str(layer + 1)) for layer in range(model.layers)],
        "examples": [(each.name, example_path(each, view)) for each in examples],
        "notices": [*reader.notices, *explorer.registry.notices],
        "answer": answer,
        "outside": outside(answer) if answer else 0,
        "shown": SHOWN,
        "trouble": trouble,
        "model_sentence": model.card["sentence"],
        "start": script_json(start_data(explorer, view, answer)),
    }  # fmt: skip
    return templates().TemplateResponse(request, "probe.html", context)


def ranking(explorer: Explorer, view: ProbeView) -> Json | Trouble:
    """The answer of `POST /figures/probe`, or what stands in its way."""
    for name, typed in view.typed.items():
        if trouble := trouble_with(name, typed):
            return trouble
    lists = {name: [line for _, line in lines_of(typed)] for name, typed in view.typed.items()}
    asked = {"model": view.model, "layer": view.layer, "signal": view.signal, "at": view.at}
    try:
        return probe_figures(explorer, ProbeFiguresRequest.model_validate(lists | asked))
    except InputError as error:
        return refused(error, view.typed)


def outside(answer: Json) -> int:
    """How many units do better than chance."""
    low, high = answer["band"]
    return sum(not low <= each["auc"] <= high for each in answer["units"])


def examples_for(explorer: Explorer, model: LoadedModel) -> list[Example]:
    """Lists that a model can read: English, or else strings of letters."""
    return [each for each in ENGLISH if can_read(explorer, model, each)] or [
        each for each in STRINGS if can_read(explorer, model, each)
    ]


def can_read(explorer: Explorer, model: LoadedModel, example: Example) -> bool:
    """Whether the alphabet and the limits of a model let an example through."""
    try:
        for text in (*example.having, *example.lacking):
            explorer.check_text(model, text, "text")
    except InputError:
        return False
    return True


def example_path(example: Example, view: ProbeView) -> str:
    """The link to an example, read as the view reads."""
    having, lacking = ("\n".join(each) for each in (example.having, example.lacking))
    return "/probe?" + query_of(replace(view, having=having, lacking=lacking, unit=None))


def query_of(view: ProbeView) -> str:
    """The query of a view; static/js/probe_address.js writes the same."""
    asked = {"model": view.model, "layer": view.layer, "signal": view.signal, "at": view.at, **view.typed}
    return urlencode(asked | ({} if view.unit is None else {"unit": view.unit}))


def start_data(explorer: Explorer, view: ProbeView, answer: Json | None) -> dict[str, Any]:
    """What the scripts start from: the same view and ranking that the server has rendered."""
    models = list(explorer.registry.loaded.values())
    return {
        "api": API,
        "view": view,
        "answer": answer,
        "models": [
            {"name": model.name, "kind": model.kind, "layers": model.layers, "units": model.units,
             "range": model.card["range"], "sentence": model.card["sentence"], "enough": enough_examples(model.units),
             "names": earned_names(explorer, model),
             "examples": [asdict(example) for example in examples_for(explorer, model)]}
            for model in models
        ],
        "signals": {model.kind: signals_as_read(model.kind) for model in models},
        "limits": {"characters": explorer.settings.max_chars, "sentences": MOST_TEXTS},
    }  # fmt: skip
