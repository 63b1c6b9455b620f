"""More connections than a process may have file handles."""

import time
from collections.abc import Iterator

from benchmarks.faults.clients import get, path_of, right_answers, without_time
from benchmarks.faults.world import processor_seconds, served
from benchmarks.measure import Measurement
from benchmarks.server import COMMAND

LIMIT, CONNECTIONS = 40, 100
LIMITED = ("bash", "-c", f'ulimit -n {LIMIT}; exec "$@"', "limited", *COMMAND)


def measure() -> Iterator[Measurement]:
    with served(command=LIMITED) as victim:
        connections = [victim.connect() for _ in range(CONNECTIONS)]
        statuses: list[bytes] = []
        for connection in connections:
            try:
                connection.sendall(f"GET {path_of('hello')} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
                statuses.append(connection.recv(65_536)[9:12])
            except ConnectionError:
                statuses.append(b"")
        before = processor_seconds(victim.process.pid)
        time.sleep(3)
        busy = processor_seconds(victim.process.pid) - before
        lines = victim.log.count("Connections are turned away")
        for connection in connections:
            connection.close()
        time.sleep(0.2)
        wrong = sum(without_time(get(victim, path_of(text))) != right for text, right in right_answers(victim).items())
    name = f"{CONNECTIONS} connections, {LIMIT} file handles: answered"
    other = len(statuses) - sum(map(statuses.count, (b"200", b"503", b"")))
    yield Measurement(name, statuses.count(b"200"), "", bound=1, least=True)
    yield Measurement("told to come back, or closed", statuses.count(b"503") + statuses.count(b""), "")
    yield Measurement("answered otherwise", other, "", bound=0)
    yield Measurement("lines in the log", lines, "", bound=1)
    yield Measurement("processor while they stay, of 3 s", busy, "s", bound=0.3)
    yield Measurement("wrong answers when they have left", wrong, "", bound=0)
