"""Frames while the words play at their fastest: whether every view keeps up with the screen."""

from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlencode

from playwright.sync_api import Page

from benchmarks.chromium import open_page
from benchmarks.measure import Measurement
from benchmarks.sentences import FIFTY_TOKENS
from benchmarks.server import running_server

FRAME = 1000 / 60  # ms
# One in a hundred is under one frame a second at 60 a second: what lies above is seen as a stutter.
MOST_DROPPED = 1.0  # %
# Six frames. A word lasts ten at four times the speed: a longer wait would swallow most of one.
LONGEST = 100.0  # ms
SETTLED = 1000  # ms after the maps are drawn
# From the press on Play until it has stopped by itself at the last word: the time of every frame.
PLAY = """() => new Promise(resolve => {
  const button = document.querySelector('.play');
  const frames = [];
  const note = time => {
    frames.push(time);
    if (button.classList.contains('on')) requestAnimationFrame(note); else resolve(frames);
  };
  button.click();
  requestAnimationFrame(note);
})"""


def measure() -> Iterator[Measurement]:
    """Eight seconds of playing, 6 words a second: what misses its frame, and the longest wait for one."""
    with running_server() as server, open_page() as page:
        frames = play(page, f"{server.address}/?{urlencode({'text': FIFTY_TOKENS, 'show': 64, 'step': 0})}")
    yield Measurement("playing at 4×, 50 tokens × 64 units: frames dropped", dropped(frames), "%", MOST_DROPPED)
    yield Measurement("playing at 4×, 50 tokens × 64 units: longest frame", max(gaps(frames)), "ms", LONGEST)


def play(page: Page, address: str) -> list[float]:
    """Times of the frames in ms while the page of an address plays all its words."""
    page.goto(address)
    page.locator("[data-panel=hidden] .main-svg >> nth=0").wait_for(state="attached")
    page.wait_for_timeout(SETTLED)
    page.locator(".speed select").select_option("4")
    frames: list[float] = page.evaluate(PLAY)
    return frames


def dropped(frames: list[float]) -> float:
    """Per cent of the frames of a screen of 60 a second that have passed without a new picture."""
    missed = sum(round(gap / FRAME) - 1 for gap in gaps(frames) if gap > FRAME)
    return 100 * missed / (missed + len(frames) - 1)


def gaps(frames: list[float]) -> list[float]:
    """Time between each frame and the next."""
    return [after - before for before, after in pairwise(frames)]
