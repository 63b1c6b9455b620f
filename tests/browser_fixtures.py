"""Fixtures of the browser tests; files ask for them with `pytest_plugins = "browser_fixtures"`."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser import PATIENCE, REMEMBER_VIOLATIONS, Visit, serving
from fastapi import FastAPI
from playwright.sync_api import Browser, Page, sync_playwright

from app.main import create_app
from app.settings import Settings

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
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
def common(chromium: Browser) -> Page:
    """A page for one visit after the other: a new one starts a process and compiles Plotly, at thrice the cost."""
    return new_page(chromium)


@pytest.fixture
def visitor(chromium: Browser, common: Page, address: str) -> Iterator[Callable[..., Visit]]:
    """Makes visits: `visitor(width=390, color_scheme="dark", address=…)`. Each finds an empty storage.

    The first one of a test that wishes for nothing else has the common page, all others a new context of their own;
    `apart=True` is for visits that change their page for good.
    """
    visits: list[Visit] = []

    def make(
        width: int = 1280, height: int = 900, address: str = address, apart: bool = False, **options: Any
    ) -> Visit:
        media = {name: options.pop(name, usual) for name, usual in MEDIA.items()}
        page = new_page(chromium, **options) if apart or options or visits else common
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(**media)
        visit = Visit(page, address)
        visit.listen()
        visits.append(visit)
        return visit

    yield make
    for visit in visits:
        visit.check()
    for visit in visits:
        if visit.page is not common:
            visit.page.context.close()
    if visits and visits[0].page is common:
        visits[0].leave()


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
