"""The glossary: the field's terms, by letter. It needs no script and no network."""

from itertools import groupby

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.assets import templates
from app.glossary import GLOSSARY, SOURCES, anchor

router = APIRouter(include_in_schema=False)


@router.get("/glossary")
async def glossary_page(request: Request) -> Response:
    """The page; every term has an address of its own, `/glossary#forget-gate`."""
    by_letter = groupby(GLOSSARY.values(), key=lambda term: term.name[0].upper())
    context = {
        "letters": [(letter, list(terms)) for letter, terms in by_letter],
        "sources": sorted(SOURCES.items()),
        "anchor": anchor,
    }
    return templates().TemplateResponse(request, "glossary.html", context)
