"""Memory through time: who wrote what a cell holds, how far back a loss reaches, what is left of a subject."""

from fastapi import APIRouter
from starlette.responses import Response

from app.api.problems import FOR_BODY
from app.api.strict import StrictRoute
from app.deps import ExplorerDep, WorkDep
from app.memory import gradients, ledger, memory_curves
from app.schemas.memory import (
    GradientsAnswer,
    GradientsRequest,
    LedgerAnswer,
    LedgerRequest,
    MemoryTestAnswer,
    MemoryTestRequest,
    SharesAnswer,
)

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


@router.post("/memory-test", summary="What is left of a subject", response_model=MemoryTestAnswer, responses=FOR_BODY)
async def post_memory_test(asked: MemoryTestRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """After every token of a filler, how much sooner the network expects `for` than `against` if it read `a`, not `b`.

    The mean over subjects and fillers, and between which values eight of ten readings lie.
    """
    return await work.json(memory_curves, explorer, asked)
