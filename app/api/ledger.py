"""Who wrote what is held."""

from fastapi import APIRouter
from starlette.responses import Response

from app.api.problems import FOR_BODY
from app.api.strict import StrictRoute
from app.deps import ExplorerDep, WorkDep
from app.memory.ledger import ledger
from app.schemas.ledger import LedgerAnswer, LedgerRequest, SharesAnswer

router = APIRouter(route_class=StrictRoute, tags=["memory through time"])


@router.post(
    "/ledger", summary="Who wrote what is held", response_model=LedgerAnswer | SharesAnswer, responses=FOR_BODY
)
async def post_ledger(asked: LedgerRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """What every word wrote into a memory cell and how much of it is left at every step; when each memory ends.

    Without a unit: how much of all that the layer holds each word wrote. An LSTM alone has memory cells.
    """
    return await work.json(ledger, explorer, asked)
