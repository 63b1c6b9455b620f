"""What keeping every gate costs: the tracer against the fused forward of the same module, on one sentence."""

from collections.abc import Iterator

import torch

from benchmarks.measure import Measurement, median_ratio
from benchmarks.sentences import SENTENCE
from model import load_model
from model.trace import trace_layers

BOUND = 2.0


def measure() -> Iterator[Measurement]:
    """The ratio, for the default model and a sentence of 20 to 50 tokens, on one thread as in the server."""
    torch.set_num_threads(1)
    model = load_model()
    ids = model.tokenizer.encode_ids(f"{SENTENCE} She did not wake.")
    network = model.network
    with torch.inference_mode():
        embedded = network.embedding(torch.tensor(ids))
        ratio = median_ratio(
            lambda: trace_layers(network.recurrent, embedded),
            lambda: network.recurrent(embedded[None]),
        )
    yield Measurement(f"trace ÷ fused forward, {len(ids)} tokens × {model.units} units", ratio, "", BOUND)
