"""The wall clock jumps by a day, forward and back. The server's own sees it: time.time() is moved, by signals."""

import http.client
import json
import os
import signal
import sys
import time
from collections.abc import Iterator

from benchmarks.faults.clients import path_of
from benchmarks.faults.world import Victim, served
from benchmarks.measure import Measurement

AMOUNT, SECONDS, DAY = 20, 8, 86_400
# Runs `python -m app` with a clock that SIGUSR1 puts forward a day, and SIGUSR2 back.
MOVED = f"""
import runpy, signal, sys, time
shift, now = [0], time.time
time.time = lambda: now() + shift[0]
for number, days in ((signal.SIGUSR1, 1), (signal.SIGUSR2, -1)):
    signal.signal(number, lambda *_, days=days: shift.append(shift.pop() + days * {DAY}))
sys.argv[0] = "gatescope"
runpy.run_module("app", run_name="__main__")
"""


def measure() -> Iterator[Measurement]:
    """Within a rate, nobody is refused; beyond it, everybody is, for no longer than they are told."""
    settings = {"GATESCOPE_RATE": f"{AMOUNT}/{SECONDS} second", "GATESCOPE_LOG": "json"}
    with served(command=(sys.executable, "-c", MOVED), environment=settings) as victim:
        time.sleep(exhaust(victim))
        statuses = [ask(victim)[0] for _ in range(AMOUNT // 2)]
        jump(victim, 1)
        statuses += [ask(victim)[0] for _ in range(AMOUNT - AMOUNT // 2)]
        beyond = [ask(victim)]
        jump(victim, -2)
        beyond.append(ask(victim))
        longest = max(wait for _, wait in beyond)
        time.sleep(longest)
        after = ask(victim)[0]
        lines = [json.loads(line) for line in victim.log.splitlines() if line.startswith("{")]
    requests = [line for line in lines if line.get("path") == "/api/v1/trace"]
    days = {line["time"][:10] for line in requests}
    odd = sum(not 0 <= line["ms"] < 1000 * SECONDS for line in requests)
    refused = AMOUNT - statuses.count(200)
    yield Measurement("the clock jumps +1 and −2 days: days in the log", len(days), "", bound=3, least=True)
    yield Measurement(f"refused within a rate of {AMOUNT} in {SECONDS} s", refused, "", bound=0)
    yield Measurement("let in beyond it", [status for status, _ in beyond].count(200), "", bound=0)
    yield Measurement("told to wait", longest, "s", bound=SECONDS)
    yield Measurement("refused after that", int(after != 200), "", bound=0)
    yield Measurement("durations in the log that cannot be", odd, "", bound=0)


def exhaust(victim: Victim) -> int:
    """Ask until refused. The seconds until the next window."""
    while True:
        status, wait = ask(victim)
        if status == 429:
            return wait


def ask(victim: Victim) -> tuple[int, int]:
    """The status of an answer, and after how many seconds it says to come back."""
    connection = http.client.HTTPConnection("127.0.0.1", victim.port)
    connection.request("GET", path_of("hello"))
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, int(answer.headers.get("Retry-After", 0))


def jump(victim: Victim, days: int) -> None:
    """Move the server's clock by days."""
    for _ in range(abs(days)):
        os.kill(victim.process.pid, signal.SIGUSR1 if days > 0 else signal.SIGUSR2)
        time.sleep(0.3)
