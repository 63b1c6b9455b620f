"""Listens, loads, serves: what `gatescope serve` does.

PyTorch is imported in `application` and not before, so that a taken port or a name that is none is told at once.
"""

import gc
import os
import socket
import tempfile
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from app.journal import write_journal
from app.metrics import FOLDER
from app.settings import ANY_ADDRESS, PREFIX, Settings, in_url
from model import ModelError, find_checkpoint

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
    address = address_of(settings.host, listener.getsockname()[1])
    write_journal(settings.log)
    try:
        with stopped_by_sigterm():
            if reload or settings.workers > 1:
                check_default(settings)
                announce(address, open_page)
                _serve_processes(settings, listener, reload)
            else:
                application = create_app(settings)
                announce(address, open_page)
                uvicorn.Server(uvicorn.Config(application, **OPTIONS)).run(sockets=[listener])
    except CheckpointError as error:
        folder = find_checkpoint(settings.model, *settings.model_folders)
        advice = f"It lies in {folder}: restore it, or serve another model with --model."
        raise StartError(f"{in_one_line(error.detail)} {advice}") from error
    except ModelError as error:
        raise StartError(error.detail) from error


def check_default(settings: Settings) -> None:
    """Raise ModelError where processes of their own would break, again and again, for want of the default model."""
    check_card(load_model(settings.model, *settings.model_folders))


def in_one_line(message: str) -> str:
    """A message that quotes a library's, without its breaks."""
    return " ".join(message.split())


@contextmanager
def stopped_by_sigterm() -> Iterator[None]:
    """Within, SIGTERM ends the process with exit code 0: who asks a server to stop and sees it stop got what he wanted.

    uvicorn raises the signal anew when all is done, so that a server alone would end with 143, one of several
    processes with 0.
    """
    kept = signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, kept)


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
    """Tell the address, and open it in the browser if asked to. Where nothing more can be written, it is not told."""
    try:
        print(f"Gatescope is at {address} (Ctrl+C stops it)", flush=True)
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # else the end of the process tries again
    if open_page:
        webbrowser.open(address)


def _serve_processes(settings: Settings, listener: socket.socket, reload: bool) -> None:
    """Serve from processes of their own, which take their settings from the environment."""
    chosen = {"host": settings.host, "model": settings.model}
    os.environ.update({f"{PREFIX}{name.upper()}": value for name, value in chosen.items()})
    watched = [str(HERE), str(HERE.with_name("model"))] if reload else None
    config = uvicorn.Config(
        FACTORY, factory=True, workers=settings.workers, reload=reload, reload_dirs=watched, **OPTIONS
    )
    with folder_of_counters():
        if reload:
            ChangeReload(config, target=uvicorn.Server(config).run, sockets=[listener]).run()
        else:
            Supervisor(config, sockets=[listener]).run()
