"""A text of a thousand tokens: how soon each part of memory through time is painted, and what the tab takes."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from playwright.sync_api import Page

from benchmarks.chromium import open_page
from benchmarks.measure import Measurement
from benchmarks.sentences import FIFTY_TOKENS
from benchmarks.server import running_server

THOUSAND_TOKENS = " ".join([FIFTY_TOKENS] * 20)
LIMIT = {"GATESCOPE_MAX_CHARS": "8000"}
VISITS = 3
FIRST_PAINT = 1000.0  # ms
MEMORY = 500.0  # MB
TABS = ("ledger", "spans", "lives", "gradients", "test", "twins", "order")
# From the press on a tab until the frame after its figure stands.
OPEN = """name => new Promise(resolve => {
  const panel = document.querySelector(`#panel-${name}`);
  const start = performance.now();
  document.querySelector(`#tab-${name}`).click();
  const look = () => {
    const drawn = panel.getAttribute('aria-busy') !== 'true' && panel.querySelector('.chart-plot .main-svg');
    if (drawn) requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
    else setTimeout(look, 5);
  };
  look();
})"""
PAINTED = """() => new Promise(resolve => {
  const look = () => {
    const mark = performance.getEntriesByName('gatescope:painted').at(-1);
    if (mark) resolve(mark.startTime); else requestAnimationFrame(look);
  };
  look();
})"""

# The standard's own measure (W3C Paint Timing): when the browser has put the first text or image of the page on screen.
FIRST = """() => performance.getEntriesByName('first-contentful-paint')[0].startTime"""


def measure() -> Iterator[Measurement]:
    """Each visit in a browser of its own; the tab's memory is that of the largest after all its tabs were opened."""
    visits, memories = [], []
    with running_server(settings=LIMIT) as server:
        for _ in range(VISITS):
            with open_page() as page:
                visits.append(visit(page, server.address))
                memories.append(tab_memory(page))
    for what, bound in {"heatmaps painted after": None, "first contentful paint": FIRST_PAINT}.items():
        yield Measurement(f"1,000 tokens: {what}", median(each[what] for each in visits), "ms", bound)
    for name in TABS:
        values = [each[name] for each in visits]
        yield Measurement(f"1,000 tokens: {name} painted after", median(values), "ms", FIRST_PAINT)
        yield Measurement(f"1,000 tokens: {name}, for a server’s first visitor", values[0], "ms")
    yield Measurement("1,000 tokens: private memory of the tab", max(memories), "MB", MEMORY)


def visit(page: Page, address: str) -> dict[str, float]:
    """The page of a thousand tokens, then each tab in turn: what was painted -> milliseconds."""
    page.goto(f"{address}/?{urlencode({'text': THOUSAND_TOKENS, 'show': 64, 'step': 500, 'unit': 5})}")
    times = {"heatmaps painted after": page.evaluate(PAINTED), "first contentful paint": page.evaluate(FIRST)}
    page.locator("#through").scroll_into_view_if_needed()
    return times | {name: page.evaluate(OPEN, name) for name in TABS}


def tab_memory(page: Page) -> float:
    """Private memory of the largest renderer process, in MB."""
    browser = page.context.browser
    if browser is None:
        raise RuntimeError("The page belongs to no browser that was launched here.")
    session = browser.new_browser_cdp_session()
    processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
    return max(private_memory(process["id"]) for process in processes if process["type"] == "renderer")


def private_memory(pid: int) -> float:
    """What a process shares with nobody, in MB."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1000
