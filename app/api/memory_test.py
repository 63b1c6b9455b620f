"""What is left of a subject after n words."""

from fastapi import APIRouter
from starlette.responses import Response

from app.api.problems import FOR_BODY
from app.api.strict import StrictRoute
from app.deps import ExplorerDep, WorkDep
from app.memory.memory_test import memory_curves, memory_figures
from app.schemas.memory_test import (
    MemoryFiguresAnswer,
    MemoryFiguresRequest,
    MemoryTestAnswer,
    MemoryTestRequest,
)

router = APIRouter(route_class=StrictRoute, tags=["memory through time"])


@router.post("/memory-test", summary="What is left of a subject", response_model=MemoryTestAnswer, responses=FOR_BODY)
async def post_memory_test(asked: MemoryTestRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """After every token of a filler, how much sooner the network expects `for` than `against` if it read `a`, not `b`.

    The mean over subjects and fillers, between which values eight of ten readings lie, and the units that carry it. A
    network that predicts nothing: 422, code `no_predictions`.
    """
    return await work.json(memory_curves, explorer, asked)


@router.post(
    "/figures/memory-test",
    summary="What is left of a subject, drawn",
    response_model=MemoryFiguresAnswer,
    responses=FOR_BODY,
)
async def post_memory_figures(asked: MemoryFiguresRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """The same as a Plotly figure; behind a pair of one's own lie the built-in pairs before the same fillers."""
    return await work.json(memory_figures, explorer, asked)
