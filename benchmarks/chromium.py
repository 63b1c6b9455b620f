"""A page in headless Chromium: the one that is on the PATH, or that the environment variable CHROMIUM names."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page, ViewportSize, sync_playwright

# No sandbox: inside a container, as root, Chromium cannot make one. The rest keeps it from calling home.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = ViewportSize(width=1440, height=1000)


@contextmanager
def open_page(*, before: str = "", viewport: ViewportSize = DESKTOP) -> Iterator[Page]:
    """An empty page; the script `before` runs at the start of each document. Raises RuntimeError without Chromium."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-headless-shell")
    if path is None:
        raise RuntimeError("chromium is not on the PATH. `make system` installs it on Debian; or name it in CHROMIUM.")
    with sync_playwright() as playwright, playwright.chromium.launch(executable_path=path, args=FLAGS) as browser:
        page = browser.new_page(viewport=viewport)
        page.add_init_script(before)
        yield page
