"""Listens, loads, serves: what `gatescope serve` does."""

import os
import socket
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from fastapi import FastAPI

from app.journal import write_journal
from app.main import create_app
from app.metrics import FOLDER
from app.settings import ANY_ADDRESS, PREFIX, Settings, in_url
from model import ModelError, load_model

FACTORY = "app.server:worker"
HERE = Path(__file__).parent
OPTIONS: dict[str, Any] = {
    "log_config": None,  # app/journal.py writes
    "http": "app.connection:Connection",
    "server_header": False,
    "ws": "none",
    "timeout_graceful_shutdown": 5,  # seconds; an open stream would hold the process for ever
}


class StartError(Exception):
    """The server cannot start; the message is one line for the person who started it."""


def serve(settings: Settings, reload: bool, open_page: bool) -> None:
    """Serve until stopped. Raises StartError for a port that cannot be had and for a broken default model."""
    listener = listen(settings.host, settings.port)
    port = listener.getsockname()[1]
    address = address_of(settings.host, port)
    try:
        if reload or settings.workers > 1:
            # Else uvicorn would start workers that break again and again.
            load_model(settings.model, *settings.model_folders)
            listener.close()  # uvicorn's supervisor takes the port itself
            announce(address, open_page)
            with counters_of_processes():
                _serve_processes(settings, port, reload)
        else:
            write_journal(settings.log)
            application = create_app(settings)
            announce(address, open_page)
            uvicorn.Server(uvicorn.Config(application, **OPTIONS)).run(sockets=[listener])
    except ModelError as error:
        raise StartError(error.detail) from error


def worker() -> FastAPI:
    """The application of one of several processes."""
    settings = Settings()
    write_journal(settings.log)
    return create_app(settings)


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens, taken before anything is loaded: clients that come early wait. Raises StartError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(2048)
    except OSError as error:
        listener.close()
        reason = error.strerror or str(error)
        raise StartError(f"Port {port} of {host} cannot be had: {reason}. Choose another with --port.") from error
    return listener


def address_of(host: str, port: int) -> str:
    """Where a browser on this machine finds the page."""
    return f"http://{'127.0.0.1' if host in ANY_ADDRESS else in_url(host)}:{port}"


def announce(address: str, open_page: bool) -> None:
    """Tell the address, and open it in the browser if asked to."""
    print(f"Gatescope is at {address} (Ctrl+C stops it)", flush=True)
    if open_page:
        webbrowser.open(address)


@contextmanager
def counters_of_processes() -> Iterator[None]:
    """A folder for the counters of several processes, gone with them; one that the environment names stays."""
    if FOLDER in os.environ:
        yield
        return
    with tempfile.TemporaryDirectory(prefix="gatescope-metrics-") as folder:
        os.environ[FOLDER] = folder
        try:
            yield
        finally:
            del os.environ[FOLDER]


def _serve_processes(settings: Settings, port: int, reload: bool) -> None:
    """Serve from processes of their own, which take their settings from the environment."""
    write_journal(settings.log)
    chosen = {"host": settings.host, "port": str(port), "model": settings.model}
    os.environ.update({f"{PREFIX}{name.upper()}": value for name, value in chosen.items()})
    watched = [str(HERE), str(HERE.with_name("model"))] if reload else None
    uvicorn.run(
        FACTORY,
        factory=True,
        host=settings.host,
        port=port,
        reload=reload,
        reload_dirs=watched,
        workers=settings.workers,
        **OPTIONS,
    )
