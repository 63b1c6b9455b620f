"""Where else a network does the same."""

from fastapi import APIRouter
from starlette.responses import Response

from app.api.problems import FOR_BODY
from app.api.strict import StrictRoute
from app.deps import CorporaDep, ExplorerDep, WorkDep
from app.knowledge.similar import similar
from app.schemas.similar import SimilarAnswer, SimilarRequest

router = APIRouter(route_class=StrictRoute, tags=["what units know"])


@router.post("/similar", summary="Where else it does the same", response_model=SimilarAnswer, responses=FOR_BODY)
async def post_similar(asked: SimilarRequest, explorer: ExplorerDep, corpora: CorporaDep, work: WorkDep) -> Response:
    """The moments of a corpus most like one of a text (cosine over units), or those that fit a pattern (LSTMVis).

    The search is exact and looks at every moment. Without `corpus` and `texts` it is the labelled sentences that are
    searched; texts of your own are read, searched and forgotten.
    """
    return await work.json(similar, explorer, corpora, asked)
