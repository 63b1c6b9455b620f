"""The lesson: the list of its chapters, each chapter, and the figure of a chapter in another state."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.assets import templates
from app.deps import ExplorerDep, WorkDep
from app.explore import Explorer
from app.figures.palette import Theme
from app.lesson.asked import Asked
from app.lesson.chapter import Chapter, Drawn
from app.lesson.chapters import CHAPTERS, find_chapter
from app.lesson.sources import SOURCES
from app.lesson.twins import lesson_of
from app.numbers import count, percent, signed
from app.pages.explore import signals_as_read
from app.serialize import Json, script_json
from model import LoadedModel

router = APIRouter(prefix="/lesson", include_in_schema=False)

Link = Callable[..., str]


@router.get("")
async def lesson_page(request: Request, explorer: ExplorerDep) -> Response:
    """The list of the chapters."""
    context = {"title": "The lesson · Gatescope", "chapters": CHAPTERS, "lesson": lesson_of(explorer), "chapter": None}
    return templates().TemplateResponse(request, "lesson.html", context)


@router.get("/{slug}")
async def chapter_page(request: Request, slug: str, explorer: ExplorerDep, work: WorkDep) -> Response:
    """One chapter, with its figure in the state of the query."""
    return await work.run(render_chapter, request, find_chapter(slug), explorer)


@router.get("/{slug}/figure")
async def chapter_figure(request: Request, slug: str, explorer: ExplorerDep, work: WorkDep) -> Response:
    """The figure of a chapter in the state of the query, and what is to be said of it; `theme` too."""
    return await work.json(figure_answer, request, find_chapter(slug), explorer)


def render_chapter(request: Request, chapter: Chapter, explorer: Explorer) -> Response:
    """The page of a chapter."""
    lesson, asked = lesson_of(explorer), Asked(request.query_params)
    drawn = chapter.draw(lesson, asked)
    teacher = request.query_params.get("view") == "teacher"
    at = CHAPTERS.index(chapter)
    context = {
        "title": f"{chapter.title} · Gatescope",
        "chapter": chapter,
        "chapters": CHAPTERS,
        "number": at + 1,
        "before": CHAPTERS[at - 1] if at else None,
        "after": CHAPTERS[at + 1] if at + 1 < len(CHAPTERS) else None,
        "teacher": teacher,
        "link": linker(chapter, teacher),
        "facts": chapter.facts(lesson),
        "drawn": drawn,
        "state": asked.state,
        "notices": asked.notices,
        "sources": [SOURCES[key] for key in chapter.sources],
        "count": count,
        "percent": percent,
        "signed": signed,
        "start": script_json(start_data(chapter, answer_of(drawn, asked), *explorer.registry.loaded.values())),
    }
    return templates().TemplateResponse(request, chapter.template, context)


def figure_answer(request: Request, chapter: Chapter, explorer: Explorer) -> Json:
    """What the page asks for when its figure moves."""
    theme: Theme = "dark" if request.query_params.get("theme") == "dark" else "light"
    asked = Asked(request.query_params)
    return answer_of(chapter.draw(lesson_of(explorer, theme), asked), asked)


def answer_of(drawn: Drawn, asked: Asked) -> Json:
    """A drawn state for the scripts."""
    fields = {name: getattr(drawn, name) for name in ("figure", "value", "words", "says", "answer", "hints")}
    return fields | {"table": asdict(drawn.table), "state": asked.state, "notices": asked.notices}


def start_data(chapter: Chapter, answer: Json, *models: LoadedModel) -> dict[str, Any]:
    """What the scripts start from."""
    return {
        "slug": chapter.slug,
        "view": chapter.view,
        "drawn": answer,
        "models": [
            {"name": model.name, "kind": model.kind, "layers": model.layers, "units": model.units} for model in models
        ],
        "signals": {model.kind: signals_as_read(model.kind) for model in models},
    }


def linker(chapter: Chapter, teacher: bool) -> Link:
    """Makes addresses of the states of a chapter's figure; of another chapter, without a state, where one is named."""

    def link(to: Chapter = chapter, **state: object) -> str:
        query = state | ({"view": "teacher"} if teacher else {})
        return f"/lesson/{to.slug}" + (f"?{urlencode(query)}" if query else "")

    return link
