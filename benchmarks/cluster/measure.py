"""What is measured of the cluster."""

import time
from collections.abc import Iterator
from statistics import median

import httpx2

from benchmarks.cluster.equal import different
from benchmarks.cluster.load import Load, load, right_answers
from benchmarks.cluster.nodes import Deployed, deployed
from benchmarks.cluster.processes import kill, proportional_mb, tree, wait_until
from benchmarks.measure import Measurement
from benchmarks.server import running_server

CLIENTS = 8
SECONDS = 10.0
PATIENCE = 180.0


def measure() -> Iterator[Measurement]:
    """One replica at least, two at most: enough load makes it two, one on each node, and rest makes it one again."""
    left: list[int] = []
    with running_server() as single, httpx2.Client(base_url=single.address, timeout=60) as reference:
        right = right_answers(reference)
        with deployed("1..2", left) as cluster, httpx2.Client(base_url=cluster.address, timeout=60) as client:
            yield Measurement("start to ready", cluster.seconds, "s")
            yield from answers(reference, client)
            yield from stream(client)
            yield memory("memory, 1 replica", cluster)
            yield from scaling(cluster, right)
            yield from deaths(cluster, right)
    yield Measurement("processes left after the stop", len(left), "", bound=0)


def answers(reference: httpx2.Client, client: httpx2.Client) -> Iterator[Measurement]:
    """Against a single server's: status, headers and every byte."""
    asked, found = different(reference, client)
    yield Measurement("requests compared with a single server's", asked, "")
    yield Measurement(": ".join(["answered differently", *found]), len(found), "", bound=0)


def stream(client: httpx2.Client) -> Iterator[Measurement]:
    """Whether events come while the rest is still being made: the first in the first half of the time."""
    shares = []
    for _ in range(5):
        begun, moments = time.monotonic(), list[float]()
        body = {"text": "The queen", "tokens": 200, "min_tokens": 200, "temperature": 0}
        with client.stream("POST", "/api/v1/generate", json=body) as answer:
            lines = answer.raise_for_status().iter_lines()
            moments += [time.monotonic() - begun for line in lines if line == "event: token"]
        if len(moments) != 200:
            raise RuntimeError(f"A stream of 200 tokens had {len(moments)}.")
        shares.append(moments[0] / moments[-1])
    yield Measurement("first of 200 streamed tokens ÷ the last", median(shares), "", bound=0.5)


def scaling(cluster: Deployed, right: dict[str, bytes]) -> Iterator[Measurement]:
    """Requests a second while one replica answers and when two do; both nodes take part."""
    with load(cluster.address, CLIENTS, right) as taken:
        begun = time.monotonic()
        yield Measurement("load → second replica", wait_until(lambda: len(cluster.replicas()) == 2, PATIENCE), "s")
        yield Measurement("requests/s, 1 replica", taken.rate(begun, time.monotonic()), "")
        time.sleep(2 * SECONDS)  # it loads the models
        yield Measurement("requests/s, 2 replicas", taken.rate(time.monotonic() - SECONDS, time.monotonic()), "")
        nodes = sum(bool(cluster.replicas(node)) for node in (cluster.head, cluster.worker))
        yield Measurement("nodes with a replica", nodes, "", bound=2, least=True)
        yield memory("memory, 2 replicas", cluster)
    yield Measurement("wrong answers under load", taken.count()["wrong"], "", bound=0)
    yield Measurement("rest → one replica", wait_until(lambda: len(cluster.replicas()) == 1, PATIENCE), "s")


def deaths(cluster: Deployed, right: dict[str, bytes]) -> Iterator[Measurement]:
    """kill -9 of one of two replicas, then of a whole node with all its processes, with requests under way."""
    with load(cluster.address, CLIENTS, right) as taken:
        wait_until(lambda: len(cluster.replicas()) == 2, PATIENCE)
        time.sleep(2 * SECONDS)
        begun, victim = time.monotonic(), cluster.replicas()[-1]
        kill([victim])
        replaced = wait_until(lambda: len(set(cluster.replicas()) - {victim}) == 2, PATIENCE)
        yield Measurement("replica killed: seconds to its replacement", replaced, "s")
        time.sleep(2 * SECONDS)
        yield from harm("replica killed", taken, begun)
        begun = time.monotonic()
        kill(tree(cluster.worker))
        time.sleep(2 * SECONDS)
        yield from harm("node killed", taken, begun)


def harm(what: str, taken: Load, since: float) -> Iterator[Measurement]:
    """What became of the requests since then."""
    count = taken.count(since)
    yield Measurement(f"{what}: right answers", count["right"], "", bound=1, least=True)
    yield Measurement(f"{what}: told to come again (503)", count["refused"], "")
    yield Measurement(f"{what}: connections closed", count["closed"], "")
    yield Measurement(f"{what}: wrong or partial answers", count["wrong"], "", bound=0)
    yield Measurement(f"{what}: longest silence", taken.longest_silence(since, time.monotonic()), "s")


def memory(what: str, cluster: Deployed) -> Measurement:
    """Of Ray and of us on both nodes, the command's own aside."""
    return Measurement(what, proportional_mb([*tree(cluster.head), *tree(cluster.worker)]), "MB")
