"""What the page shows as a question in code: for whoever wants to ask it without the page."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from app.deps import ExplorerDep, WorkDep
from app.explore import Explorer, rows
from app.pages.alphabet import legible
from app.pages.explore import figures_request, readable
from app.pages.view import ViewReader
from app.recipes import curl_code, python_code
from app.schemas.trace import TraceRequest
from app.serialize import Json

router = APIRouter(include_in_schema=False)


@router.get("/recipes")
async def recipes(request: Request, explorer: ExplorerDep, work: WorkDep) -> Response:
    """`curl` and `python`: the code for a view. The query is the page's."""
    return await work.json(recipes_of, explorer, request)


def recipes_of(explorer: Explorer, request: Request) -> Json:
    """The code that asks this server for what a query shows. Raises InputError for a text that is blank."""
    reader = ViewReader(request.query_params, explorer.registry)
    view, model = legible(reader.model, reader.view())[0], reader.model
    read = readable(explorer, model, view.text)
    trace = explorer.read(model, read).trace
    step = reader.within(view, len(trace.tokens)).step
    step = len(trace.tokens) - 1 if step is None else step
    asked = figures_request(view, read)
    units, _ = rows(asked, model, trace, view.layer, step)
    wanted = TraceRequest(
        text=read, model=model.name, layer=view.layer, units=units, holds=asked.holds, clip=bool(asked.holds)
    )
    body = wanted.model_dump(exclude_defaults=True)
    server = str(request.base_url).rstrip("/")
    unit = units[0] if view.unit is None else view.unit
    return {"curl": curl_code(server, body), "python": python_code(server, body, unit, step)}
