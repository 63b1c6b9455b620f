"""A server that is going to be broken: its processes, its connections, what it logged and how it ended."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.server import COMMAND, PATIENCE, ROOT, free_port

ESTABLISHED = "01"


@dataclass(frozen=True)
class Victim:
    """A server on a port of this machine, the process that was started for it, and the file that it writes to."""

    process: subprocess.Popen[bytes]
    port: int
    output: Path

    @property
    def log(self) -> str:
        """All that it has written so far."""
        return self.output.read_text("utf-8")

    def workers(self) -> set[int]:
        """The processes that answer: the only one, or those forked from the child of a supervisor."""
        forked = {pid for pid in processes() if parent_of(parent_of(pid)) == self.process.pid}
        return forked or {self.process.pid}

    def connections(self, worker: int) -> int:
        """How many connections of clients a process holds."""
        established = {row[9] for row in table_of_sockets() if row[3] == ESTABLISHED and port_of(row[1]) == self.port}
        return len(established & sockets_of(worker))

    def has_read(self) -> bool:
        """Whether nothing that clients sent, no connection either, waits to be taken by a process."""
        waiting = {row[4].partition(":")[2] for row in table_of_sockets() if port_of(row[1]) == self.port}
        return waiting <= {"00000000"}

    def connect(self) -> socket.socket:
        """A new connection, on which nothing has been asked."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)


@contextmanager
def served(
    *arguments: str, command: Sequence[str] = COMMAND, environment: Mapping[str, str] | None = None
) -> Iterator[Victim]:
    """A server that answers, with these arguments of `gatescope serve`. Raises RuntimeError if none does."""
    port = free_port()
    with TemporaryDirectory() as folder:
        output = Path(folder, "output")
        with output.open("wb") as file:
            process = subprocess.Popen(
                [*command, "serve", "--port", str(port), *arguments],
                cwd=ROOT, env=os.environ | (environment or {}), stdout=file, stderr=file, start_new_session=True,
            )  # fmt: skip
        victim = Victim(process, port, output)
        try:
            wait_until(lambda: answers(victim) or process.poll() is not None)
            if process.poll() is not None:
                raise RuntimeError(f"The server did not start:\n{victim.log}")
            yield victim
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until(is_true: Callable[[], bool], seconds: float = PATIENCE) -> float:
    """Wait until something is so, and tell how many seconds it took. Raises TimeoutError if it never is."""
    begun = time.monotonic()
    while not is_true():
        if time.monotonic() - begun > seconds:
            raise TimeoutError(f"waited {seconds:g} s in vain")
        time.sleep(0.02)
    return time.monotonic() - begun


def answers(victim: Victim) -> bool:
    """Whether a new connection is answered."""
    try:
        with victim.connect() as connection:
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            return connection.recv(100).startswith(b"HTTP/1.1 200")
    except OSError:
        return False


def processes() -> list[int]:
    """The processes of this machine."""
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]


def parent_of(pid: int | None) -> int | None:
    """Who started a process; None if it has ended, or there is none."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def is_over(pid: int) -> bool:
    """Whether a process has ended, be it that nobody has asked yet how."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def processor_seconds(pid: int) -> float:
    """Seconds of a processor that a process has taken."""
    user, system = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def sockets_of(pid: int) -> set[str]:
    """The inodes of a process's sockets."""
    found = set()
    with suppress(OSError):
        for path in Path(f"/proc/{pid}/fd").iterdir():
            with suppress(OSError):
                found.add(os.readlink(path).removeprefix("socket:[").removesuffix("]"))
    return found


def table_of_sockets() -> list[list[str]]:
    """The rows of the system's table of TCP sockets: see proc(5)."""
    return [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]


def port_of(address: str) -> int:
    """The port of an address as that table has it."""
    return int(address.partition(":")[2], 16)
