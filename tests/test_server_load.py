"""Many clients at once over real connections: what they may be answered. `make bench` measures how soon."""

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from browser import serving

from app.main import create_app
from app.settings import Settings
from benchmarks.crowd import Answered, Crowd
from benchmarks.load import TEXTS

CLIENTS, REQUESTS = 64, 400
HEALTH = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


async def ask_together(port: int) -> tuple[list[Answered], list[Answered]]:
    """So many clients until so many requests are answered, and one that asks meanwhile whether the server lives."""
    crowd, probe = Crowd(port, TEXTS), Crowd(port, iter([HEALTH] * REQUESTS))

    async def client() -> None:
        while len(crowd.answers) < REQUESTS:
            await crowd.ask()
            await probe.ask() if len(probe.answers) < 20 else None

    await asyncio.gather(*(client() for _ in range(CLIENTS)))
    crowd.leave()
    probe.leave()
    return crowd.answers, probe.answers


def test_a_crowd_is_answered_or_refused_and_the_server_lives(tiny_folder: Path) -> None:
    app = create_app(Settings(model="tiny-lstm", concurrency=1, waiting=8), tiny_folder)
    with serving(app) as address, ThreadPoolExecutor(1) as apart:
        answers, alive = apart.submit(asyncio.run, ask_together(urlsplit(address).port or 80)).result()
    found = Counter(each.status for each in answers)
    assert set(found) == {200, 503}
    assert found[200] > 8
    assert {each.status for each in alive} == {200}
