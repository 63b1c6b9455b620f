"""How a network counts."""

from fastapi import APIRouter
from starlette.responses import Response

from app.api.problems import FOR_BODY
from app.api.strict import StrictRoute
from app.deps import ExplorerDep, WorkDep
from app.memory.count import count_figures
from app.schemas.count import CountAnswer, CountRequest

router = APIRouter(route_class=StrictRoute, tags=["memory through time"])


@router.post("/figures/count", summary="Figure of a counting cell", response_model=CountAnswer, responses=FOR_BODY)
async def post_count_figures(asked: CountRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """The cell that counts over a string aⁿ X bⁿ, the count beside it, and when the network expects the end."""
    return await work.json(count_figures, explorer, asked)
