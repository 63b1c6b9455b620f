"""What a server holds, and that it holds no more after 100,000 requests of all kinds than after the first tenth."""

import os
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from statistics import median
from urllib.parse import urlsplit

from benchmarks.leaky import KEPT
from benchmarks.measure import Measurement
from benchmarks.mixed import Mix
from benchmarks.operations import operations
from benchmarks.processes import Held, held, peak_mb, private_mb, resident_mb, shared_mb, workers
from benchmarks.server import Server, running_server
from benchmarks.wire import send_all
from model import checkpoint_names

REQUESTS, WARM, LEAKING = 100_000, 10_000, 20_000
LOOKS = 20_000  # at what the server holds, in the whole of a run
MOST = 32.0  # MB
CONNECTIONS = 4
# The memory of readings and of answers is full after the first tenth. Each address is counted; none reaches this rate.
SETTINGS = {"GATESCOPE_CACHE": "16", "GATESCOPE_RATE": "1000000/second"}
LEAKY = (sys.executable, "-m", "benchmarks.leaky")


@dataclass(frozen=True)
class Run:
    """What a server held in each hundredth of the requests, how often each status came, and how long it all took.

    A sample is the least that it held in that hundredth: in between lies memory that it gives back in a moment
    (`app/allocator.py`). `peak`: the most that it ever held, in MB.
    """

    samples: list[Held]
    peak: float
    statuses: Counter[str]
    seconds: float

    def growth(self, first: int, last: int) -> float:
        """MB of resident memory between two hundredths of the run: medians of the three samples up to each."""
        resident = [each.resident for each in self.samples]
        return median(resident[last - 3 : last]) - median(resident[first - 3 : first])

    @property
    def faults(self) -> int:
        """Answers of 5xx."""
        return sum(count for status, count in self.statuses.items() if status.startswith("5"))


def measure() -> Iterator[Measurement]:
    yield from all_models_at_work(1)
    yield from all_models_at_work(2)
    with running_server(settings=SETTINGS) as server:
        run = mixed_run(server, checkpoint_names(), REQUESTS)
    early, late = run.samples[9], run.samples[-1]
    yield Measurement(f"resident memory after {REQUESTS // 10:,} mixed requests", early.resident, "MB")
    yield Measurement(f"growth from there to {REQUESTS:,}", run.growth(10, 100), "MB", bound=MOST)
    yield Measurement(f"of it up to {REQUESTS // 5:,}", run.growth(10, 20), "MB")
    yield Measurement("the most that it ever held", run.peak, "MB")
    yield Measurement("open files more", late.files - early.files, "", bound=CONNECTIONS)
    yield Measurement("threads more", late.threads - early.threads, "", bound=CONNECTIONS)
    yield Measurement("child processes", late.children, "", bound=0)
    yield Measurement("answers of 5xx", run.faults, "", bound=0)
    yield Measurement("requests a second", REQUESTS / run.seconds, "1/s")
    with running_server(LEAKY, settings=SETTINGS) as server:
        mixed_run(server, checkpoint_names(), WARM)
        os.kill(server.pid, signal.SIGUSR1)
        leaking = mixed_run(server, checkpoint_names(), LEAKING)
    what = f"growth over {LEAKING:,} after {WARM:,} where {KEPT // 1024} KiB of each are kept on purpose"
    yield Measurement(what, leaking.growth(10, 100), "MB", bound=MOST, least=True)


def all_models_at_work(processes: int) -> Iterator[Measurement]:
    """Memory after each shipped model has answered every operation, in every process."""
    with running_server(settings={"GATESCOPE_WORKERS": str(processes)}) as server:
        ask_everything(server, checkpoint_names(), times=1 if processes == 1 else 4)
        pids = workers(server.pid)
        name = "one process" if processes == 1 else f"each of {processes} processes, at most"
        yield Measurement(f"private memory, {name}", max(map(private_mb, pids)), "MB", bound=600)
        yield Measurement(f"shared with others, {name}", max(map(shared_mb, pids)), "MB")


def ask_everything(server: Server, models: list[str], times: int = 1) -> None:
    """Ask every operation about every model, so many times, each time over connections that the system spreads anew."""
    port = urlsplit(server.address).port or 0
    mix = Mix(operations(server.address), models, port)
    for _ in range(times):
        send_all(port, mix.every_operation(), 2 * CONNECTIONS, lambda: None)


def mixed_run(server: Server, models: list[str], count: int) -> Run:
    """Send so many mixed requests to a server of one process."""
    port = urlsplit(server.address).port or 0
    mix = Mix(operations(server.address), models, port)
    samples: list[Held] = []
    looks: list[float] = []
    answered = 0

    def count_one() -> None:
        nonlocal answered
        answered += 1
        if answered % max(1, count // LOOKS) == 0:
            looks.append(resident_mb(server.pid))
        if answered % (count // 100) == 0:
            samples.append(replace(held(server.pid), resident=min(looks)))
            looks.clear()

    begun = time.perf_counter()
    statuses = send_all(port, mix.requests(count), CONNECTIONS, count_one)
    return Run(samples, peak_mb(server.pid), statuses, time.perf_counter() - begun)
