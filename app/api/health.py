"""Whether the server lives, and whether it can answer."""

from fastapi import APIRouter
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from app.api.problems import problems
from app.deps import ExplorerDep
from app.metrics import metrics_text
from app.schemas.answers import AliveAnswer, ReadyAnswer

router = APIRouter(tags=["health"], responses=problems(405))


@router.get("/healthz", summary="Alive")
async def alive() -> AliveAnswer:
    """Answers as long as the process does."""
    return AliveAnswer(status="alive")


@router.get("/readyz", summary="Ready")
async def ready(explorer: ExplorerDep) -> ReadyAnswer:
    """The models that are loaded; the server starts listening only when the default one is."""
    return ReadyAnswer(status="ready", models=list(explorer.registry.loaded))


@router.get(
    "/metrics",
    summary="Prometheus's counters",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"example": "gatescope_open_requests 1.0"}}}},
)
def metrics() -> Response:
    """Requests by route and status, seconds by route, requests that are open, and what the process takes."""
    return Response(metrics_text(), media_type=CONTENT_TYPE_LATEST)
