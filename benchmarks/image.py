"""The container image: its steps are run one by one, and what they make serves read-only, without rights, as nobody."""

import json
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.layers import Layer, build
from benchmarks.measure import Measurement
from benchmarks.server import PATIENCE, free_port

PATHS = (
    "/",
    "/lesson",
    "/api/v1/trace?text=The%20queen%20slept.",
    "/api/v1/export?text=a&format=csv",
    "/api/v1/export?text=a&format=html",
    "/api/v1/models",
    "/metrics",
    "/readyz",
)
TOOLS = ("pip", "hatchling", "editables")
MEBIBYTE = 1 << 20


def measure() -> Iterator[Measurement]:
    """Builds as `docker build` would, and runs as README's `docker run` line does, with two workers."""
    with TemporaryDirectory(prefix="gatescope-image-") as folder:
        layer, runs = build(Path(folder))
        site = next(layer.path("/opt/gatescope/lib").glob("python*/site-packages"))
        left = [tool for tool in TOOLS if (site / tool).exists()]
        yield Measurement("tools for building left in the image", len(left), "", bound=0)
        with _serving(layer, json.loads(runs["ENTRYPOINT"]), json.loads(runs["CMD"])) as address:
            refused = [path for path in PATHS if _status(address + path) != 200]
        yield Measurement(
            f"of {len(PATHS)} pages and answers, not had read-only and without rights", len(refused), "", bound=0
        )
        size = sum(path.stat().st_size for path in layer.path("/opt/gatescope").rglob("*") if path.is_file())
        yield Measurement("what the image adds to its base", size / MEBIBYTE, "MiB")


@contextmanager
def _serving(layer: Layer, program: list[str], options: list[str]) -> Iterator[str]:
    port = free_port()
    options[-1] = str(port)
    process = layer.serving(" ".join([*program, *options, "--workers", "2"]))
    address = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + PATIENCE
        while _status(f"{address}/readyz") != 200:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"What the image holds does not serve (exit code {process.poll()}).")
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()


def _status(address: str) -> int:
    """The status of an answer; 0 where there is none."""
    try:
        with urllib.request.urlopen(address, timeout=PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        error.close()
        return error.code
    except (OSError, ConnectionError):
        return 0
