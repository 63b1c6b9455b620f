"""A real server in a thread, and visits to it that remember everything that went wrong in the browser."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlencode

import uvicorn
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import ConsoleMessage, Error, Locator, Page, Request, expect

from app.figures.palette import SCALES
from model import DEFAULT, SHIPPED

REMEMBER_VIOLATIONS = """
globalThis.violations = [];
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
  violations.push(`${violatedDirective} ${blockedURI} ${sample}`);
});
"""
# Nothing is asked for any more, now or later; nothing is remembered. A page that could not be loaded has no storage.
FORGET = """() => {
  for (let timer = setTimeout(() => {}); timer; timer -= 1) clearTimeout(timer);
  window.stop();
  try { localStorage.clear(); sessionStorage.clear(); } catch {}
}"""
# Whether every drawn map begins with one of these colours.
FIRST_COLOURS = """(colours) => [...document.querySelectorAll('.plot')]
    .filter((plot) => plot.offsetWidth && plot.data)
    .every((plot) => colours.includes(plot.data[0].colorscale[0][1]))"""
LIKE_THE_FIRST = "tbody tr:nth-child(n + 9):not([aria-current])"
# The page writes its address 300 ms after a change (url.js): a timer that is set later and waits longer ends after it.
QUIET_QUERY = """() => new Promise((tell) =>
    setTimeout(() => tell(Object.fromEntries(new URLSearchParams(location.search))), 330))"""
PATIENCE = 20_000  # ms: the machine may be busy; tests assert results, not speed
TEXT = "The queen was tired, but the king said that he would wait until she woke."
# What the page opens with: the default model's own suggestion, which changes with its weights.
STORY = str(json.loads((SHIPPED / DEFAULT / "card.json").read_text("utf-8"))["suggested"]["text"])


@contextmanager
def serving(app: FastAPI, port: int = 0, **options: Any) -> Iterator[str]:
    """Serve an application in a thread, with further options of uvicorn; the address is where."""
    config = uvicorn.Config(app, port=port, log_level="error", ws="none", timeout_graceful_shutdown=1, **options)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


@dataclass
class Visit:
    """A page of ours in a browser, and what went wrong in it."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Remember errors, warnings and requests from now on."""
        for event, hear in self._ears.items():
            self.page.on(event, hear)

    def leave(self) -> None:
        """Leave the page as a new one would be, for the next visit."""
        for event, hear in self._ears.items():
            self.page.remove_listener(event, hear)
        self.page.unroute_all(behavior="ignoreErrors")
        self.page.mouse.move(-1, -1)
        self.page.evaluate(FORGET)

    @property
    def _ears(self) -> dict[Any, Callable[[Any], None]]:
        return {"pageerror": self._fail, "console": self._note, "request": self._ask}

    def _fail(self, error: Error) -> None:
        self.errors.append(str(error))

    def _ask(self, request: Request) -> None:
        self.requests.append(request.url)

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.errors.append(message.text)

    def open(self, **query: object) -> "Visit":
        """Go to the page of a query, and wait until its maps are drawn."""
        self.page.goto(f"{self.address}/?{urlencode({name: str(value) for name, value in query.items()})}")
        if str(query.get("text", TEXT)).strip():
            self.wait_until(lambda: self.drawn() is not None)
        return self

    def reload(self) -> None:
        """Load the page anew, and wait until its maps are drawn: what is scrolled to before would move away again."""
        self.page.reload()
        self.wait_until(lambda: self.drawn() is not None)

    def axe(self, part: str | None = None, colours_alone: bool = False) -> AxeResults:
        """What axe finds in the page or in a part of it; another theme or width needs to be asked for contrast alone.

        Only violations are worked out in full, and of long tables the first rows, which the others are like.
        """
        rules = {"runOnly": {"type": "rule", "values": ["color-contrast"]}} if colours_alone else {}
        context = {"include": [part or "html"], "exclude": [LIKE_THE_FIRST]}
        return Axe().run(self.page, context, options={"resultTypes": ["violations"]} | rules)

    def reach(self, part: str) -> None:
        """Scroll to a part until it stays: what is drawn above it meanwhile would move it out of sight again."""
        found = self.find(part)

        def stays() -> bool:
            found.scroll_into_view_if_needed()
            before = found.bounding_box()
            self.page.wait_for_timeout(250)
            after = found.bounding_box()
            return before is not None and after is not None and before["y"] == after["y"]

        self.wait_until(stays)

    def find(self, selector: str) -> Locator:
        return self.page.locator(selector)

    def expect(self, selector: str) -> Any:
        return expect(self.page.locator(selector))

    def asked_for(self, part: str) -> list[str]:
        """Addresses with this in them that the page has asked for."""
        return [url for url in self.requests if part in url]

    def words(self) -> list[str]:
        """The words of the strip."""
        return self.find(".tile > bdi").all_inner_texts()

    def drawn(self, panel: str | None = None) -> str | None:
        """Rows and steps of a drawn heat map ("32, 18"); if none is named, of all visible ones beside the first, once
        they agree: those out of sight are drawn after the others.
        """
        selector = f"[data-panel={panel}] .plot" if panel else ".plot"
        shape: str | None = self.page.evaluate(
            """(selector) => {
                const plots = [...document.querySelectorAll(selector)].filter((plot) => plot.offsetWidth);
                const shapes = new Set(plots.filter((plot) => plot.closest('.maps') === plots[0].closest('.maps'))
                    .map((plot) => (plot.querySelector('image') ? plot.data[0].z.shape : null)));
                return shapes.size === 1 ? [...shapes][0] : null;
            }""",
            selector,
        )
        return shape

    def wear(self, theme: Literal["light", "dark"]) -> None:
        """The system now wishes this theme; returns when the maps have its colours."""
        self.page.emulate_media(color_scheme=theme)
        zero = SCALES[theme]["gate"][0], SCALES[theme]["signed"][0]
        self.wait_until(lambda: self.page.evaluate(FIRST_COLOURS, list(zero)))

    def wait_until(self, is_true: Callable[[], bool]) -> None:
        """Playwright's own waiting would need `unsafe-eval`, which the policy forbids."""
        end = time.monotonic() + PATIENCE / 1000
        while not is_true():
            assert time.monotonic() < end, "waited in vain"
            self.page.wait_for_timeout(20)

    def wait_for_words(self, *words: str) -> None:
        """Until strip and maps show exactly these words after the start mark."""
        expected = ["start", *words]
        self.wait_until(lambda: self.words() == expected)
        self.wait_until(lambda: (self.drawn() or "").endswith(f", {len(expected)}"))

    def query(self) -> dict[str, str]:
        """The address as the page has written it, once it is quiet."""
        pairs: dict[str, str] = self.page.evaluate(QUIET_QUERY)
        return pairs

    def check(self) -> None:
        """Nothing went wrong, nothing was refused by the policy, and nobody else was asked."""
        assert not self.errors, self.errors
        assert self.page.evaluate("() => globalThis.violations ?? []") == []
        assert [url for url in self.requests if not url.startswith((self.address, "data:", "blob:"))] == []


expect.set_options(timeout=PATIENCE)
