"""Listens, loads, serves: what `gatescope serve` does.

PyTorch is imported when a model is loaded and not before, so that a taken port or a name that is none is told at once.
"""

import gc
import logging
import os
import signal
import socket
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.supervisors import ChangeReload

from app.alone import Server
from app.counters import folder_of_counters
from app.journal import write_journal
from app.settings import ANY_ADDRESS, PREFIX, Settings, in_url
from app.supervisor import Supervisor, prepare
from model import CheckpointError, ModelError, find_checkpoint

FACTORY = "app.worker:worker"
HERE = Path(__file__).parent
OPTIONS: dict[str, Any] = {
    "log_config": None,  # app/journal.py writes
    "http": "app.connection:Connection",
    "server_header": False,
    "ws": "none",
    "timeout_graceful_shutdown": 3,  # seconds until what still runs is cut off: see app/stopping.py
}

log = logging.getLogger("gatescope")


class StartError(Exception):
    """The server cannot start; the message is one line for the person who started it."""


def serve(settings: Settings, reload: bool, open_page: bool) -> None:
    """Serve until stopped. Raises StartError for a port that cannot be had and for a broken default model."""
    write_journal(settings.log)
    with listen(settings.host, settings.port) as listener, stopped_by_sigterm(), one_line_for_what_is_broken(settings):
        address = address_of(settings.host, listener.getsockname()[1])
        if reload or settings.workers > 1:
            with folder_of_counters():
                hand_on(settings)
                prepare()
                check_default(settings)
                announce(address, open_page)
                _serve_processes(settings, listener, reload)
        else:
            served = application(settings)
            announce(address, open_page)
            Server(uvicorn.Config(served, **OPTIONS)).run(sockets=[listener])


def hand_on(settings: Settings) -> None:
    """Have processes of their own take what was chosen by options from the environment, as they do all settings."""
    for name in ("host", "model"):
        os.environ[f"{PREFIX}{name.upper()}"] = getattr(settings, name)


def check_default(settings: Settings) -> None:
    """Raise ModelError where each of several processes would break, again and again, for want of the default model."""
    find_checkpoint(settings.model, *settings.model_folders)
    from model import check_card, load_model

    check_card(load_model(settings.model, *settings.model_folders))


def application(settings: Settings) -> ASGIApp:
    """The application of this process. Raises ModelError if the default model cannot be had.

    What is made here stays until the end: the collector of garbage neither runs meanwhile nor looks at it afterwards.
    """
    find_checkpoint(settings.model, *settings.model_folders)
    gc.disable()
    try:
        from app.main import create_app

        served = create_app(settings)
        for notice in served.state.explorer.registry.notices:
            log.warning(notice)
        return served
    finally:
        gc.freeze()
        gc.enable()


@contextmanager
def one_line_for_what_is_broken(settings: Settings) -> Iterator[None]:
    """Raise StartError for a default model that cannot be had; of a broken one it says where it is."""
    try:
        yield
    except CheckpointError as error:
        folder = find_checkpoint(settings.model, *settings.model_folders)
        what = " ".join(error.detail.split())  # it may quote a library
        raise StartError(f"{what} It lies in {folder}: restore it, or serve another with --model.") from error
    except ModelError as error:
        raise StartError(error.detail) from error


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
    """Serve from processes of their own, all of which listen on one socket."""
    watched = [str(HERE), str(HERE.with_name("model"))] if reload else None
    config = uvicorn.Config(
        FACTORY, factory=True, workers=settings.workers, reload=reload, reload_dirs=watched, **OPTIONS
    )
    if reload:
        ChangeReload(config, target=uvicorn.Server(config).run, sockets=[listener]).run()
    else:
        Supervisor(config, sockets=[listener]).run()
