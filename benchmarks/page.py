"""From the key to the picture: typing beside Plotly's own redraw of the same maps, and the step of the playhead.

*Painted* is the frame after which every map of which a quarter is in sight of a window of 1440 × 1000 shows the new
text. The others are drawn in the frames that follow; how long all of them take stands beside it. The time runs from the
key event itself: waiting for the pace of reading, the request, the server's work and the page's own are all in it.

*Redraw* is what a plain page would pay that has the answer already: `Plotly.react` of all maps of that text in the same
elements at the same size, with other values each time, until the frame that shows them. The two take turns, and the
ratio is that of all maps to all maps.

A *step* is what the page does for an arrow key, its handlers and the frame that shows the other word, without the wait
for that frame: whether it fits between two frames. The wait is in the line below it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from urllib.parse import urlencode

from playwright.sync_api import Page

from benchmarks.chromium import open_page
from benchmarks.measure import REPEATS, Measurement
from benchmarks.sentences import FIFTY_TOKENS, SENTENCE
from benchmarks.server import running_server

LETTERS = "abcdefghjklmnoprstuvw"  # each a token of its own behind a space
RATIO = 1.7
STEP = 16.0  # ms: one frame of a screen of 60 a second
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
# The maps out of sight hold the values of the text before until they are drawn.
VALUES = (
    "() => [...document.querySelectorAll('.plot')].filter(plot => plot.offsetWidth).map(plot => plot.data[0].z.bdata)"
)
ALL_PAINTED = """(before) => new Promise(resolve => {
  const plots = [...document.querySelectorAll('.plot')].filter(plot => plot.offsetWidth);
  const key = performance.getEntriesByName('bench:key').at(-1).startTime;
  const look = () => {
    if (plots.some((plot, n) => plot.data[0].z.bdata === before[n])) requestAnimationFrame(look);
    else requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - key)));
  };
  look();
})"""
REDRAW = """async (texts) => {
  const plots = [...document.querySelectorAll('.plot')].filter(plot => plot.offsetWidth);
  const show = plots[0].data[0].z.shape.split(',')[0];
  const ask = async text => (await fetch('api/v1/figures', {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ text, show: Number(show) }),
  })).json();
  globalThis.answers ??= await Promise.all(texts.map(ask));
  const answer = answers.reverse()[0];
  const figures = { ...answer.figures, ...answer.echoes };
  const figureOf = plot => figures[plot.closest('[data-panel]').dataset.panel];
  const sized = plots.map(plot => [plot, figureOf(plot), plot.clientWidth, plot.clientHeight]);
  await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
  const start = performance.now();
  for (const [plot, { data, layout }, width, height] of sized)
    Plotly.react(plot, data, { ...layout, width, height }, { staticPlot: true });
  await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
  return performance.now() - start;
}"""
# The work of the handlers and of the frame that follows; and the time from the key until that frame is done.
WATCH_STEP = """() => void (globalThis.stepped = new Promise(resolve => {
  let begun = NaN, handled = NaN;
  addEventListener('keydown', ({ timeStamp }) => {
    begun = performance.now();
    requestAnimationFrame(() => {
      const frame = performance.now();
      setTimeout(() => resolve([handled + performance.now() - frame, performance.now() - timeStamp]));
    });
  }, { once: true, capture: true });
  addEventListener('keydown', () => { handled = performance.now() - begun; }, { once: true });
}))"""
STILL = 400  # ms: past the pause after which the page writes its address


@dataclass(frozen=True)
class Case:
    """A text that is typed at: so many tokens with the last one, so many units shown; the bound in ms."""

    text: str
    tokens: int
    units: int
    bound: float

    @property
    def size(self) -> str:
        return f"{self.tokens} tokens × {self.units} units"


@dataclass
class Times:
    """Milliseconds of each round."""

    painted: list[float] = field(default_factory=list)
    complete: list[float] = field(default_factory=list)
    redraw: list[float] = field(default_factory=list)


CASES = (Case(f"{SENTENCE} So", 20, 64, 90.0), Case(FIFTY_TOKENS.removesuffix("."), 50, 256, 150.0))


def measure() -> Iterator[Measurement]:
    """Medians of 21 letters, each typed once as the last token of a text, and of as many steps."""
    for case in CASES:
        with running_server() as server, open_page(before=NOTE_KEYS) as page:
            open_case(page, server.address, case)
            times = rounds(page, case)
            arrows = steps(page)
        painted, complete, redraw = map(median, (times.painted, times.complete, times.redraw))
        yield Measurement(f"key to painted, {case.size}", painted, "ms", case.bound)
        yield Measurement(f"key to all maps painted, those out of sight too, {case.size}", complete, "ms")
        yield Measurement(f"Plotly's own redraw, {case.size}", redraw, "ms")
        yield Measurement(f"key to all maps ÷ Plotly's own redraw, {case.size}", complete / redraw, "", RATIO)
        yield Measurement(f"key to maps in sight ÷ Plotly's own redraw of all, {case.size}", painted / redraw, "")
        work, whole = zip(*arrows, strict=True)
        yield Measurement(f"a step of the playhead, {case.size}", median(work), "ms", STEP)
        yield Measurement(f"arrow key to the next word in every view, {case.size}", median(whole), "ms")


def open_case(page: Page, address: str, case: Case) -> None:
    """The page with a text and a space behind it. Raises RuntimeError where a letter makes other tokens than meant."""
    page.goto(f"{address}/?{urlencode({'text': case.text, 'show': case.units})}")
    page.locator("#sentence").press("Control+End")
    press(page, "Space")
    press(page, "a")
    tokens = page.locator(".tile").count()
    if tokens != case.tokens:
        raise RuntimeError(f"{case.text!r} and a letter should be {case.tokens} tokens, but are {tokens}.")
    press(page, "Backspace")
    page.wait_for_timeout(STILL)  # the maps out of sight are drawn, too: what they hold is compared


def rounds(page: Page, case: Case) -> Times:
    """A key and a redraw in turn; the text is as before afterwards."""
    times = Times()
    for letter in LETTERS:
        painted, complete = press_for_all(page, letter)
        times.painted.append(painted)
        times.complete.append(complete)
        times.redraw.append(page.evaluate(REDRAW, [f"{case.text} x", f"{case.text} y"]))
        press_for_all(page, "Backspace")
    return times


def press_for_all(page: Page, key: str) -> tuple[float, float]:
    """Press a key; milliseconds from its event to the maps in sight, and to all maps."""
    before: Any = page.evaluate(VALUES)
    painted = press(page, key)
    complete: float = page.evaluate(ALL_PAINTED, before)
    return painted, complete


def press(page: Page, key: str) -> float:
    """Press a key and wait for the picture of the new text. Milliseconds from the key event."""
    page.keyboard.press(key)
    delay: float = page.evaluate(PAINTED)
    return delay


def steps(page: Page) -> list[tuple[float, float]]:
    """Back and on again by the arrow keys; see `step`."""
    page.evaluate("() => document.activeElement.blur()")
    return [step(page, key) for key in ("ArrowLeft", "ArrowRight") * (REPEATS // 2)]


def step(page: Page, key: str) -> tuple[float, float]:
    """Milliseconds of work for an arrow key, and from its event to the frame that shows the other word; see above.

    The page was still before.
    """
    page.evaluate(WATCH_STEP)
    page.wait_for_timeout(STILL)
    page.keyboard.press(key)
    work, whole = page.evaluate("() => globalThis.stepped")
    return work, whole
