"""Listens, loads, serves: what `gatescope serve` does."""

import os
import socket
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Any

import uvicorn
from uvicorn.supervisors import ChangeReload, Multiprocess

from app.main import create_app
from app.settings import ANY_ADDRESS, PREFIX, Settings
from model import ModelError, load_model

FACTORY = "app.main:create_app"
OPTIONS: dict[str, Any] = {
    "log_level": "warning",
    "server_header": False,
    "ws": "none",
    "timeout_graceful_shutdown": 5,  # seconds; an open stream would hold the process for ever
}


class StartError(Exception):
    """The server cannot start; the message is one line for the person who started it."""


def serve(settings: Settings, reload: bool, open_page: bool) -> None:
    """Serve until stopped. Raises StartError for a port that cannot be had and for a broken default model."""
    listener = listen(settings.host, settings.port)
    address = address_of(settings.host, listener)
    try:
        if reload or settings.workers > 1:
            _serve_processes(settings, listener, reload, address, open_page)
        else:
            app = create_app(settings)
            announce(address, open_page)
            uvicorn.Server(uvicorn.Config(app, **OPTIONS)).run(sockets=[listener])
    except ModelError as error:
        raise StartError(error.detail) from error


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
    listener.set_inheritable(True)
    return listener


def address_of(host: str, listener: socket.socket) -> str:
    """Where a browser on this machine finds the page."""
    shown = "127.0.0.1" if host in ANY_ADDRESS else f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}"


def announce(address: str, open_page: bool) -> None:
    """Tell the address, and open it in the browser if asked to."""
    print(f"Gatescope is at {address} (Ctrl+C stops it)", flush=True)
    if open_page:
        webbrowser.open(address)


def _serve_processes(settings: Settings, listener: socket.socket, reload: bool, address: str, open_page: bool) -> None:
    """Processes of their own, which make their settings from the environment. The default model is tried first here:
    uvicorn would start broken workers again and again."""
    load_model(settings.model)
    os.environ |= {f"{PREFIX}{name.upper()}": str(getattr(settings, name)) for name in ("host", "port", "model")}
    folders = [str(Path(__file__).parent), str(Path(__file__).parent.parent / "model")]
    config = uvicorn.Config(
        FACTORY,
        factory=True,
        reload=reload,
        reload_dirs=folders if reload else None,
        workers=settings.workers,
        **OPTIONS,
    )
    announce(address, open_page)
    supervisor = ChangeReload if reload else Multiprocess
    with suppress(KeyboardInterrupt):
        supervisor(config, target=uvicorn.Server(config).run, sockets=[listener]).run()
