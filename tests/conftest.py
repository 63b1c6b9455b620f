"""Real parts at tiny sizes: seeded networks of two layers and eight units, saved and loaded as checkpoints are."""

import sys
from pathlib import Path

import pytest
import torch
from serving import serve
from starlette.testclient import TestClient

from model.checkpoint import LoadedModel, load_model, save_checkpoint
from model.folders import SHIPPED
from model.network import LanguageModel, Shape, initialise
from model.signals import Kind
from model.tokenizer import TextTokenizer

TINY_TEXT = (
    "The queen was tired, but the king said that he would wait until she woke.",
    "“Don’t go,” said the girl; the boy did not hear her (or so he said).",
    "The keys to the cabinet were on the table, and the key was in the door.",
)
KINDS: tuple[Kind, ...] = ("lstm", "rnn", "gru")

torch.set_num_threads(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright keeps an event loop in the main thread, beside which no other can run there. The
    longest of their files first, so that no worker is left with one when the other has done.

    One that fails is run once more: a browser on two busy cores may be late for anything. The summary counts those.
    """
    items.sort(key=lambda item: item.path.stat().st_size if is_of_browser(item) else sys.maxsize, reverse=True)
    for item in filter(is_of_browser, items):
        item.add_marker(pytest.mark.flaky(reruns=1))


def is_of_browser(item: pytest.Item) -> bool:
    return item.path.name.startswith("test_browser_")


@pytest.fixture(scope="session")
def tiny_tokenizer() -> TextTokenizer:
    """A vocabulary of 300 entries, learned from four sentences; both pronouns are one token each."""
    return TextTokenizer.train(iter([*TINY_TEXT, "She said she would."]), 300)


@pytest.fixture(scope="session")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory, tiny_tokenizer: TextTokenizer) -> Path:
    """A folder of checkpoints `tiny-lstm`, `tiny-rnn`, `tiny-gru`: 2 layers, 8 units, random weights from seed 7."""
    folder = tmp_path_factory.mktemp("checkpoints")
    for kind in KINDS:
        network = LanguageModel(Shape(kind, tiny_tokenizer.size, units=8, layers=2))
        initialise(network, seed=7)
        save_checkpoint(folder / f"tiny-{kind}", network, tiny_tokenizer, tiny_card(kind))
    return folder


@pytest.fixture(scope="session")
def shipped() -> TestClient:
    """The application over the checkpoints that ship."""
    return serve(SHIPPED, model="english-lstm")


@pytest.fixture(scope="session")
def tiny(tiny_folder: Path) -> LoadedModel:
    """The tiny LSTM, loaded."""
    return load_model("tiny-lstm", tiny_folder)


@pytest.fixture(scope="session")
def tiny_models(tiny_folder: Path) -> dict[Kind, LoadedModel]:
    """The tiny networks by kind."""
    return {kind: load_model(f"tiny-{kind}", tiny_folder) for kind in KINDS}


def tiny_card(kind: Kind) -> dict[str, object]:
    """A card with the fields that the page reads."""
    return {
        "name": f"tiny-{kind}",
        "title": f"Tiny {kind}",
        "sentence": "A random network for tests.",
        "range": 2.0,
        "suggested": {"text": TINY_TEXT[0], "layer": 1, "unit": 3, "step": 4},
        "units": {"half_life": [[1.5] * 7 + [None]] * 2, "saturation": {}},
        "figures": {},
    }
