"""How long the API takes to answer, over a real connection that stays open."""

from collections.abc import Iterator
from functools import partial

import httpx2

from benchmarks.measure import REPEATS, Measurement, median_ms
from benchmarks.sentences import FIFTY_TOKENS, sentences
from benchmarks.server import running_server

HOLD = {"layer": 0, "units": [3], "signal": "forget", "steps": [4, None], "value": 1}


def measure() -> Iterator[Measurement]:
    """Medians of 21 requests: `/trace` (everything, as text), `/figures` (64 units, as the page asks, without and with
    a gate held), `/ablate` (all units), `/generate`.
    """
    with running_server() as server, httpx2.Client(base_url=server.address) as client:
        texts = sentences(4 * REPEATS + 4)
        traces = [partial(post, client, "trace", {"text": text}) for text in texts[::4]]
        figures = [partial(post, client, "figures", {"text": text, "show": 64}) for text in texts[1::4]]
        held = [partial(post, client, "figures", {"text": text, "show": 64, "holds": [HOLD]}) for text in texts[2::4]]
        ablations = [partial(post, client, "ablate", {"text": text}) for text in texts[3::4]]
        yield Measurement("POST /api/v1/trace, all units", median_ms(traces[1:]), "ms")
        yield Measurement("POST /api/v1/figures, 64 units", median_ms(figures[1:]), "ms")
        yield Measurement("POST /api/v1/figures, 64 units, one held", median_ms(held[1:]), "ms")
        yield Measurement("POST /api/v1/ablate, 256 units × 20 tokens", median_ms(ablations[1:]), "ms", bound=500)
        tokens = [partial(first_token, client, FIFTY_TOKENS.removesuffix("."))] * (REPEATS + 1)
        yield Measurement("POST /api/v1/generate, first token after 50", median_ms(tokens[1:]), "ms", bound=200)


def post(client: httpx2.Client, operation: str, body: dict[str, object]) -> None:
    """Ask and read the whole answer. Raises for every status but 2xx."""
    client.post(f"/api/v1/{operation}", json=body).raise_for_status()


def first_token(client: httpx2.Client, text: str) -> None:
    """Ask for 200 tokens, read the first one and go away. Raises RuntimeError where the first event is none."""
    body = {"text": text, "tokens": 200, "temperature": 0}
    with client.stream("POST", "/api/v1/generate", json=body) as answer:
        first = next(answer.iter_lines())
    if first != "event: token":
        raise RuntimeError(f"The first event should be a token, but begins with {first[:40]!r}.")
