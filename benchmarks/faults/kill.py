"""kill -9: of one of two workers under load, of a worker that cannot come back, of the supervisor."""

import os
import shutil
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.faults.clients import Clients, right_answers
from benchmarks.faults.damage import flip_a_byte
from benchmarks.faults.world import Victim, answers, is_over, served, wait_until
from benchmarks.measure import Measurement
from model import DEFAULT, SHIPPED

CLIENTS, ROUNDS = 16, 3


def measure() -> Iterator[Measurement]:
    yield from under_load()
    yield from without_a_network()
    yield from of_the_supervisor()


def under_load() -> Iterator[Measurement]:
    """Requests lost are compared with those that were in flight on the worker: each client waits for one answer."""
    in_flight, seconds = 0, []
    with served("--workers", "2") as victim:
        wait_until(lambda: all_serve(victim))
        clients = Clients(victim, right_answers(victim))
        with clients.asking(CLIENTS):
            for _ in range(ROUNDS):
                time.sleep(2)
                before = victim.workers()
                worker = max(before, key=victim.connections)
                in_flight += victim.connections(worker)
                os.kill(worker, signal.SIGKILL)
                seconds.append(wait_until(lambda: all_serve(victim, before)))  # noqa: B023 - called at once
    yield Measurement("kill -9 of one of two workers, 16 clients, 3 times: right answers", clients.tally["right"], "")
    yield Measurement("wrong or partial answers", clients.tally["wrong"], "", bound=0)
    yield Measurement("requests lost ÷ in flight on the killed", clients.tally["lost"] / in_flight, "", bound=1)
    yield Measurement("until two workers answer again, longest", max(seconds), "s", bound=5)


def without_a_network() -> Iterator[Measurement]:
    """Its files are damaged before the worker dies, and restored later."""
    with TemporaryDirectory() as home:
        folder = Path(home, "models", "mine")
        shutil.copytree(SHIPPED / DEFAULT, folder)
        weights = folder / "weights.safetensors"
        whole = weights.read_bytes()
        with served("--workers", "2", "--model", "mine", environment={"GATESCOPE_HOME": home}) as victim:
            wait_until(lambda: all_serve(victim))
            flip_a_byte(folder)
            before = victim.workers()
            os.kill(min(before), signal.SIGKILL)
            clients = Clients(victim, right_answers(victim))
            with clients.asking(4):
                wait_until(lambda: "A worker cannot start" in victim.log)
                time.sleep(10)
            attempts = victim.log.count("A worker cannot start")
            weights.write_bytes(whole)
            back = wait_until(lambda: all_serve(victim, before))
    unserved = sum(clients.tally.values()) - clients.tally["right"]
    yield Measurement("a worker's network is damaged: attempts in 10 s, each a line in the log", attempts, "", bound=5)
    yield Measurement("requests that the other worker did not answer rightly", unserved, "", bound=0)
    yield Measurement("from the repair until two workers answer", back, "s", bound=20)


def of_the_supervisor() -> Iterator[Measurement]:
    with served("--workers", "2") as victim:
        wait_until(lambda: all_serve(victim))
        workers = victim.workers()
        victim.process.kill()
        seconds = wait_until(lambda: all(map(is_over, workers)))
    yield Measurement("kill -9 of the supervisor: until its workers have ended", seconds, "s", bound=5)


def all_serve(victim: Victim, before: frozenset[int] | set[int] = frozenset()) -> bool:
    """Whether two workers hold connections, one at least of them new, and a new connection is answered."""
    workers = victim.workers()
    probes = [victim.connect() for _ in range(4)]
    try:
        time.sleep(0.02)
        serving = {worker for worker in workers if victim.connections(worker)}
    finally:
        for probe in probes:
            probe.close()
    return len(serving) == 2 and serving != before and answers(victim)
