"""What units know: the properties that are measured for every model, and one's own."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.api.problems import FOR_BODY, FOR_QUERY
from app.api.strict import StrictRoute
from app.deps import ExplorerDep, WorkDep
from app.knowledge.probe import probe, probe_figures
from app.knowledge.units import units
from app.schemas.probe import ProbeAnswer, ProbeFiguresAnswer, ProbeFiguresRequest, ProbeRequest
from app.schemas.units import UnitsAnswer, UnitsQuery

router = APIRouter(route_class=StrictRoute, tags=["what units know"])


@router.get("/units", summary="What each unit knows", response_model=UnitsAnswer, responses=FOR_QUERY)
async def get_units(query: Annotated[UnitsQuery, Query()], explorer: ExplorerDep, work: WorkDep) -> Response:
    """The names that units have earned on labelled sentences, with the evidence; half-life and saturation in books."""
    return await work.json(units, explorer, query)


@router.post("/probe", summary="Which units tell two lists apart", response_model=ProbeAnswer, responses=FOR_BODY)
async def post_probe(asked: ProbeRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """Type texts with something and texts without: the units of a layer by how well they tell them apart.

    The band says how well chance would have the best of them do it. The same request gives the same bytes.
    """
    return await work.json(probe, explorer, asked)


@router.post(
    "/figures/probe",
    summary="Which units tell two lists apart, drawn",
    response_model=ProbeFiguresAnswer,
    responses=FOR_BODY,
)
async def post_probe_figures(asked: ProbeFiguresRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """The AUC of every unit, sorted, over the band that chance reaches."""
    return await work.json(probe_figures, explorer, asked)
