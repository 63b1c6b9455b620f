"""How long a text of 500 tokens takes to tell how far back its last word's loss reaches, in both networks."""

from collections.abc import Iterator
from functools import partial

import httpx2

from benchmarks.api import post
from benchmarks.measure import Measurement, median_ms
from benchmarks.sentences import sentences
from benchmarks.server import running_server
from model import load_model

TOKENS = 500
BOUND = 2_000.0  # ms
REPEATS = 5  # each takes long enough that chance hardly counts


def measure() -> Iterator[Measurement]:
    """Median of 5 requests to `/figures/gradients`, each with a text of its own, after one to warm up."""
    with running_server() as server, httpx2.Client(base_url=server.address) as client:
        asks = [partial(post, client, "figures/gradients", {"text": text}) for text in long_texts(REPEATS + 1)]
        asks[0]()
        yield Measurement(
            f"POST /api/v1/figures/gradients, {TOKENS} tokens × 2 networks", median_ms(asks[1:]), "ms", BOUND
        )


def long_texts(count: int) -> list[str]:
    """Different texts of TOKENS tokens each, the start among them."""
    tokenizer = load_model().tokenizer
    texts = []
    for number in range(count):
        text = " ".join(sentences(TOKENS // 10)[number:])
        tokens = tokenizer.encode(text)
        texts.append(text[: tokens[TOKENS - 1].end])
    return texts
