"""What units know, to look at: sentences as a unit reads them, and the picture of all units."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.api.problems import FOR_QUERY
from app.api.strict import StrictRoute
from app.deps import ExplorerDep, WorkDep
from app.knowledge.examples import unit_examples
from app.knowledge.units import units_figure
from app.schemas.units import UnitExamplesAnswer, UnitExamplesQuery, UnitsFigureAnswer, UnitsFigureQuery

router = APIRouter(route_class=StrictRoute, tags=["what units know"])


@router.get(
    "/units/examples",
    summary="Labelled sentences as a unit reads them",
    response_model=UnitExamplesAnswer,
    responses=FOR_QUERY,
)
async def get_unit_examples(
    query: Annotated[UnitExamplesQuery, Query()], explorer: ExplorerDep, work: WorkDep
) -> Response:
    """The first sentences of the held-out half, whatever the unit does: its value and the property at each token."""
    return await work.json(unit_examples, explorer, query)


@router.get(
    "/figures/units",
    summary="Figure of all units and one property",
    response_model=UnitsFigureAnswer,
    responses=FOR_QUERY,
)
async def get_units_figure(
    query: Annotated[UnitsFigureQuery, Query()], explorer: ExplorerDep, work: WorkDep
) -> Response:
    """How well each unit tells the property, with the control band, against what is lost without the unit."""
    return await work.json(units_figure, explorer, query)
