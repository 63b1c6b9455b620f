"""It writes, and is watched while it does."""

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import Response

from app.api.problems import FOR_BODY
from app.api.strict import StrictRoute
from app.deps import EventsDep, ExplorerDep
from app.effects.generate import generate
from app.schemas.answers import ProblemAnswer
from app.schemas.generate import DoneEvent, GenerateRequest, TokenEvent

router = APIRouter(route_class=StrictRoute, tags=["cause and effect"])

EXAMPLE = """event: token
data: {"step":6,"id":325,"token":" she","text":" she","probability":0.31,"signals":{"hidden":[0.1,-0.4]},\
"top":[{"id":301,"token":" was","probability":0.2}]}

event: done
data: {"text":" she","tokens":1,"reason":"length"}

"""


def event_schema(name: str, data: type[BaseModel]) -> dict[str, Any]:
    """One kind of event for OpenAPI; what its data consists of stands among the components."""
    schema = data.model_json_schema(ref_template="#/components/schemas/{model}")
    schema.pop("$defs", None)
    content = {"type": "string", "contentMediaType": "application/json", "contentSchema": schema}
    return {"type": "object", "required": ["event", "data"], "properties": {"event": {"const": name}, "data": content}}


EVENTS = {
    "description": "Server-sent events: a `token` as soon as it is written, then `done`; or `error`, a problem.",
    "content": {
        "text/event-stream": {
            "itemSchema": {
                "oneOf": [
                    event_schema("token", TokenEvent),
                    event_schema("done", DoneEvent),
                    event_schema("error", ProblemAnswer),
                ]
            },
            "example": EXAMPLE,
        }
    },
}


@router.post("/generate", summary="Let it write", response_class=Response, responses=FOR_BODY | {200: EVENTS})
async def post_generate(asked: GenerateRequest, explorer: ExplorerDep, events: EventsDep) -> Response:
    """The network continues the text, each token sent as soon as it is written, with every signal of a layer.

    Close the connection to stop it. What is wrong with a request is answered with a status, before any event; of a
    network that predicts nothing 422, code `no_predictions`.
    """
    return await events.send(generate(explorer, asked))
