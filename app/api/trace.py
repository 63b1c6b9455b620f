"""Every gate at every step: as numbers, as figures, as a download; and how probable texts are; why a gate is so."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.api.problems import FOR_BODY, FOR_EXPORT, FOR_QUERY
from app.api.strict import StrictRoute
from app.deps import ExplorerDep, WorkDep
from app.explore import Explorer
from app.export import MEDIA_TYPES
from app.schemas.answers import ExplainAnswer, FiguresAnswer, ScoresAnswer, TraceAnswer
from app.schemas.queries import ExplainQuery, ExportQuery, TraceQuery
from app.schemas.trace import FiguresRequest, ScoreRequest, TraceRequest

router = APIRouter(route_class=StrictRoute, tags=["read a text"])


@router.get("/trace", summary="The trace of a text", response_model=TraceAnswer, responses=FOR_QUERY)
async def get_trace(query: Annotated[TraceQuery, Query()], work: WorkDep) -> Response:
    """As `POST /trace`; lists are comma-separated: `signals=forget,cell`."""
    return await work.answer(Explorer.trace, query.request())


@router.post("/trace", summary="The trace of a text", response_model=TraceAnswer, responses=FOR_BODY)
async def post_trace(asked: TraceRequest, work: WorkDep) -> Response:
    """Every signal of every layer, `values[step][unit]`; and what the network expects after each step."""
    return await work.answer(Explorer.trace, asked)


@router.post("/figures", summary="Figures of one layer", response_model=FiguresAnswer, responses=FOR_BODY)
async def post_figures(asked: FiguresRequest, work: WorkDep) -> Response:
    """One Plotly figure a signal, ready for `Plotly.react`, and all else that the page shows."""
    return await work.answer(Explorer.figures, asked)


@router.get("/explain", summary="Why a gate is so", response_model=ExplainAnswer, responses=FOR_QUERY)
async def get_explain(query: Annotated[ExplainQuery, Query()], work: WorkDep) -> Response:
    """The gates of one unit at one step, each taken apart: what the word, the units one step before and the bias bring.

    The parts add up to the pre-activation, of which the gate is σ or tanh, unless it is held.
    """
    return await work.answer(Explorer.explain, query.request())


@router.post("/score", summary="How probable texts are", response_model=ScoresAnswer, responses=FOR_BODY)
async def post_score(asked: ScoreRequest, work: WorkDep) -> Response:
    """Each text alone, after the start token; no end token is added. Without a start token the first one has no score.

    A network that predicts nothing: 422, code `no_predictions`.
    """
    return await work.answer(Explorer.score, asked)


@router.get(
    "/export",
    summary="Download a trace",
    response_class=Response,
    responses=FOR_EXPORT
    | {200: {"description": "The file", "content": {kind.split(";")[0]: {} for kind in MEDIA_TYPES.values()}}},
)
async def get_export(query: Annotated[ExportQuery, Query()], explorer: ExplorerDep, work: WorkDep) -> Response:
    """`csv`, `parquet`: a row per layer, step and unit. `json`: as `/trace`. `npz`: for `numpy.load`. `html`: a page
    that works offline and holds figures and values.

    `parquet` needs the optional extra of that name.
    """
    file = await work.run(explorer.export, query.request())
    return Response(
        file.content,
        media_type=file.media_type,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )
