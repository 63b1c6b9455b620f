"""What a route needs from the server, as named types: routes read as sentences.

All of these are coroutines: what is none, FastAPI calls in a thread, which takes longer than the rest of a request.
"""

from collections.abc import AsyncIterator, Callable
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import Depends
from starlette.requests import Request
from starlette.responses import Response

from app.answers import AnswerCache, as_sent, digest
from app.explore import Explorer
from app.knowledge.corpora import Corpora
from app.limit import WorkLimit
from app.schemas.requests import Asked
from app.serialize import Json, to_json
from app.settings import Settings
from app.stream import Events, EventStream
from app.stream_limit import StreamLimit

Result = TypeVar("Result")
Question = TypeVar("Question", bound=Asked)


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def _explorer(request: Request) -> Explorer:
    explorer: Explorer = request.app.state.explorer
    return explorer


async def _corpora(request: Request) -> Corpora:
    corpora: Corpora = request.app.state.corpora
    return corpora


class Work:
    """Runs a function for one request in a worker thread, when its turn comes. See `app/limit.py`."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._limit: WorkLimit = request.app.state.limit
        self._explorer: Explorer = request.app.state.explorer
        self._answers: AnswerCache = request.app.state.answers

    async def run(self, function: Callable[..., Result], *args: Any) -> Result:
        """The function's result. Raises what it raises, or BusyError."""
        return await self._limit.run(self._request, partial(function, *args))

    async def json(self, function: Callable[..., Json], *args: Any) -> Response:
        """The function's answer as a JSON response, written in the same thread."""
        content = await self.run(lambda: to_json(function(*args)))
        return Response(content, media_type="application/json")

    async def answer(self, function: Callable[[Explorer, Question], Json], asked: Question) -> Response:
        """As `json`, where models and request alone make the answer: it is kept, and sent again without a thread."""
        question = digest(function.__qualname__.encode(), asked.model_dump_json().encode())
        content = self._answers.get(question)
        if content is None:
            content = await self.run(lambda: to_json(function(self._explorer, asked)))
            self._answers.keep(question, content)
        self._answers.recognise(await as_sent(self._request), question)
        return Response(content, media_type="application/json")


async def _work(request: Request) -> Work:
    return Work(request)


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
    streams: StreamLimit = request.app.state.streams
    with streams.place(request):  # until the answer is sent
        yield EventWork(request, limit)


SettingsDep = Annotated[Settings, Depends(_settings)]
ExplorerDep = Annotated[Explorer, Depends(_explorer)]
CorporaDep = Annotated[Corpora, Depends(_corpora)]
WorkDep = Annotated[Work, Depends(_work)]
EventsDep = Annotated[EventWork, Depends(_event_work)]
