"""How Ray runs Gatescope: our settings in Ray's words."""

import re
from dataclasses import dataclass
from typing import Any

from app.limit import BusyError
from app.settings import PREFIX, Settings
from app.stream import LONGEST

# What Ray's proxies call, as they start, for what is to stand around them.
CALLBACK = "RAY_SERVE_HTTP_PROXY_CALLBACK_IMPORT_PATH"
DOOR = "app.cluster.door:at_the_door"
GRACE = 5  # seconds for open streams, as `gatescope serve` gives them


@dataclass(frozen=True)
class Replicas:
    """How many processes answer: at least, at most."""

    least: int
    most: int


def read_replicas(text: str) -> Replicas:
    """`4` or `2..8`. Raises ValueError for anything else."""
    found = re.fullmatch(r"(\d{1,4})(?:\.\.(\d{1,4}))?", text, re.ASCII)
    if found is None:
        raise ValueError(f"--replicas takes a number or a range, as 4 or 2..8, not {text!r}.")
    least = int(found[1])
    most = int(found[2] or least)
    if not 1 <= least <= most:
        raise ValueError(f"--replicas {text}: at least one replica, and no fewer at most than at least, as 2..8.")
    return Replicas(least, most)


def deployment_options(settings: Settings, replicas: Replicas) -> dict[str, Any]:
    """What `serve.deployment` is given.

    A replica is sent as many requests as it lets in: computed, waiting, streamed. A waiting room more stands at each
    proxy, and the rest is told to come back. A dead replica is noticed within `health_check_period_s`.
    """
    return {
        "name": "Gatescope",
        "max_ongoing_requests": settings.concurrency + settings.waiting + settings.streams,
        "max_queued_requests": max(1, settings.waiting),  # with 0 Ray refuses every request
        "backpressure_config": {"status_code": 503, "retry_after_s": BusyError.retry_after},
        "ray_actor_options": {"num_cpus": settings.threads},
        "health_check_period_s": 2,
        "graceful_shutdown_timeout_s": GRACE,
        "graceful_shutdown_wait_loop_s": 0.5,
        "max_constructor_retry_count": 3,
        "logging_config": quiet_log(),
    } | _scaling(settings, replicas)


def http_options(settings: Settings, port: int) -> dict[str, Any]:
    """What the proxies are given: one on every machine that has a replica."""
    return {"host": settings.host, "port": port, "request_timeout_s": LONGEST + GRACE}


def quiet_log() -> dict[str, Any]:
    """Ray's own log without a line per request: that is our journal's, which GATESCOPE_LOG asks for."""
    return {"log_level": "WARNING", "enable_access_log": False}


def environment(settings: Settings) -> dict[str, str]:
    """The settings as variables for proxies and replicas on every machine."""
    values = {f"{PREFIX}{name.upper()}": as_variable(value) for name, value in settings.model_dump().items()}
    return values | {CALLBACK: DOOR}


def as_variable(value: object) -> str:
    """A setting as the environment holds it."""
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _scaling(settings: Settings, replicas: Replicas) -> dict[str, Any]:
    """More replicas once requests wait for their turn: a class opens the page all at once, so that it is seen within
    seconds. A replica that is too many stays for a minute.
    """
    if replicas.least == replicas.most:
        return {"num_replicas": replicas.most}
    return {
        "autoscaling_config": {
            "min_replicas": replicas.least,
            "max_replicas": replicas.most,
            "target_ongoing_requests": settings.concurrency,
            "metrics_interval_s": 1,
            "look_back_period_s": 5,
            "upscale_delay_s": 3,
            "downscale_delay_s": 60,
        }
    }
