"""What there is: models and signals."""

from fastapi import APIRouter
from starlette.responses import Response

from app.api.problems import FOR_TABLE
from app.api.strict import StrictRoute
from app.deps import ExplorerDep, WorkDep
from app.schemas.answers import ModelsAnswer, SignalsAnswer

router = APIRouter(route_class=StrictRoute, tags=["what there is"], responses=FOR_TABLE)


@router.get("/models", summary="The models, the default one first", response_model=ModelsAnswer)
async def models(explorer: ExplorerDep, work: WorkDep) -> Response:
    """Each with its kind, size, suggested sentence and card. A broken folder is named in `notices`."""
    return await work.json(explorer.models)


@router.get("/signals", summary="The table of signals", response_model=SignalsAnswer)
async def signals(explorer: ExplorerDep, work: WorkDep) -> Response:
    """Name, symbol, formula, range, colour scale and meaning of every signal of every kind of network."""
    return await work.json(explorer.signals)
