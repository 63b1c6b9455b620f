"""A server that leaks on purpose, `python -m benchmarks.leaky serve --port N`: what looks for leaks must find it.

It begins to when it is sent SIGUSR1.
"""

import os
import signal
from argparse import ArgumentParser

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from app.main import create_app
from app.server import OPTIONS
from app.settings import Settings

KEPT = 8192  # bytes


class Leak:
    """Keeps `kept` bytes of memory for every request, for ever."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.kept = 0
        self._all: list[bytes] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            self._all.append(os.urandom(self.kept))
        await self.app(scope, receive, send)


def main() -> None:
    """Serve the models of the settings."""
    parser = ArgumentParser(prog="python -m benchmarks.leaky")
    parser.add_argument("command", choices=["serve"])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--kept", type=int, default=KEPT, help="bytes of each request")
    chosen = parser.parse_args()
    served = Leak(create_app(Settings()))
    signal.signal(signal.SIGUSR1, lambda *_: setattr(served, "kept", chosen.kept))
    uvicorn.run(served, port=chosen.port, **OPTIONS)


if __name__ == "__main__":
    main()
