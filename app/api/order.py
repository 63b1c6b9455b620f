"""Does the order of the words matter?"""

from fastapi import APIRouter
from starlette.responses import Response

from app.api.problems import FOR_BODY
from app.api.strict import StrictRoute
from app.deps import ExplorerDep, WorkDep
from app.memory.order import order, order_figures
from app.schemas.order import OrderAnswer, OrderFiguresAnswer, OrderFiguresRequest, OrderRequest

router = APIRouter(route_class=StrictRoute, tags=["memory through time"])


@router.post("/order", summary="The words in another order", response_model=OrderAnswer, responses=FOR_BODY)
async def post_order(asked: OrderRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """The same words in an order that the seed chooses, and how far each network's final state ends from where it was.

    Of networks that only collected words it would not move at all.
    """
    return await work.json(order, explorer, asked)


@router.post(
    "/figures/order",
    summary="The words in many orders, drawn",
    response_model=OrderFiguresAnswer,
    responses=FOR_BODY,
)
async def post_order_figures(asked: OrderFiguresRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """How far 20 orders of the same words move the final states, as a Plotly figure; one of them in numbers."""
    return await work.json(order_figures, explorer, asked)
