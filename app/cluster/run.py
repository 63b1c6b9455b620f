"""Starts and stops Gatescope on a Ray cluster: what `gatescope cluster` does."""

import logging
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import ray
from ray import serve
from starlette.types import ASGIApp

from app.cluster.address import AUTO, check_address
from app.cluster.options import Replicas, deployment_options, environment, http_options, quiet_log
from app.journal import write_journal
from app.server import (
    StartError,
    address_of,
    announce,
    application,
    check_default,
    listen,
    one_line_for_what_is_broken,
    stopped_by_sigterm,
)
from app.settings import Settings

NAME = "gatescope"


class Replica:
    """One process that answers, its application aside."""

    async def check_health(self) -> None:
        """Asked on the event loop that answers requests: a replica whose loop hangs is replaced."""


def replica() -> ASGIApp:
    """The application of one replica, which has its settings in its environment."""
    settings = Settings()
    write_journal(settings.log)
    return application(settings)


def run(settings: Settings, replicas: Replicas, address: str | None) -> None:
    """Serve until stopped, on the cluster at `address`, or on one of this machine alone that ends with us.

    Raises StartError for a cluster that cannot be had or is in use, and for a broken default model.
    """
    if address not in (None, AUTO):
        check_address(address)
    port = settings.port if address else free_port(settings)
    with one_line_for_what_is_broken(settings):
        check_default(settings)  # else every replica would try and fail
    deployment = serve.deployment(serve.ingress(replica)(Replica), **deployment_options(settings, replicas))
    with connected(settings, address), stopped_by_sigterm():
        make_room()
        try:
            serve.start(http_options=http_options(settings, port), logging_config=quiet_log())
            serve.run(deployment.bind(), name=NAME)
            announce(address_of(settings.host, port), open_page=False)
            signal.pause()
        finally:
            serve.shutdown()


def free_port(settings: Settings) -> int:
    """The port, which nothing else may listen on. Raises StartError."""
    with listen(settings.host, settings.port) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def connected(settings: Settings, address: str | None) -> Iterator[None]:
    """Connected to a cluster, with our settings for all that runs there. Raises StartError."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # else Ray tells its makers
    own: dict[str, Any] = {} if address else {"include_dashboard": False}
    try:
        ray.init(
            address or "local",
            runtime_env={"env_vars": environment(settings)},
            logging_level=logging.WARNING,
            **own,
        )
    except (ConnectionError, RuntimeError, ValueError) as error:
        reason = str(error).strip().splitlines()[0]
        where = address or "a cluster of this machine's own"
        raise StartError(f"Ray cannot use {where}: {reason}") from error
    try:
        yield
    finally:
        ray.shutdown()


def make_room() -> None:
    """Take down what a killed command of ours left running. Raises StartError where others serve on the cluster."""
    running = set(serve.status().applications)
    if others := running - {NAME}:
        names = ", ".join(sorted(others))
        raise StartError(f"The cluster serves other applications ({names}). Give Gatescope a cluster of its own.")
    if running:
        serve.shutdown()
