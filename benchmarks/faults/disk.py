"""Nothing more can be written: neither what is logged, nor the files in which several processes count."""

from collections.abc import Iterator

from benchmarks.faults.clients import get, path_of, right_answers, without_time
from benchmarks.faults.world import Victim, answers, served, wait_until
from benchmarks.measure import Measurement
from benchmarks.server import COMMAND

REQUESTS = 100
SILENCED = ("bash", "-c", 'exec "$@" > /dev/full 2>&1', "silenced", *COMMAND)
# KiB that a file may have; the library of the counters begins with files of 1,024.
SHORT = ("bash", "-c", 'ulimit -f 512; exec "$@"', "short", *COMMAND)


def measure() -> Iterator[Measurement]:
    for workers in ("1", "2"):
        with served("--workers", workers, command=SILENCED, environment={"GATESCOPE_LOG": "json"}) as victim:
            yield Measurement(f"the log's disk is full, workers {workers}: failed of {REQUESTS}", failed(victim), "", 0)
            victim.process.terminate()
            yield Measurement("exit code", float(victim.process.wait()), "", bound=0)
    with served("--workers", "2", command=SHORT) as victim:
        wait_until(lambda: victim.log.count("There is no room for counters") == 2)
        wait_until(lambda: answers(victim))
        yield Measurement(f"no room for counters: failed of {REQUESTS}", failed(victim), "", bound=0)
        told = b"gatescope_requests_total" in get(victim, "/metrics")
        yield Measurement("/metrics tells of a process", told, "", bound=1, least=True)


def failed(victim: Victim) -> int:
    """How many of the requests were not answered as the first."""
    right = right_answers(victim)
    texts = list(right) * (REQUESTS // len(right))
    return sum(without_time(get(victim, path_of(text))) != right[text] for text in texts)
