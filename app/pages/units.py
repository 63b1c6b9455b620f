"""The page “What each unit knows”: a table that can be read without scripts, and what the scripts start from."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, get_args
from urllib.parse import urlencode

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from app.assets import templates
from app.deps import ExplorerDep, WorkDep
from app.explore import Explorer
from app.knowledge.examples import first_example
from app.knowledge.units import label, units
from app.pages.explore import API
from app.pages.query import QueryReader
from app.pages.units_words import auc_words, life_words, nobody_words, summary_words, unit_name, written_band
from app.schemas.units import UnitsQuery
from app.serialize import Json, script_json
from model import PROPERTY_WORDS, SIGNALS, LoadedModel

router = APIRouter(include_in_schema=False)

UnitSort = Literal["auc", "effect", "unit", "life"]
LONGEST_SEARCH = 60


@dataclass(frozen=True)
class UnitsView:
    """What the page shows.

    `show`: "named" (units that know something), "none" (those that do not), "all", or a property; `search` among
    numbers and names; `unit` None: none is selected. static/js/unit_rows.js holds the same fields.
    """

    model: str
    show: str
    search: str
    sort: UnitSort
    layer: int
    unit: int | None


class UnitsReader(QueryReader):
    """Reads the query of this page."""

    def view(self) -> UnitsView:
        """The view that the query asks for."""
        return UnitsView(
            model=self.model.name,
            show=self._word("show", ("named", *PROPERTY_WORDS, "none", "all"), "named"),
            search=self._query.get("search", "")[:LONGEST_SEARCH],
            sort=self._word("sort", get_args(UnitSort), "auc"),
            layer=self._index("layer", self.model.layers, 0),
            unit=self._index("unit", self.model.units, 0) if "unit" in self._query else None,
        )


@router.get("/units")
async def units_page(request: Request, explorer: ExplorerDep, work: WorkDep) -> Response:
    """The page of a model."""
    return await work.run(render_units, request, explorer)


def render_units(request: Request, explorer: Explorer) -> Response:
    """The page for a query."""
    reader = UnitsReader(request.query_params, explorer.registry)
    view, model = reader.view(), reader.model
    answer = units(explorer, UnitsQuery(model=model.name))
    starts = {of: first_example(explorer, model, of) for of in PROPERTY_WORDS}
    models = list(explorer.registry.loaded.values())
    context = {
        "title": f"What each unit of {model.name} knows · Gatescope",
        "view": view,
        "models": [{"name": each.name, "sentence": each.card["sentence"]} for each in models],
        "model_sentence": model.card["sentence"],
        "summary": summary_words(model.name, answer),
        "nobody": [nobody_words(model, each) for each in answer["properties"] if _is_nobodys(each, answer)],
        "has_gates": _has_gates(model),
        "known": bool(answer["properties"]),
        "words": PROPERTY_WORDS,
        "rows": list(_rows(model, answer, starts)),
        "show_options": list(_show_options(answer)),
        "notices": [*reader.notices, *answer["notices"]],
        "start": script_json(_start(model, view, answer, starts)),
    }
    return templates().TemplateResponse(request, "units.html", context)


def explore_path(model: LoadedModel, layer: int, unit: int, example: Json | None, signal: str) -> str:
    """The Explore page with a unit, while the model reads an example, at the step to look at."""
    query = {"text": example["text"], "step": example["step"]} if example else {}
    return "/?" + urlencode(query | {"model": model.name, "layer": layer, "unit": unit, "signal": signal})


def _rows(model: LoadedModel, answer: Json, starts: dict[str, Json | None]) -> Iterator[Json]:
    """A row for each name that a unit has earned, as the table without scripts writes it."""
    for each in answer["units"]:
        layer, unit = each["layer"], each["unit"]
        for known in each["knows"]:
            low, high = known["effect_interval"]
            yield {
                "unit": unit_name(model, layer, unit),
                "href": explore_path(model, layer, unit, starts.get(known["property"]), known["signal"]),
                "label": label(known["property"]),
                "auc": auc_words(known["auc"]),
                "band": written_band(known["band"]),
                "effect": f"{known['effect']:+.2f}, {low:.2f} to {high:.2f}".replace("-", "−"),
                "rank": f"{known['rank']} of {len(answer['units'])}",
                "life": life_words(each["half_life"]),
            }


def _is_nobodys(known: Json, answer: Json) -> bool:
    """Whether no unit knows a property: none has earned it, or all are within what chance reaches."""
    return known["property"] in answer["unclaimed"] or known["best"]["auc"] <= known["band"][1]


def _nameable(answer: Json) -> set[str]:
    """The properties that units of this network can earn as a name."""
    return {each["property"] for each in answer["properties"] if each["whole"] is not None}


def _show_options(answer: Json) -> Iterator[tuple[str, Markup]]:
    """The chips: what can be shown, and how many units that is."""
    knows, nameable = [{known["property"] for known in each["knows"]} for each in answer["units"]], _nameable(answer)
    yield "named", _chip("all that know something", sum(map(bool, knows)))
    for of in (each["property"] for each in answer["properties"]):
        tracked = sum(track["property"] == of for track in answer["tracks"])
        yield of, _chip(label(of), sum(of in known for known in knows) if of in nameable else tracked)
    yield "none", _chip("no name", sum(not known for known in knows))
    yield "all", _chip("all units", len(knows))


def _chip(name: str, count: int) -> Markup:
    return Markup("{} <small>{}</small>").format(name, count)


def _has_gates(model: LoadedModel) -> bool:
    return any(signal.scale == "gate" for signal in SIGNALS[model.kind])


def _start(model: LoadedModel, view: UnitsView, answer: Json, starts: dict[str, Json | None]) -> dict[str, Any]:
    """What the scripts start from."""
    words = {
        of: {
            "label": each.label,
            "known": each.known,
            "yes": each.true,
            "no": each.false,
            "nameable": of in _nameable(answer),
        }
        for of, each in PROPERTY_WORDS.items()
    }
    return {
        "api": API,
        "view": view,
        "answer": answer,
        "model": {"name": model.name, "kind": model.kind, "layers": model.layers, "units": model.units,
                  "range": float(model.card["range"])},
        "gates": [{"name": signal.name, "symbol": signal.symbol, "title": signal.title}
                  for signal in SIGNALS[model.kind] if signal.scale == "gate"],
        "memory": "cell" if any(signal.name == "cell" for signal in SIGNALS[model.kind]) else "hidden",
        "words": words,
        "starts": starts,
    }  # fmt: skip
