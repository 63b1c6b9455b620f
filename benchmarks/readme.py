"""Remake what README.md holds of numbers and pictures: `make figures`.

The table of settings stands between two comments, the outputs stand below their examples, the screenshot beside the
file. `tests/test_docs.py` compares what stands there with what the code says.
"""

import re
from pathlib import Path
from urllib.parse import urlencode

from app.settings import settings_table
from benchmarks.chromium import open_page
from benchmarks.examples import with_outputs
from benchmarks.page import PAINTED
from benchmarks.sentences import SENTENCE
from benchmarks.server import ROOT, running_server

README = ROOT / "README.md"
PICTURE = ROOT / "screenshot.png"
SETTINGS = re.compile(r"(?<=<!-- settings -->\n).*?(?=<!-- /settings -->)", re.S)


def main() -> None:
    """Rewrite README.md and its picture."""
    with running_server() as server:
        document = with_outputs(README.read_text("utf-8"), server.address)
        take_picture(server.address, PICTURE)
    README.write_text(SETTINGS.sub(lambda _: settings_table(), document), "utf-8")


def shown_settings(document: str) -> str:
    """The table of settings as a document shows it. Raises ValueError where it has none."""
    found = SETTINGS.search(document)
    if found is None:
        raise ValueError("The document has no table between <!-- settings --> and <!-- /settings -->.")
    return found[0]


def take_picture(address: str, path: Path) -> None:
    """A screenshot of the sentence as a visitor sees it."""
    with open_page() as page:
        page.goto(f"{address}/?{urlencode({'text': SENTENCE})}")
        page.evaluate(PAINTED)
        page.screenshot(path=path)


if __name__ == "__main__":
    main()
