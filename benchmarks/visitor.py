"""A person in a real browser, and what each action of theirs costs the server."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, Request

from benchmarks.chromium import DESKTOP
from benchmarks.server import Server

QUIET = 700  # ms without a request: the page has what it wanted
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """What an action took: requests, seconds of the server's processor, MB of answers as sent."""

    requests: float
    seconds: float
    megabytes: float

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.requests + other.requests, self.seconds + other.seconds, self.megabytes + other.megabytes)

    def __mul__(self, times: float) -> "Cost":
        return Cost(self.requests * times, self.seconds * times, self.megabytes * times)


class Visitor:
    """A browser window that has never been here, and what each of its actions costs the server."""

    def __init__(self, page: Page, server: Server) -> None:
        self._page = page
        self._server = server
        self._asked: list[Request] = []
        self._open: set[Request] = set()
        page.on("request", self._begin)
        page.on("requestfinished", self._done)
        page.on("requestfailed", self._fail)

    def cost(self, action: Callable[[Page], object]) -> Cost:
        """Act, wait until the page has all that it wants, and tell what that took."""
        self._asked.clear()
        before = processor_seconds(self._server.pid)
        action(self._page)
        self._settle()
        seconds = processor_seconds(self._server.pid) - before
        sizes = [request.sizes() for request in self._asked]
        sent = sum(each["responseBodySize"] + each["responseHeadersSize"] for each in sizes)
        return Cost(len(sizes), seconds, sent / 1e6)

    def _settle(self) -> None:
        seen = -1
        while self._open or len(self._asked) != seen:
            seen = len(self._asked)
            self._page.wait_for_timeout(QUIET)

    def _begin(self, request: Request) -> None:
        self._open.add(request)

    def _fail(self, request: Request) -> None:
        self._open.discard(request)

    def _done(self, request: Request) -> None:
        self._open.discard(request)
        self._asked.append(request)


@contextmanager
def visitor(page: Page, server: Server) -> Iterator[Visitor]:
    """A visitor in a window of their own, whose browser keeps nothing of what others were sent."""
    browser = page.context.browser
    if browser is None:
        raise RuntimeError("The page belongs to no browser that was launched here.")
    with browser.new_context(viewport=DESKTOP) as context:
        yield Visitor(context.new_page(), server)


def mean_cost(costs: Sequence[Cost]) -> Cost:
    """What an action takes on the average."""
    return sum(costs, Cost(0, 0, 0)) * (1 / len(costs))


def processor_seconds(pid: int) -> float:
    """What a process has computed so far, all of its threads together. Linux."""
    fields = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
