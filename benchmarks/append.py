"""Typing at the end of a long text: a word more against the whole text afresh, by the text's length."""

import time
from collections.abc import Callable, Iterator
from statistics import median

import torch

from app.explore import Explorer
from app.main import create_app
from app.schemas.trace import FiguresRequest
from app.serialize import to_json
from app.settings import Settings
from benchmarks.measure import Measurement
from benchmarks.sentences import FIFTY_TOKENS
from model import LoadedModel, load_model

LENGTHS = (50, 100, 200, 500, 1000, 2000)  # tokens, about: the text of fifty, over and over
ROUNDS = 7


def measure() -> Iterator[Measurement]:
    """For each length, in the one process and thread that answers: what reading takes afresh and with a word more, and
    what the request then takes besides, as the page makes it (`POST /figures` with 64 units).
    """
    torch.set_num_threads(1)
    model, explorer = load_model(), create_app(Settings(max_chars=20_000, max_tokens=4_096)).state.explorer
    for length in LENGTHS:
        text = " ".join([FIFTY_TOKENS] * (length // 50))
        rounds = [_round(explorer, model, f"{number} {text}") for number in range(ROUNDS)]
        fresh, more, answer = (1000 * median(times) for times in zip(*rounds, strict=True))
        yield Measurement(f"{length:,} tokens: read afresh", fresh, "ms")
        yield Measurement(f"{length:,} tokens: read with a word more", more, "ms")
        yield Measurement(f"{length:,} tokens: the rest of the answer", answer, "ms")
        yield Measurement(f"{length:,} tokens: a word more ÷ afresh", more / fresh, "")


def _round(explorer: Explorer, model: LoadedModel, text: str) -> tuple[float, float, float]:
    """Seconds of this thread: a text that begins like none before, one with a word more, and its figures as JSON."""
    asked = FiguresRequest(text=f"{text} she", show=64)
    return (
        _seconds(lambda: explorer.read(model, text)),
        _seconds(lambda: explorer.read(model, asked.text)),
        _seconds(lambda: to_json(explorer.figures(asked))),
    )


def _seconds(action: Callable[[], object]) -> float:
    """How long this thread computes: other processes do not count."""
    start = time.thread_time()
    action()
    return time.thread_time() - start
