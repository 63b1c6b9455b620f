"""The application: a table of contents. `create_app` may be called as often as one likes."""

import sys
from pathlib import Path

import torch
from fastapi import FastAPI
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from app import pages
from app.allocator import share_memory
from app.answers import AnswerCache
from app.api import (
    assets,
    count,
    effects,
    generate,
    gradients,
    half_lives,
    health,
    knowledge,
    ledger,
    memory_test,
    models,
    order,
    similar,
    trace,
    twins,
    units,
)
from app.api.problems import DocumentedApp
from app.assets import FOR_EVER, OwnFiles, static_root
from app.doorkeeper import Doorkeeper
from app.errors import install_error_handlers
from app.explore import MEBIBYTE, Explorer
from app.journal import Journal
from app.knowledge.corpora import Corpora
from app.limit import WorkLimit
from app.logs import keep_text_out_of_logs
from app.metrics import Metrics
from app.rate_limit import RateLimit
from app.registry import ModelRegistry
from app.security import OneErrorShape, SecurityHeaders
from app.settings import Settings
from app.stopping import LastAnswers, lifespan
from app.stream_limit import StreamLimit

API = "/api/v1"
# Bytes from which the library compresses in a thread. Less is sent as it is: a page that follows typing has no time.
LARGE = 128 * 1024
# Seconds for which a thread that computes may keep the interpreter from the event loop, at each event; Python's 0.005
# would make those who are refused, or answered from memory, wait for those who are computed for.
SWITCH = 0.001


def create_app(settings: Settings | None = None, *folders: Path) -> FastAPI:
    """Load the models in `folders` (none: those of the settings) and build the server.

    Raises ModelError if the default model cannot be had.
    """
    settings = settings or Settings()
    share_memory()
    torch.set_num_threads(settings.threads)
    sys.setswitchinterval(SWITCH)
    keep_text_out_of_logs()
    app = DocumentedApp(
        title="Gatescope",
        version="1",
        summary="Every gate and memory cell of a trained recurrent network, for any sentence.",
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # app/metrics.py counts
        middleware=_middleware(settings),
    )
    app.state.settings = settings
    app.state.answers = AnswerCache(settings.cache * MEBIBYTE)
    app.state.limit = WorkLimit(settings.concurrency, settings.waiting, settings.waiting_seconds)
    app.state.streams = StreamLimit(settings.streams, settings.streams_each)
    app.state.explorer = Explorer(ModelRegistry.load(folders or settings.model_folders, settings.model), settings)
    app.state.corpora = Corpora(settings.home_folder)
    for theme in (
        models,
        trace,
        count,
        ledger,
        gradients,
        half_lives,
        memory_test,
        order,
        twins,
        effects,
        generate,
        knowledge,
        similar,
        units,
    ):
        app.include_router(theme.router, prefix=API)
    for router in (health.router, assets.router, pages.router):
        app.include_router(router)
    app.mount(static_root(), OwnFiles(FOR_EVER), name="static")
    app.mount("/static", OwnFiles("no-cache"))
    install_error_handlers(app)
    return app


def _middleware(settings: Settings) -> list[Middleware]:
    """Outermost first."""
    return [
        Middleware(Journal),
        Middleware(Metrics),
        Middleware(SecurityHeaders, frame_ancestors=settings.frame_ancestors),
        Middleware(OneErrorShape),
        Middleware(LastAnswers),
        Middleware(RateLimit, rate=settings.rate),
        Middleware(Doorkeeper),
        Middleware(TrustedHostMiddleware, allowed_hosts=settings.allowed_hosts, www_redirect=False),
        Middleware(GZipMiddleware, minimum_size=LARGE, compresslevel=1),
        Middleware(RequestBodyLimitMiddleware, max_body_size=settings.max_body),
    ]
