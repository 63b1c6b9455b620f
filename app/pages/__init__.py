"""The pages: HTML that works before any script runs, and the one figure that only a page asks for."""

from fastapi import APIRouter

from app.pages import explore, glossary, lesson, probe, recipes, units

router = APIRouter(include_in_schema=False)
for page in (explore, recipes, lesson, units, probe, glossary):
    router.include_router(page.router)

__all__ = ["router"]
