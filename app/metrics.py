"""What a server counts of itself, for Prometheus: `GET /metrics`.

Paths are counted by their route, never as typed. With several worker processes the library sums over files in a folder,
`PROMETHEUS_MULTIPROC_DIR`, which `gatescope serve` makes.
"""

import os
import time

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.counters import FOLDER

# Seconds: from a cached trace to a long text that waited for its turn.
BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)

REQUESTS = Counter("gatescope_requests", "Requests answered.", ["method", "route", "status"])
SECONDS = Histogram("gatescope_seconds", "From a request to the end of its answer.", ["route"], buckets=BUCKETS)
OPEN = Gauge("gatescope_open_requests", "Requests not yet answered, streams among them.", multiprocess_mode="livesum")


class Metrics:
    """Counts each request, by method, route and status; those without a route share one name."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        begun, status = time.perf_counter(), 0

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        OPEN.inc()
        try:
            await self.app(scope, receive, send_and_note)
        finally:
            OPEN.dec()
            route = route_of(scope)
            REQUESTS.labels(scope["method"], route, str(status or "gone")).inc()
            SECONDS.labels(route).observe(time.perf_counter() - begun)
        return None


def route_of(scope: Scope) -> str:
    """The path as our routes have it. Routers drop their prefix, which a route without parameters has in its path."""
    route: str = getattr(scope.get("route"), "path", "other")
    return str(scope["path"]) if route != "other" and "{" not in route else route


def metrics_text() -> bytes:
    """All counters in Prometheus's text format; those of all worker processes where there are several."""
    if FOLDER not in os.environ:
        return generate_latest()
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # the library has no types there
    return generate_latest(registry)
