"""A server holds no more memory after many requests of all kinds than after few, and a leak would be seen."""

import os
import signal
from pathlib import Path

from conftest import KINDS

from benchmarks.memory import CONNECTIONS, LEAKY, Run, ask_everything, mixed_run
from benchmarks.server import running_server

MOST = 12.0  # MB
MODELS = [f"tiny-{kind}" for kind in KINDS]


def test_memory_stays_and_a_leak_is_seen(tiny_folder: Path, tmp_path: Path) -> None:
    """After every operation has been asked once and the memory of readings and answers is full."""
    (tmp_path / "models").symlink_to(tiny_folder)
    home = {"GATESCOPE_HOME": str(tmp_path), "GATESCOPE_MODEL": MODELS[0], "GATESCOPE_CACHE": "1"}
    with running_server((*LEAKY, "--kept", str(2**17)), settings=home) as server:
        ask_everything(server, MODELS[:1])
        clean = mixed_run(server, MODELS, 600)
        os.kill(server.pid, signal.SIGUSR1)
        leaking = mixed_run(server, MODELS, 300)
    assert clean.growth(12, 100) < MOST < leaking.growth(12, 100)
    assert clean.faults == leaking.faults == 0
    assert clean.statuses["200"] > 300
    assert more(clean, "files") <= 2 * CONNECTIONS
    assert more(clean, "threads") <= 2 * CONNECTIONS


def more(run: Run, what: str) -> int:
    """Of files or threads, how many more at the end than after a tenth."""
    return int(getattr(run.samples[-1], what) - getattr(run.samples[9], what))
