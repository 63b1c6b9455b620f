"""Remake what README.md and GUIDE.md hold of numbers and pictures: `make figures`.

Tables stand between two comments that name them, outputs below their examples, the screenshot beside the file.
`tests/test_docs.py` compares what stands there with what the code says.
"""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import ViewportSize

from app.settings import settings_table
from benchmarks.chromium import open_page
from benchmarks.examples import with_outputs
from benchmarks.page import PAINTED
from benchmarks.pictures import take_pictures
from benchmarks.server import ROOT, running_server
from benchmarks.tables import with_table
from model import DEFAULT, SHIPPED, checkpoint_names, load_model
from model.knowledge.report import FILE
from model.knowledge.table import knowledge_table, letting_go_table
from model.training.table import gradient_table, markdown_table, measured

README = ROOT / "README.md"
LIBRARY = ROOT / "LIBRARY.md"
PICTURE = ROOT / "screenshot.png"


def main() -> None:
    """Rewrite README.md and its picture, and what LIBRARY.md prints; take the pictures of GUIDE.md."""
    with running_server() as server:
        LIBRARY.write_text(with_outputs(LIBRARY.read_text("utf-8"), server.address), "utf-8")
        document = with_outputs(README.read_text("utf-8"), server.address)
        take_picture(server.address, PICTURE)
        take_pictures(server.address)
    for name, make in TABLES.items():
        document = with_table(document, name, make())
    README.write_text(document, "utf-8")


def quality_table() -> str:
    """What the cards of the shipped networks measure."""
    return markdown_table(measured([load_model(name).card for name in checkpoint_names()])) + "\n"


def reach_table() -> str:
    """How far back the losses of the shipped networks reach."""
    return gradient_table([load_model(name).card for name in checkpoint_names()]) + "\n"


def known_table() -> str:
    """What the units of the shipped networks know, of all that have been asked."""
    models = map(load_model, checkpoint_names())
    return knowledge_table([model for model in models if (SHIPPED / model.name / FILE).exists()])


def gate_table() -> str:
    """What the cell that knows the subject's gender best does at a new subject."""
    return letting_go_table(load_model(DEFAULT))


TABLES: dict[str, Callable[[], str]] = {
    "settings": settings_table,
    "quality": quality_table,
    "gradients": reach_table,
    "knowledge": known_table,
    "letting-go": gate_table,
}


def take_picture(address: str, path: Path) -> None:
    """A screenshot of the page as it opens."""
    with open_page(viewport=ViewportSize(width=1440, height=1160)) as page:
        page.goto(address)
        page.evaluate(PAINTED)
        page.screenshot(path=path)


if __name__ == "__main__":
    main()
