"""Cause and effect: two texts beside each other, and every unit ablated."""

from fastapi import APIRouter
from starlette.responses import Response

from app.api.problems import FOR_BODY
from app.api.strict import StrictRoute
from app.deps import ExplorerDep, WorkDep
from app.effects.ablate import ablate, ablate_figures
from app.effects.compare import compare, compare_figures
from app.schemas.ablate import AblateAnswer, AblateFiguresAnswer, AblateFiguresRequest, AblateRequest
from app.schemas.compare import CompareAnswer, CompareFiguresAnswer, CompareFiguresRequest, CompareRequest

router = APIRouter(route_class=StrictRoute, tags=["cause and effect"])


@router.post("/compare", summary="Two texts beside each other", response_model=CompareAnswer, responses=FOR_BODY)
async def post_compare(asked: CompareRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """Which tokens correspond, how every signal differs where they do, and how long the difference lives."""
    return await work.json(compare, explorer, asked)


@router.post(
    "/figures/compare",
    summary="Two texts beside each other, drawn",
    response_model=CompareFiguresAnswer,
    responses=FOR_BODY,
)
async def post_compare_figures(asked: CompareFiguresRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """How every signal of the units that differ most differs, as heat maps; the wake as a chart; who carries it."""
    return await work.json(compare_figures, explorer, asked)


@router.post("/ablate", summary="Every unit ablated", response_model=AblateAnswer, responses=FOR_BODY)
async def post_ablate(asked: AblateRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """What each unit does to the odds of two continuations: its hidden state is held, and nobody hears from it.

    A network that predicts nothing: 422, code `no_predictions`.
    """
    return await work.json(ablate, explorer, asked)


@router.post(
    "/figures/ablate", summary="Every unit ablated, drawn", response_model=AblateFiguresAnswer, responses=FOR_BODY
)
async def post_ablate_figures(asked: AblateFiguresRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """The units that change the odds most, as bars from what the odds are to what they are without each."""
    return await work.json(ablate_figures, explorer, asked)
