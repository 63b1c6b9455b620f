"""A server holds no more memory after many requests of all kinds than after few, and a leak would be seen."""

import os
from pathlib import Path

from browser import serving
from conftest import KINDS

from app.main import create_app
from app.settings import Settings
from benchmarks.leaky import Leak
from benchmarks.memory import CONNECTIONS, Run, ask_everything, mixed_run
from benchmarks.server import Server

MOST = 12.0  # MB
MODELS = [f"tiny-{kind}" for kind in KINDS]


def test_memory_stays_and_a_leak_is_seen(tiny_folder: Path) -> None:
    """After every operation has been asked once and the memory of readings and answers is full."""
    leak = Leak(create_app(Settings(model="tiny-lstm", cache=1), tiny_folder), 0)
    with serving(leak) as address:
        server = Server(address, os.getpid(), 0)
        ask_everything(server, MODELS[:1])
        kept = mixed_run(server, MODELS, 600)
        leak.kept = 2**17
        leaked = mixed_run(server, MODELS, 300)
    assert kept.growth(12, 100) < MOST < leaked.growth(12, 100)
    assert kept.faults == leaked.faults == 0
    assert kept.statuses["200"] > 300
    assert more(kept, "files") <= 2 * CONNECTIONS
    assert more(kept, "threads") <= 2 * CONNECTIONS


def more(run: Run, what: str) -> int:
    """Of files or threads, how many more at the end than after a tenth."""
    return int(getattr(run.samples[-1], what) - getattr(run.samples[9], what))
