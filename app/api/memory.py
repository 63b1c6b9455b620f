"""Memory through time: who wrote what a cell holds, and how far back a loss reaches."""

from fastapi import APIRouter
from starlette.responses import Response

from app.api.problems import FOR_BODY
from app.api.strict import StrictRoute
from app.deps import ExplorerDep, WorkDep
from app.memory import gradients, ledger
from app.schemas.memory import GradientsAnswer, GradientsRequest, LedgerAnswer, LedgerRequest, SharesAnswer

router = APIRouter(route_class=StrictRoute, tags=["memory through time"])


@router.post(
    "/ledger", summary="Who wrote what is held", response_model=LedgerAnswer | SharesAnswer, responses=FOR_BODY
)
async def post_ledger(asked: LedgerRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """What every word wrote into a memory cell and how much of it is left at every step; when each memory ends.

    Without a unit: how much of all that the layer holds each word wrote. An LSTM alone has memory cells.
    """
    return await work.json(ledger, explorer, asked)


@router.post("/gradients", summary="How far back a loss reaches", response_model=GradientsAnswer, responses=FOR_BODY)
async def post_gradients(asked: GradientsRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """The norm of the gradient of one word's surprise in every state before it, for networks that share their tokens.

    Compare the cells of an LSTM with the hidden states of an RNN: its own hidden states reach the future through the
    gates alone.
    """
    return await work.json(gradients, explorer, asked)
