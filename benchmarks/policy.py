"""The content-security policy in Chromium: every page, and on it every control pressed once, without one violation."""

import json
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from playwright.sync_api import Page, Request

from benchmarks.chromium import open_page
from benchmarks.measure import Measurement
from benchmarks.pixels import mixed_pixels
from benchmarks.sentences import SENTENCE
from benchmarks.server import running_server

HEAR = """
globalThis.violations = [];
addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => {
  violations.push(`${violatedDirective} ${blockedURI} ${sample}`);
});
"""
# Scrolls through the page, then presses each control that can be seen, those that appear meanwhile too.
PRESS_ALL = """async (most) => {
  const soon = (ms) => new Promise((go) => setTimeout(go, ms));
  for (let y = 0; y < document.documentElement.scrollHeight; y += innerHeight) { scrollTo(0, y); await soon(40); }
  const pressed = new Set();
  const kinds = ['[role=tab]', 'summary', 'button, [type=radio], [type=checkbox]'];
  const next = () => kinds.flatMap((kind) => [...document.querySelectorAll(kind)])
      .find((one) => !pressed.has(one) && !one.disabled && one.checkVisibility());
  for (let one = next(); one && pressed.size < most; one = next()) {
    pressed.add(one);
    one.click();
    await soon(10);
  }
  await soon(300);
  return pressed.size;
}"""
BREAK_IT = "document.body.setAttribute('style', 'color: red')"
MOST = 100  # controls of a page
TOO_LONG = "word " * 500


@dataclass
class Walk:
    """What was seen on the way."""

    address: str
    states: int = 0
    violations: list[str] = field(default_factory=list)
    foreign: list[str] = field(default_factory=list)

    def note(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:", "about:")):
            self.foreign.append(request.url)

    def look(self, page: Page, most: int = MOST) -> None:
        """Press everything on the page, and note what its policy refused."""
        self.states += 1 + int(page.evaluate(PRESS_ALL, most))
        self.violations += page.evaluate("globalThis.violations")


def measure() -> Iterator[Measurement]:
    """Explorer with every network, and empty, too long, held, without a server, printed; all other pages; the card."""
    with running_server() as server, open_page(before=HEAR) as page:
        walk = Walk(server.address)
        page.on("request", walk.note)
        page.on("dialog", lambda dialog: dialog.dismiss())
        for path in _paths(server.address):
            page.goto(server.address + path, wait_until="load")
            walk.look(page)
        _odd_states(page, walk)
        page.goto(f"{server.address}/docs")
        page.wait_for_selector(".opblock-summary")
        walk.look(page, most=30)
        page.goto(f"{server.address}/?{urlencode({'text': SENTENCE})}")
        page.wait_for_selector(".js-plotly-plot image")
        mixed = mixed_pixels(page)
        page.evaluate(BREAK_IT)
        heard = page.evaluate("globalThis.violations.length")
    yield Measurement("states of pages seen", walk.states, "")
    yield Measurement("violations of the policy", len(walk.violations), "", bound=0)
    yield Measurement("requests to anybody else", len(walk.foreign), "", bound=0)
    yield Measurement("a deliberate violation, heard", heard, "", bound=1, least=True)
    for where, share in mixed.items():
        yield Measurement(f"pixels of a heat map of two colours that have neither, {where}", share, "%", bound=0)


def _paths(address: str) -> Iterator[str]:
    with urllib.request.urlopen(f"{address}/api/v1/models") as answer:
        names = [model["name"] for model in json.load(answer)["models"]]
    for name in names:
        yield f"/?{urlencode({'model': name})}"
    hold = [{"layer": 0, "units": [5], "signal": "forget", "steps": [2, 4], "value": 1}]
    held = {"text": SENTENCE, "unit": 5, "step": 4, "holds": json.dumps(hold)}
    yield f"/?{urlencode(held)}"
    yield f"/?{urlencode({'text': SENTENCE, 'words': 'prose', 'drawing': 'unrolled'})}"
    yield "/?text="
    yield from ("/units", "/probe", "/glossary", "/nothing", "/lesson")
    with urllib.request.urlopen(f"{address}/lesson") as page:
        text = page.read().decode()
    chapters = dict.fromkeys(part.split('"')[0].split("?")[0] for part in text.split('href="/lesson/')[1:])
    yield from (f"/lesson/{slug}" for slug in chapters)


def _odd_states(page: Page, walk: Walk) -> None:
    """A text that is too long, one typed while the server is gone, paper, another theme, and a card of one's own."""
    page.goto(f"{walk.address}/?{urlencode({'text': SENTENCE})}")
    page.locator("#sentence").fill(TOO_LONG)
    page.wait_for_timeout(600)
    page.route("**/api/**", lambda route: route.abort())
    page.locator("#sentence").fill("The king")
    page.wait_for_timeout(600)
    page.unroute_all()
    page.emulate_media(media="print", color_scheme="dark")
    page.wait_for_timeout(300)
    walk.states += 3
    walk.look(page)
    page.emulate_media(media="screen", color_scheme="light")
    with urllib.request.urlopen(f"{walk.address}/api/v1/export?text=a%20b&format=html") as answer:
        card = answer.read().decode()
    page.route(f"{walk.address}/card", lambda route: route.fulfill(body=card, content_type="text/html"))
    page.goto(f"{walk.address}/card", wait_until="load")
    walk.look(page)
    page.unroute_all()
