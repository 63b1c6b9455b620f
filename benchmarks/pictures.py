"""The pictures of GUIDE.md: each state of the page as a visitor sees it, from a real server in a real browser.

A picture is a place (the query), a window, what is done there, and the part that is shown. `make figures` takes them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import FloatRect, Page, ViewportSize, expect

from benchmarks.chromium import open_page
from benchmarks.sentences import FIFTY_TOKENS, SENTENCE
from benchmarks.server import ROOT

FOLDER = ROOT / "benchmarks" / "pictures"
WIDE, PHONE = ViewportSize(width=1440, height=1000), ViewportSize(width=390, height=844)
TALL = ViewportSize(width=1440, height=3800)  # what is docked at its foot lies over nothing
LONG = ViewportSize(width=1440, height=1300)
SETTLED = 800  # ms
MARGIN = (20, 6)  # px, at the sides and above and below
PLACE = """([part, [aside, above]]) => {
  const box = document.querySelector(part).getBoundingClientRect();
  return [Math.max(0, box.left + scrollX - aside), Math.max(0, box.top + scrollY - above),
    Math.min(innerWidth, box.right + aside), box.bottom + scrollY + above];
}"""
# A word and a unit are all that a place needs; the default model chooses the unit.
KING = {"text": SENTENCE, "step": 8}
# The tabs of memory through time.
THROUGH: dict[str, dict[str, object]] = {
    "ledger": {"tab": "ledger", "step": 14},
    "layer": {"tab": "ledger", "whose": "layer"},
    "spans": {"tab": "spans"},
    "lives": {"tab": "lives"},
    "gradients": {"tab": "gradients", "text": f"{FIFTY_TOKENS} {FIFTY_TOKENS}", "step": 98},
    "memory-test": {"tab": "test"},
    "twins": {"tab": "twins"},
    "order": {"tab": "order"},
}
# What the first example of the page holds, and how it goes on from there.
TURN = "[data-example=turn]"
LETTER = "The old man read the letter twice. "


def nothing(page: Page) -> None:
    """The page as it opens."""


def press(*keys: str) -> Callable[[Page], None]:
    """Press keys on the page itself."""

    def act(page: Page) -> None:
        for key in keys:
            page.keyboard.press(key)

    return act


def click(*selectors: str) -> Callable[[Page], None]:
    """Click one after another."""

    def act(page: Page) -> None:
        for selector in selectors:
            page.locator(selector).first.click()

    return act


def reach(part: str, drawn: str) -> Callable[[Page], None]:
    """Scroll to a part, and wait until this is drawn in it."""

    def act(page: Page) -> None:
        page.locator(part).scroll_into_view_if_needed()
        expect(page.locator(f"{part} {drawn}").first).to_be_visible(timeout=60_000)

    return act


def write_ten(page: Page) -> None:
    """Ten continuations of the first example, with and without its hold."""
    click(TURN)(page)
    page.locator("#cause").scroll_into_view_if_needed()
    expect(page.locator(".write-lead")).not_to_be_empty()
    page.locator(".write-go").click()
    expect(page.locator(".write-go")).to_have_text("Stop")
    expect(page.locator(".write-go")).to_have_text("Write ten", timeout=120_000)


def lose_the_server(page: Page) -> None:
    """Type while nobody answers."""
    page.route("**/api/**", lambda route: route.abort())
    page.locator("#sentence").press("End")
    page.keyboard.type(" Then")
    expect(page.locator("#notice button")).to_be_visible()


@dataclass(frozen=True)
class Picture:
    """One picture: FOLDER/name.png. `ready` is there when the place is drawn."""

    name: str
    query: dict[str, object] = field(default_factory=dict)
    act: Callable[[Page], None] = nothing
    part: str = "body"
    window: ViewportSize = field(default_factory=lambda: WIDE)
    dark: bool = False
    place: str = ""
    ready: str = ".plot .main-svg"

    @property
    def path(self) -> Path:
        return FOLDER / f"{self.name}.png"


PICTURES = (
    Picture("first"),
    Picture("dark", KING, dark=True),
    Picture("microscope", KING, part=".lstm .microscope"),
    Picture("unrolled", KING | {"drawing": "unrolled"}, part="#unrolled"),
    Picture("why", KING, click("#why summary"), part="#why"),
    Picture("neuron", KING | {"model": "english-rnn"}, part="main"),
    Picture("life", KING, part="#life"),
    Picture("pinned", KING | {"pinned": "3,17"}, part="#life"),
    Picture("prose", {"text": FIFTY_TOKENS, "words": "prose", "step": 11}, part="#ruler"),
    Picture("saturation", KING, part="#saturation"),
    *(Picture(name, KING | query, part="#through") for name, query in THROUGH.items()),
    Picture("hold", act=click(TURN)),
    Picture("difference", act=click(TURN, "[name=look][value=difference]"), part="#equation"),
    Picture("ablate", act=click(TURN), part="#cause"),
    Picture("swap", {"cause": "swap", "other": SENTENCE.replace("queen", "prince")}, part="#cause"),
    Picture("write", {"cause": "write"}, write_ten, part="#cause", window=TALL),
    Picture("alike", KING, reach("#alike", "li .alike-row"), part="#alike"),
    Picture("units", place="units", ready=".units-chart .main-svg"),
    Picture("probe", place="probe", ready=".probe-chart .main-svg"),
    Picture("counter", {"model": "counter-lstm"}, reach("#counter", ".main-svg"), part="#counter"),
    Picture("characters", {"model": "characters-lstm", "words": "prose"}, part="#ruler"),
    Picture("lesson", place="lesson/short-memory", ready=".lesson-chart .main-svg"),
    Picture("lesson-forget", place="lesson/forget-gate", ready=".microscope svg", window=LONG),
    Picture("large", KING, click("[data-large=cell]"), part="#large"),
    Picture("table", KING, click("[data-large=forget]", "#large [data-twin]"), part="#large"),
    Picture("keys", KING, press("?"), part="#keys-help"),
    Picture("cleared", KING, press("Escape"), part="#equation"),
    Picture("empty", {"text": ""}),
    Picture("long", {"text": LETTER * 80}),
    Picture("gone", KING, lose_the_server),
    Picture("notice", KING | {"unit": 999, "step": 400, "signal": "taste"}),
    Picture("phone", KING, window=PHONE),
)


def take_pictures(address: str) -> None:
    """Take every picture anew."""
    FOLDER.mkdir(exist_ok=True)
    for picture in PICTURES:
        take(picture, address)


def take(picture: Picture, address: str) -> None:
    """Go there, do what is done there, wait until nothing moves, and take it."""
    with open_page(viewport=picture.window, before="localStorage.setItem('gatescope-hints', 'shown')") as page:
        page.emulate_media(color_scheme="dark" if picture.dark else "light", reduced_motion="reduce")
        page.goto(f"{address}/{picture.place}?{urlencode(picture.query)}")
        if picture.query.get("text", SENTENCE):
            expect(page.locator(picture.ready).first).to_be_attached()
        picture.act(page)
        page.locator(picture.part).scroll_into_view_if_needed()
        page.wait_for_timeout(SETTLED)
        if picture.part == "body":
            page.screenshot(path=picture.path)
        else:
            page.screenshot(path=picture.path, full_page=True, clip=around(page, picture.part))


def around(page: Page, part: str) -> FloatRect:
    """Where a part lies on its page, with a margin: labels stand at its very edge."""
    left, top, right, bottom = page.evaluate(PLACE, [part, MARGIN])
    return FloatRect(x=left, y=top, width=right - left, height=bottom - top)
