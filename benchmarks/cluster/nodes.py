"""A Ray cluster of two nodes on this machine, and Gatescope on it as its command puts it there."""

import os
import re
import secrets
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from benchmarks.cluster.processes import alive, kill, titled, tree, wait_until
from benchmarks.server import COMMAND, ROOT, free_port

# A core and 100 MB for objects each: Gatescope puts none there.
SHARE = ("--num-cpus=1", "--object-store-memory=100000000", "--block", "--disable-usage-stats")
RAY = Path(sys.executable).with_name("ray")
SETTINGS = {
    "PYTHONPATH": str(ROOT),
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_AUTH_MODE": "token",  # nobody else on this machine may use the cluster
    "RAY_AUTH_TOKEN": secrets.token_hex(32),
}
PATIENCE = 120.0  # seconds
NODE = "127.0.0.1"


@dataclass(frozen=True)
class Deployed:
    """Gatescope on two nodes: its address, process ids of its command and of the nodes, seconds until ready."""

    address: str
    command: int
    head: int
    worker: int
    seconds: float

    def replicas(self, *nodes: int) -> list[int]:
        """Processes that answer on these nodes; on all where none is named."""
        return [pid for node in nodes or (self.head, self.worker) for pid in titled(tree(node), "ray::ServeReplica")]


@contextmanager
def deployed(replicas: str, left: list[int]) -> Iterator[Deployed]:
    """Two nodes with `gatescope cluster` on them. Behind the block `left` holds the processes that did not stop.

    Raises RuntimeError, with its output, if a process ends early or does not come up.
    """
    started: list[int] = []
    port = free_port()
    try:
        with TemporaryDirectory(prefix="ray") as folder, node("--head", f"--port={port}", *first(folder)) as head:
            ray = f"{NODE}:{port}"
            with node(f"--address={ray}") as worker, gatescope(replicas, ray) as (command, address, seconds):
                try:
                    yield Deployed(address, command, head, worker, seconds)
                finally:
                    started += [pid for root in (command, head, worker) for pid in tree(root)]
    finally:
        left += [pid for pid in started if alive(pid)]
        kill(left)


def first(folder: str) -> tuple[str, ...]:
    """What the first node is told besides."""
    return f"--node-ip-address={NODE}", "--include-dashboard=false", f"--temp-dir={folder}"


def gatescope(replicas: str, ray: str) -> AbstractContextManager[tuple[int, str, float]]:
    """The command that a user types: its process id, its address, and the seconds until it was ready."""
    arguments = ("cluster", "--replicas", replicas, "--address", ray, "--port", str(free_port()))
    return running([*COMMAND, *arguments], r"is at (http://\S+)")


@contextmanager
def node(*arguments: str) -> Iterator[int]:
    """A Ray node; its process id."""
    with running([str(RAY), "start", *SHARE, *arguments], "Ray runtime started") as (pid, _, _):
        yield pid


@contextmanager
def running(command: Sequence[str], ready: str) -> Iterator[tuple[int, str, float]]:
    """A process that has said something: its id, what the pattern found in that, and the seconds that it took."""
    with TemporaryFile("a+") as output:  # the process writes at the end, wherever we read

        def said() -> str:
            output.seek(0)
            return output.read()

        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | SETTINGS, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            seconds = wait_until(lambda: process.poll() is not None or re.search(ready, said()), PATIENCE)
            found = re.search(ready, said())
            if found is None:
                raise RuntimeError(f"It ended with exit code {process.poll()}. It said:\n{said()}")
            yield process.pid, found[found.re.groups], seconds
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(PATIENCE)
