"""What a visitor costs the server, action by action, in processor time and bytes; and what ten thousand would cost.

The actions are those of a person in a real browser, so that what is asked, and how often, is the page's own choice. The
time is the processor's, of the server's process alone: how busy the machine is otherwise hardly matters.
"""

import math
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

from playwright.sync_api import Page

from benchmarks.chromium import open_page
from benchmarks.long import TABS
from benchmarks.measure import Measurement
from benchmarks.processes import private_mb
from benchmarks.sentences import seventeen_tokens
from benchmarks.server import Server, running_server
from benchmarks.visitor import Cost, mean_cost, visitor

VISITORS = 5
WORD, PACE = " garden", 150  # ms between its letters
STEPS = 10
# A class of ten thousand: all come within OPENING seconds, and then each writes and looks at so much a minute.
PEOPLE, OPENING, WORDS_A_MINUTE, TABS_A_MINUTE = 10_000, 300, 10, 1
IN_USE = 0.7  # of a core; what is left is for moments in which more is asked
CORES_OF_A_MACHINE = 16


def measure() -> Iterator[Measurement]:
    """Means of five visitors, each with a text of 17 tokens that is new to the server; then five with the first's."""
    texts = seventeen_tokens(VISITORS)
    with running_server() as server, open_page() as page:
        follow(page, server, seventeen_tokens(VISITORS + 1)[-1])  # compresses plotly.js and compiles templates
        visits = [visit(page, server, text) for text in texts]
        again = mean_cost([follow(page, server, texts[0]) for _ in texts])
        memory = private_mb(server.pid)
    opening, word, playhead, tabs = (mean_cost(costs) for costs in zip(*visits, strict=True))
    yield from told("opening the page", opening)
    yield from told("opening it by a link that others have followed", again)
    yield from told("typing a word of six letters", word)
    yield from told(f"moving the playhead {STEPS} times", playhead)
    yield from told("opening a tab", tabs * (1 / len(TABS)))
    yield Measurement("private memory of the worker after that", memory, "MB")
    yield from of_people(opening, word, tabs * (1 / len(TABS)), memory)


def told(what: str, cost: Cost) -> Iterator[Measurement]:
    """Of an action: requests, the server's processor time, bytes."""
    yield Measurement(f"{what}: requests", cost.requests, "")
    yield Measurement(f"{what}: processor", 1000 * cost.seconds, "ms")
    yield Measurement(f"{what}: answers as sent", 1000 * cost.megabytes, "kB")


def of_people(opening: Cost, word: Cost, tab: Cost, memory: float) -> Iterator[Measurement]:
    """What PEOPLE ask of the server a second, in cores, memory and traffic: while they come, and while they work."""
    coming = opening * (PEOPLE / OPENING)
    working = (word * WORDS_A_MINUTE + tab * TABS_A_MINUTE) * (PEOPLE / 60)
    for what, load in ((f"{PEOPLE:,} people come within {OPENING} s", coming), (f"{PEOPLE:,} people work", working)):
        cores = math.ceil(load.seconds / IN_USE)
        yield Measurement(f"{what}: requests", load.requests, "a second")
        yield Measurement(f"{what}: traffic", load.megabytes, "MB a second")
        yield Measurement(f"{what}: cores, {100 * IN_USE:.0f} % in use", cores, "")
        yield Measurement(f"{what}: memory of a worker a core", cores * memory / 1000, "GB")
        yield Measurement(f"{what}: machines of {CORES_OF_A_MACHINE} cores", math.ceil(cores / CORES_OF_A_MACHINE), "")


def visit(page: Page, server: Server, text: str) -> tuple[Cost, ...]:
    """Open the page with a text, write a word behind it, go along it, open each tab: the costs of these four."""
    with visitor(page, server) as person:
        first = [person.cost(action) for action in (opened(server, text), type_word, go_along)]
        return *first, sum((person.cost(tab_opened(name)) for name in TABS), Cost(0, 0, 0))


def follow(page: Page, server: Server, text: str) -> Cost:
    """Open the page with a text, as whoever is sent its link."""
    with visitor(page, server) as person:
        return person.cost(opened(server, text))


def opened(server: Server, text: str) -> Callable[[Page], object]:
    """Go to the page of a text."""
    return lambda page: page.goto(f"{server.address}/?{urlencode({'text': text})}")


def tab_opened(name: str) -> Callable[[Page], object]:
    """Press a tab of memory through time, which fills when it is in sight."""
    return lambda page: page.locator(f"#tab-{name}").click()


def type_word(page: Page) -> None:
    """Write one word more, at a person's pace."""
    page.locator("#sentence").press("End")
    page.keyboard.type(WORD, delay=PACE)


def go_along(page: Page) -> None:
    """From word to word by the arrow key."""
    page.locator("#strip [tabindex='0']").first.focus()
    for _ in range(STEPS):
        page.keyboard.press("ArrowLeft")
