"""From the key to the picture: how long after a key event the six heatmaps of the new text are painted."""

from collections.abc import Iterator
from statistics import median
from string import ascii_lowercase
from urllib.parse import urlencode

from playwright.sync_api import Page

from benchmarks.chromium import open_page
from benchmarks.measure import REPEATS, Measurement
from benchmarks.sentences import SENTENCE
from benchmarks.server import running_server

BOUND = 150.0  # ms
# The key's own time, taken before any handler of the page runs.
NOTE_KEYS = "addEventListener('keydown', event => performance.mark('bench:key', {startTime: event.timeStamp}), true);"
PAINTED = """() => new Promise(resolve => {
  const last = name => performance.getEntriesByName(name).at(-1)?.startTime ?? -1;
  const look = () => {
    const delay = last('gatescope:painted') - last('bench:key');
    if (delay > 0) resolve(delay); else requestAnimationFrame(look);
  };
  look();
})"""


def measure() -> Iterator[Measurement]:
    """Median of 21 keys, each typed once at the end of a sentence of 19 tokens, as the twentieth; 64 units shown."""
    with running_server() as server, open_page(before=NOTE_KEYS) as page:
        page.goto(f"{server.address}/?{urlencode({'text': SENTENCE + ' So the', 'show': 64})}")
        page.locator("#sentence").press("End")
        press(page, "Space")
        delays = [type_and_take_back(page, letter) for letter in ascii_lowercase[:REPEATS]]
    yield Measurement("key to painted heatmaps, 20 tokens × 64 units", median(delays), "ms", BOUND)


def type_and_take_back(page: Page, letter: str) -> float:
    """Milliseconds from a letter's key event to its picture; the text is as before afterwards."""
    delay = press(page, letter)
    press(page, "Backspace")
    return delay


def press(page: Page, key: str) -> float:
    """Press a key and wait for the picture of the new text. Milliseconds from the key event."""
    page.keyboard.press(key)
    delay: float = page.evaluate(PAINTED)
    return delay
