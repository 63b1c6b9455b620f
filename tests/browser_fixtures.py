"""Fixtures of the browser tests; files ask for them with `pytest_plugins = "browser_fixtures"`."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from browser import PATIENCE, REMEMBER_VIOLATIONS, Visit, serving
from fastapi import FastAPI
from playwright.sync_api import Browser, sync_playwright

from app.main import create_app
from app.settings import Settings

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip


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


@pytest.fixture
def visitor(chromium: Browser, address: str) -> Iterator[Callable[..., Visit]]:
    """Makes visits, each in a context of its own: `visitor(width=390, color_scheme="dark", address=…)`."""
    visits: list[Visit] = []

    def make(width: int = 1280, height: int = 900, address: str = address, **options: Any) -> Visit:
        context = chromium.new_context(viewport={"width": width, "height": height}, **options)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(REMEMBER_VIOLATIONS)
        visit = Visit(context.new_page(), address)
        visit.listen()
        visits.append(visit)
        return visit

    yield make
    for visit in visits:
        visit.check()
        visit.page.context.close()


@pytest.fixture
def visit(visitor: Callable[..., Visit]) -> Visit:
    """One visit with a wide window."""
    return visitor()
