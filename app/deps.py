"""What a route needs from the server, as named types: routes read as sentences."""

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from app.explore import Explorer
from app.knowledge.corpora import Corpora
from app.limit import WorkLimit
from app.serialize import Json, to_json
from app.settings import Settings
from app.stream import Events, EventStream

Result = TypeVar("Result")


def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


def _explorer(request: Request) -> Explorer:
    explorer: Explorer = request.app.state.explorer
    return explorer


def _corpora(request: Request) -> Corpora:
    corpora: Corpora = request.app.state.corpora
    return corpora


class Work:
    """Runs a function for one request in a worker thread, when its turn comes. See `app/limit.py`."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._limit: WorkLimit = request.app.state.limit

    async def run(self, function: Callable[..., Result], *args: Any) -> Result:
        """The function's result. Raises what it raises, or BusyError."""
        return await self._limit.run(self._request, partial(function, *args))

    async def json(self, function: Callable[..., Json], *args: Any) -> Response:
        """The function's answer as a JSON response, written in the same thread."""
        content = await self.run(lambda: to_json(function(*args)))
        return Response(content, media_type="application/json")


class EventWork:
    """Sends events to one client while they are made. See `app/stream.py`."""

    def __init__(self, request: Request, limit: WorkLimit) -> None:
        self._request = request
        self._limit = limit

    async def send(self, events: Events) -> Response:
        """The answer, whose first event is made. Raises what that raises, or BusyError."""
        return await EventStream.begin(events, self._request, self._limit)


async def _event_work(request: Request) -> AsyncIterator[EventWork]:
    limit: WorkLimit = request.app.state.limit
    with limit.place():  # until the answer is sent
        yield EventWork(request, limit)


SettingsDep = Annotated[Settings, Depends(_settings)]
ExplorerDep = Annotated[Explorer, Depends(_explorer)]
CorporaDep = Annotated[Corpora, Depends(_corpora)]
WorkDep = Annotated[Work, Depends(Work)]
EventsDep = Annotated[EventWork, Depends(_event_work)]
