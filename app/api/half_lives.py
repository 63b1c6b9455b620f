"""How long each unit keeps what it holds."""

from fastapi import APIRouter
from starlette.responses import Response

from app.api.problems import FOR_BODY
from app.api.strict import StrictRoute
from app.deps import ExplorerDep, WorkDep
from app.memory.half_lives import half_life_figures, half_lives
from app.schemas.half_lives import (
    HalfLivesAnswer,
    HalfLivesFigureAnswer,
    HalfLivesFigureRequest,
    HalfLivesRequest,
)

router = APIRouter(route_class=StrictRoute, tags=["memory through time"])


@router.post("/half-lives", summary="How long each unit remembers", response_model=HalfLivesAnswer, responses=FOR_BODY)
async def post_half_lives(asked: HalfLivesRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """In how many tokens a unit's forget gates let half of its memory go, on average: on this text, and on books."""
    return await work.json(half_lives, explorer, asked)


@router.post(
    "/figures/half-lives",
    summary="Figure of how long each unit remembers",
    response_model=HalfLivesFigureAnswer,
    responses=FOR_BODY,
)
async def post_half_life_figures(asked: HalfLivesFigureRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """`POST /half-lives` as a dot plot: this text above the axis, the books below it."""
    return await work.json(half_life_figures, explorer, asked)
