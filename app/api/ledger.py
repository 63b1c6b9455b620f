"""Who wrote what is held, and how long it lasts."""

from fastapi import APIRouter
from starlette.responses import Response

from app.api.problems import FOR_BODY
from app.api.strict import StrictRoute
from app.deps import ExplorerDep, WorkDep
from app.memory.ledger import ledger, ledger_figures
from app.memory.spans import spans, spans_figures
from app.schemas.ledger import LedgerAnswer, LedgerFiguresAnswer, LedgerFiguresRequest, LedgerRequest, SharesAnswer
from app.schemas.spans import SpansAnswer, SpansFiguresAnswer, SpansFiguresRequest, SpansRequest

router = APIRouter(route_class=StrictRoute, tags=["memory through time"])


@router.post(
    "/ledger", summary="Who wrote what is held", response_model=LedgerAnswer | SharesAnswer, responses=FOR_BODY
)
async def post_ledger(asked: LedgerRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """What every word wrote into a memory cell and how much of it is left at every step; when each memory ends.

    Without a unit: how much of all that the layer holds each word wrote. An LSTM alone has memory cells.
    """
    return await work.json(ledger, explorer, asked)


@router.post("/figures/ledger", summary="The ledger, drawn", response_model=LedgerFiguresAnswer, responses=FOR_BODY)
async def post_ledger_figures(asked: LedgerFiguresRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """The ledger of a unit or of a layer as a heat map: the words that wrote, over the words that were read since."""
    return await work.json(ledger_figures, explorer, asked)


@router.post("/spans", summary="How long memories last", response_model=SpansAnswer, responses=FOR_BODY)
async def post_spans(asked: SpansRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """The memories of all units of a layer: which word wrote each, how long it lasted, and which word erased it."""
    return await work.json(spans, explorer, asked)


@router.post("/figures/spans", summary="Memories, drawn", response_model=SpansFiguresAnswer, responses=FOR_BODY)
async def post_spans_figures(asked: SpansFiguresRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """The same as bars from the word that wrote to the word that erased."""
    return await work.json(spans_figures, explorer, asked)
