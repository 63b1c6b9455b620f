"""Whether the server lives, and whether it can answer."""

from fastapi import APIRouter

from app.api.problems import problems
from app.deps import ExplorerDep
from app.schemas.answers import AliveAnswer, ReadyAnswer

router = APIRouter(tags=["health"], responses=problems(405))


@router.get("/healthz", summary="Alive")
async def alive() -> AliveAnswer:
    """Answers as long as the process does."""
    return AliveAnswer(status="alive")


@router.get("/readyz", summary="Ready")
async def ready(explorer: ExplorerDep) -> ReadyAnswer:
    """The models that are loaded; the server starts listening only when the default one is."""
    return ReadyAnswer(status="ready", models=list(explorer.registry.loaded))
