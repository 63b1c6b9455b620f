"""The page while the network writes a hundred tokens: how soon the first one is there, and whether it stays smooth."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import httpx2
from playwright.sync_api import Page

from benchmarks.chromium import open_page
from benchmarks.frames import LONGEST, SETTLED, dropped, gaps
from benchmarks.measure import Measurement
from benchmarks.sentences import SENTENCE
from benchmarks.server import running_server

TOKENS = 100
FIRST = 200.0  # ms
# From the press on Continue until it has stopped by itself: the time of every frame, and when the first word was there.
WRITE = """() => new Promise(resolve => {
  const button = document.querySelector('#continue');
  const words = document.querySelector('.tiles .area');
  const [before, pressed, frames] = [words.childElementCount, performance.now(), []];
  let first = null;
  const note = time => {
    frames.push(time);
    if (words.childElementCount > before) first ??= performance.now() - pressed;
    if (first === null || button.classList.contains('on')) requestAnimationFrame(note);
    else resolve({ frames, first, written: words.childElementCount - before });
  };
  button.click();
  requestAnimationFrame(note);
})"""


def measure() -> Iterator[Measurement]:
    """A hundred tokens after eighteen, 64 units shown. Raises RuntimeError where other than a hundred were written."""
    with running_server() as server, open_page() as page:
        run = write(page, server.address, persistent_seed(server.address))
    if run["written"] != TOKENS:
        raise RuntimeError(f"The page should have grown by {TOKENS} words, but grew by {run['written']}.")
    what = f"writing {TOKENS} tokens × 64 units"
    yield Measurement(f"{what}: first token shown", run["first"], "ms", FIRST)
    yield Measurement(f"{what}: frames dropped", dropped(run["frames"]), "%")
    yield Measurement(f"{what}: longest frame", max(gaps(run["frames"])), "ms", LONGEST)


def persistent_seed(address: str) -> int:
    """The first seed with which the paragraph does not end before so many tokens; as the page asks."""
    asked = {"text": SENTENCE, "tokens": TOKENS, "min_tokens": 1, "temperature": 0.8, "top_p": 0.95, "signals": []}
    with httpx2.Client(base_url=address) as client:
        answers = (client.post("/api/v1/generate", json=asked | {"seed": seed}).text for seed in range(1000))
        return next(seed for seed, answer in enumerate(answers) if '"reason":"length"' in answer)


def write(page: Page, address: str, seed: int) -> dict[str, Any]:
    """One writing: {frames, first, written}, times in ms."""
    page.goto(f"{address}/?{urlencode({'text': SENTENCE, 'show': 64, 'writing': f'{TOKENS},0.8,0,0.95,{seed}'})}")
    page.locator("[data-panel=hidden] .main-svg >> nth=0").wait_for(state="attached")
    page.wait_for_timeout(SETTLED)
    found: dict[str, Any] = page.evaluate(WRITE)
    return found
