"""Fixtures of the browser tests; files ask for them with `pytest_plugins = "browser_fixtures"`."""

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser import PATIENCE, REMEMBER_VIOLATIONS, Visit, serving
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright

from app.main import create_app
from app.settings import Settings

# The same browser without a window is quicker by a quarter.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), None)
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
MEDIA = {"color_scheme": "light", "reduced_motion": "no-preference"}


@pytest.fixture(scope="session")
def browser_app() -> FastAPI:
    """The application over the checkpoints that ship."""
    return create_app(Settings())


@pytest.fixture(scope="session")
def address(browser_app: FastAPI) -> Iterator[str]:
    """Where it is served."""
    with serving(browser_app) as address:
        yield address


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    assert CHROMIUM, "Chromium is not on the PATH; name it in the environment variable CHROMIUM"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def common(chromium: Browser) -> Callable[..., Page]:
    """Pages for one test after the other: for each set of options as many as a test has at once. A new one starts a
    process and compiles Plotly, at thrice the cost.
    """
    pages: dict[str, list[Page]] = {}

    def page(number: int, **options: Any) -> Page:
        alike = pages.setdefault(repr(sorted(options.items())), [])
        while len(alike) <= number:
            alike.append(new_page(chromium, **options))
        return alike[number]

    return page


@pytest.fixture
def visitor(chromium: Browser, common: Callable[..., Page], address: str) -> Iterator[Callable[..., Visit]]:
    """Makes visits: `visitor(width=390, color_scheme="dark", address=…)`. Each finds an empty storage.

    Their pages are ones that tests before have had, but for visits to another server; `apart=True` is for visits that
    change their page for good.
    """
    home = address
    own: list[Visit] = []
    shared: list[Visit] = []
    taken: Counter[str] = Counter()

    def make(
        width: int = 1280, height: int = 900, address: str = address, apart: bool = False, **options: Any
    ) -> Visit:
        media = {name: options.pop(name, usual) for name, usual in MEDIA.items()}
        is_own = apart or address != home
        kind = repr(sorted(options.items()))
        page = new_page(chromium, **options) if is_own else common(taken[kind], **options)
        taken[kind] += not is_own
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(**media)
        visit = Visit(page, address)
        visit.listen()
        (own if is_own else shared).append(visit)
        return visit

    yield make
    for visit in (*shared, *own):
        visit.check()
    for visit in own:
        visit.page.context.close()
    for visit in shared:
        visit.leave()


@pytest.fixture(scope="session")
def beside(chromium: Browser) -> Page:
    """A page beside those that tests change."""
    return new_page(chromium)


@pytest.fixture(scope="module")
def lasting(beside: Page, address: str) -> Iterator[Visit]:
    """One visit with a wide window for all those tests of a file that look at the same page and leave it as it was."""
    beside.set_viewport_size({"width": 1280, "height": 900})
    beside.emulate_media(**MEDIA)
    visit = Visit(beside, address)
    visit.listen()
    yield visit
    visit.check()
    visit.leave()


def new_page(browser: Browser, **options: Any) -> Page:
    """A page in a context of its own."""
    context = browser.new_context(**options)
    context.set_default_timeout(PATIENCE)
    context.add_init_script(REMEMBER_VIOLATIONS)
    return context.new_page()


@pytest.fixture
def visit(visitor: Callable[..., Visit]) -> Visit:
    """One visit with a wide window."""
    return visitor()
