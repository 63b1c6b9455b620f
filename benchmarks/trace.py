"""What keeping every gate costs: the tracer, a loop and a library of hooks against the fused forward of one module."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn

from benchmarks.measure import Measurement, median_ratio
from benchmarks.rivals.loop import LoopedLSTM
from model import trace_module
from model.trace import trace_layers
from model.training.allocator import keep_freed_memory

UNITS = 256
# Tokens and the most that a trace may cost beside the fused forward. The first is a sentence as people type them.
SENTENCES = ((22, 2.0), (50, 1.25), (200, 1.5))
BATCHES = ((20, 64), (50, 64), (200, 64))  # tokens, sequences
BATCH_BOUND = 2.0
OTHERS: dict[str, Callable[[], nn.LSTM | nn.GRU | nn.RNN]] = {
    "LSTM, 2 layers": partial(nn.LSTM, UNITS, UNITS, 2),
    "LSTM, bidirectional": partial(nn.LSTM, UNITS, UNITS, bidirectional=True),
    "GRU": partial(nn.GRU, UNITS, UNITS),
    "RNN": partial(nn.RNN, UNITS, UNITS),
}
# An environment of its own inside ours: it puts functions of its own in the places of PyTorch's.
HOOKS = Path(sys.prefix) / "hooks" / "bin" / "python"


def measure() -> Iterator[Measurement]:
    """The ratios, on one thread as in the server."""
    torch.set_num_threads(1)
    # A new process hands freed memory back after every pass, until it has once freed something large (as a server has,
    # that has loaded its models). Without this both sides would measure that, and the first sizes more than the last.
    keep_freed_memory()
    with torch.inference_mode():
        yield from _sentences()
        yield from _modules()
    yield _hooks(50)


def _sentences() -> Iterator[Measurement]:
    for steps, bound in SENTENCES:
        module, inputs = nn.LSTM(UNITS, UNITS), torch.randn(steps, 1, UNITS)
        ratio = median_ratio(partial(trace_layers, module, inputs[:, 0]), partial(module, inputs))
        yield Measurement(f"trace ÷ fused forward, {steps} tokens × {UNITS} units", ratio, "", bound)
    for steps in (50, 200):
        module, inputs = nn.LSTM(UNITS, UNITS), torch.randn(steps, 1, UNITS)
        ratio = median_ratio(partial(LoopedLSTM(module), inputs), partial(module, inputs), calls=2)
        yield Measurement(f"a loop that keeps its gates ÷ fused forward, {steps} tokens × {UNITS} units", ratio, "")


def _modules() -> Iterator[Measurement]:
    """`trace_module` of modules of every kind against themselves."""
    for steps, sequences in BATCHES:
        module, inputs = nn.LSTM(UNITS, UNITS), torch.randn(steps, sequences, UNITS)
        what = f"trace_module ÷ forward, LSTM, {sequences} × {steps} tokens"
        yield Measurement(what, _traced(module, inputs, 1), "", BATCH_BOUND)
    for name, made in OTHERS.items():
        for steps, sequences in ((50, 1), (50, 64)):
            ratio = _traced(made(), torch.randn(steps, sequences, UNITS), 5 if sequences == 1 else 1)
            yield Measurement(f"trace_module ÷ forward, {name}, {sequences} × {steps} tokens", ratio, "")


def _traced(module: nn.LSTM | nn.GRU | nn.RNN, inputs: Tensor, calls: int) -> float:
    return median_ratio(partial(trace_module, module, inputs), partial(module, inputs), calls)


def _hooks(steps: int) -> Measurement:
    """The library's ratio, as a process of its own tells it. Raises CalledProcessError or FileNotFoundError."""
    command = [str(HOOKS), "-m", "benchmarks.rivals.with_hooks", str(steps), str(UNITS)]
    told = subprocess.run(command, cwd=Path(__file__).parents[1], capture_output=True, text=True, check=True).stdout
    what = f"the loop under TorchLens ÷ fused forward, {steps} tokens × {UNITS} units"
    return Measurement(what, float(told), "")
