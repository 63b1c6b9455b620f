"""The first visit to a page, and the second: what comes over the wire, when it can be used, when its maps stand.

Every first visit is one with an empty cache; before the first of them the server has answered one other, which
compresses its files once. *The sentence answers* when an event on its field is handled by the page's own script: it is
tried every few milliseconds from the start of the navigation on. While Plotly then starts, which is one long piece of
work, keys wait: for how long stands below it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page

from benchmarks.chromium import DESKTOP, open_page
from benchmarks.measure import Measurement
from benchmarks.server import running_server

VISITS = 5
SIZE = 1.6  # MB
USABLE = 200.0  # ms
HEATMAP = 2500.0  # ms
# A good mobile line: 40 ms there and back.
SLOW = {"offline": False, "latency": 40, "downloadThroughput": 10e6 / 8, "uploadThroughput": 10e6 / 8}
TRY_FIELD = """(() => {
  const attempt = () => {
    document.querySelector('#sentence')?.dispatchEvent(new InputEvent('input', { bubbles: true }));
    if (performance.getEntriesByName('gatescope:key').length) performance.mark('bench:usable');
    else setTimeout(attempt, 2);
  };
  attempt();
})()"""
NOTE_TASKS = """globalThis.tasks = [];
new PerformanceObserver(list => tasks.push(...list.getEntries().map(({ duration }) => duration)))
  .observe({ type: 'longtask', buffered: true });"""
FIRST = """name => new Promise(resolve => {
  const look = () => {
    const mark = performance.getEntriesByName(name)[0];
    if (mark) resolve(mark.startTime); else setTimeout(look, 5);
  };
  look();
})"""


@dataclass
class Wire:
    """What the browser has loaded: URL -> bytes with headers and content coding, and each answer's Cache-Control."""

    sizes: dict[str, float] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)

    def listen(self, page: Page) -> None:
        """Ask the browser itself: it alone knows what was compressed, and what came out of its cache."""
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.on("Network.responseReceived", self._answered)
        session.on("Network.loadingFinished", self._loaded)

    @property
    def megabytes(self) -> float:
        return sum(self.sizes.values()) / 1e6

    @property
    def files(self) -> list[str]:
        """Everything but pages and data: what never changes under its address."""
        return [url for url in self.kept if "/static/" in url or "/assets/" in url]

    def _answered(self, event: dict[str, Any]) -> None:
        answer = event["response"]
        if answer["url"].startswith("http"):
            self.urls[event["requestId"]] = answer["url"]
            headers = {name.lower(): value for name, value in answer["headers"].items()}
            self.kept[answer["url"]] = headers.get("cache-control", "")

    def _loaded(self, event: dict[str, Any]) -> None:
        if url := self.urls.get(event["requestId"]):
            self.sizes[url] = event["encodedDataLength"]


def measure() -> Iterator[Measurement]:
    """Medians of five visits with an empty cache, each in a profile of its own; then a second visit in the same one."""
    with running_server() as server, open_page() as page:
        page.goto(server.address)
        page.evaluate(FIRST, "gatescope:painted")
        browser = page.context.browser
        if browser is None:
            raise RuntimeError("The page belongs to no browser that was launched here.")
        yield from first_visits(browser, server.address)
        yield from second_visit(browser, server.address)
        yield from slow_visits(browser, server.address)


def first_visits(browser: Browser, address: str) -> Iterator[Measurement]:
    """On this machine, with nothing in between."""
    wire = Wire()
    painted = median(visit(browser, address, "gatescope:painted", see=wire.listen) for _ in range(VISITS))
    usable = median(visit(browser, address, "bench:usable", before=TRY_FIELD) for _ in range(VISITS))
    yield Measurement("first visit: transferred until the maps are painted", wire.megabytes, "MB", SIZE)
    yield Measurement("first visit: requests", len(wire.sizes), "")
    fleeting = [url for url in wire.files if "immutable" not in wire.kept[url]]
    yield Measurement("first visit: files that may not be kept for ever", len(fleeting), "", 0)
    yield Measurement("first visit: the sentence answers", usable, "ms", USABLE)
    yield Measurement("first visit: maps painted", painted, "ms", HEATMAP)
    yield Measurement("first visit: longest task, in which keys wait", longest_task(browser, address), "ms")


def second_visit(browser: Browser, address: str) -> Iterator[Measurement]:
    """What the browser asks for although it has been there."""
    wire = Wire()
    with browser.new_context(viewport=DESKTOP) as context:
        page = context.new_page()
        load(page, address, "gatescope:painted")
        wire.listen(page)
        painted = load(page, address, "gatescope:painted")
    files = sum(wire.sizes.get(url, 0) for url in wire.files) / 1e6
    yield Measurement("second visit: transferred", wire.megabytes, "MB")
    yield Measurement("second visit: of it files that have been here before", files, "MB", 0)
    yield Measurement("second visit: maps painted", painted, "ms")


def slow_visits(browser: Browser, address: str) -> Iterator[Measurement]:
    """Over a line of 10 Mbit/s."""

    def slow(page: Page) -> None:
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", SLOW)

    painted = median(visit(browser, address, "gatescope:painted", see=slow) for _ in range(VISITS))
    usable = median(visit(browser, address, "bench:usable", before=TRY_FIELD, see=slow) for _ in range(VISITS))
    yield Measurement("first visit, 10 Mbit/s and 40 ms: the sentence answers", usable, "ms")
    yield Measurement("first visit, 10 Mbit/s and 40 ms: maps painted", painted, "ms", HEATMAP)


def visit(
    browser: Browser, address: str, mark: str, before: str = "", see: Callable[[Page], None] | None = None
) -> float:
    """A visit with an empty cache; milliseconds from its start to a mark."""
    with browser.new_context(viewport=DESKTOP) as context:
        page = new_page(context, before)
        if see is not None:
            see(page)
        return load(page, address, mark)


def longest_task(browser: Browser, address: str) -> float:
    """The longest time for which the page's only thread answers nothing, in milliseconds."""
    with browser.new_context(viewport=DESKTOP) as context:
        page = new_page(context, NOTE_TASKS)
        load(page, address, "gatescope:painted")
        longest: float = page.evaluate("() => Math.max(0, ...tasks)")
        return longest


def new_page(context: BrowserContext, before: str) -> Page:
    page = context.new_page()
    page.add_init_script(before)
    return page


def load(page: Page, address: str, mark: str) -> float:
    """Go there; milliseconds from the start of the navigation to a mark."""
    page.goto(address, wait_until="commit")
    time: float = page.evaluate(FIRST, mark)
    return time
