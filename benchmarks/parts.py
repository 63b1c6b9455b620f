"""The parts that can be measured, in the order in which `make bench` takes them."""

from collections.abc import Callable, Iterator, Mapping

from benchmarks import (
    api,
    append,
    capacity,
    faults,
    frames,
    gradients,
    image,
    inputs,
    load,
    long,
    memory,
    page,
    policy,
    rates,
    similar,
    startup,
    trace,
    visit,
    writing,
)
from benchmarks.measure import Measurement

Measure = Callable[[], Iterator[Measurement]]

PARTS: Mapping[str, Measure] = {
    "trace": trace.measure,
    "append": append.measure,
    "startup": startup.measure,
    "api": api.measure,
    "rates": rates.measure,
    "load": load.measure,
    "capacity": capacity.measure,
    "gradients": gradients.measure,
    "page": page.measure,
    "visit": visit.measure,
    "frames": frames.measure,
    "writing": writing.measure,
    "long": long.measure,
    "similar": similar.measure,
    "inputs": inputs.measure,
    "faults": faults.measure,
    "policy": policy.measure,
    "image": image.measure,
    "memory": memory.measure,
}
