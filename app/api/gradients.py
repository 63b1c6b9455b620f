"""How far a loss reaches back."""

from fastapi import APIRouter
from starlette.responses import Response

from app.api.problems import FOR_BODY
from app.api.strict import StrictRoute
from app.deps import ExplorerDep, WorkDep
from app.memory.gradients import gradient_figures, gradients
from app.schemas.gradients import (
    GradientFiguresAnswer,
    GradientFiguresRequest,
    GradientsAnswer,
    GradientsRequest,
)

router = APIRouter(route_class=StrictRoute, tags=["memory through time"])


@router.post("/gradients", summary="How far back a loss reaches", response_model=GradientsAnswer, responses=FOR_BODY)
async def post_gradients(asked: GradientsRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """The norm of the gradient of one word's surprise in every state before it, for networks that share their tokens.

    Compare the cells of an LSTM with the hidden states of an RNN: its own hidden states reach the future through the
    gates alone. A network that predicts nothing has no loss: 422, code `no_predictions`.
    """
    return await work.json(gradients, explorer, asked)


@router.post(
    "/figures/gradients",
    summary="Figures of how far back a loss reaches",
    response_model=GradientFiguresAnswer,
    responses=FOR_BODY,
)
async def post_gradient_figures(asked: GradientFiguresRequest, explorer: ExplorerDep, work: WorkDep) -> Response:
    """The curves of `POST /gradients` on a logarithmic axis, and the numbers behind them line by line."""
    return await work.json(gradient_figures, explorer, asked)
