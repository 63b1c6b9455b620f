"""Networks beside each other."""

from fastapi import APIRouter
from starlette.responses import Response

from app.api.problems import FOR_BODY
from app.api.strict import StrictRoute
from app.deps import ExplorerDep, WorkDep
from app.memory.twins import twins
from app.schemas.twins import TwinsAnswer, TwinsRequest

router = APIRouter(route_class=StrictRoute, tags=["memory through time"])


@router.post("/figures/twins", summary="Networks beside each other", response_model=TwinsAnswer, responses=FOR_BODY)
async def post_twins(asked: TwinsRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """The same text read by every network that shares its tokens: memories, guesses, and who saw which word coming."""
    return await work.json(twins, explorer, asked)
