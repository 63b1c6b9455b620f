"""The same loop under TorchLens, which hooks every function of PyTorch: prints its time ÷ the fused forward's.

Run by the Python of an environment that has TorchLens and sees the packages of ours (`make bench` makes it). It records
what `sigmoid` and `tanh` give and nothing else, which is its quickest way to the gates.
"""

import sys
from statistics import median

import torch
import torchlens
from torch import nn

from benchmarks.measure import REPEATS, seconds
from benchmarks.rivals.loop import LoopedLSTM

CALLS = 3  # of the library; each takes seconds


def main(steps: int, units: int) -> None:
    """Print the ratio. The fused forward is timed first: afterwards PyTorch's functions are not PyTorch's any more."""
    torch.set_num_threads(1)
    module, inputs = nn.LSTM(units, units), torch.randn(steps, 1, units)
    loop, gates = LoopedLSTM(module), torchlens.func("sigmoid") | torchlens.func("tanh")
    with torch.no_grad():
        module(inputs)
        fused = median(seconds(lambda: module(inputs)) for _ in range(REPEATS))
        recorded = median(seconds(lambda: torchlens.record(loop, inputs, save=gates)) for _ in range(CALLS))
    print(recorded / fused)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
