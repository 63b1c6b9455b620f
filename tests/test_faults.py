"""Things break: workers are killed, networks damaged, disks full, handles used up. At full size: benchmarks/faults/."""

import logging
import os
import resource
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from browser import serving
from prometheus_client import CollectorRegistry
from prometheus_client.mmap_dict import MmapedDict, mmap_key
from prometheus_client.multiprocess import MultiProcessCollector
from test_cli import run_here
from test_stream import application, reading, watched

import app.connection
from app.counters import FOLDER, OPEN, SIZE, SUMS, file_of, forget, take_room
from app.handles import Handles
from app.stopping import announce_stop
from app.supervisor import ending
from app.worker import patiently
from benchmarks.faults.clients import Clients, get, right_answers
from benchmarks.faults.damage import DAMAGES
from benchmarks.faults.kill import all_serve
from benchmarks.faults.world import served, wait_until


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    """What our logger says, though a journal may have taken it over."""
    logger = logging.getLogger("gatescope")
    logger.addHandler(caplog.handler)
    yield caplog
    logger.removeHandler(caplog.handler)


@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_network_is_refused_in_one_line(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: str, workers: str
) -> None:
    folder = tmp_path / "models" / "mine"
    shutil.copytree(tiny_folder / "tiny-lstm", folder)
    DAMAGES[damage](folder)
    monkeypatch.setattr("app.server.prepare", lambda: None)  # else a process would be made ready in vain
    chosen = {"GATESCOPE_HOME": str(tmp_path), "GATESCOPE_HOST": "127.0.0.1", "GATESCOPE_MODEL": "mine"}
    done = run_here("serve", "--port", "0", "--workers", workers, **chosen)
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.startswith("gatescope: ")
    assert done.stderr.endswith(f" It lies in {folder}: restore it, or serve another with --model.\n")
    assert done.stderr.count("\n") == 1


def test_a_worker_that_is_killed_is_replaced_and_nobody_is_told_a_wrong_thing(tmp_path: Path) -> None:
    """Counters lie in a folder that goes with the processes."""
    with served("--workers", "2", environment={"TMPDIR": str(tmp_path)}) as victim:
        wait_until(lambda: all_serve(victim))
        clients = Clients(victim, right_answers(victim))
        with clients.asking(4):
            wait_until(lambda: clients.tally["right"] >= 20)
            before = victim.workers()
            killed = max(before, key=victim.connections)
            in_flight = victim.connections(killed)
            os.kill(killed, signal.SIGKILL)
            wait_until(lambda: all_serve(victim, before))
        assert clients.tally["wrong"] == clients.tally["busy"] == 0
        assert clients.tally["lost"] <= in_flight
        assert f"Worker {killed} ended (SIGKILL); another takes its place." in victim.log
        assert b'route="/api/v1/trace",status="200"}' in get(victim, "/metrics")
        assert any(tmp_path.glob("gatescope-metrics-*/*.db"))
        victim.process.terminate()
        assert victim.process.wait(60) == 0
    assert not any(tmp_path.glob("gatescope-metrics-*"))


def test_a_worker_that_cannot_start_tries_again(
    monkeypatch: pytest.MonkeyPatch, logged: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("app.worker.PAUSES", (0,))
    attempts = iter([OSError("the disk is gone"), KeyError("x"), None])

    def make() -> str:
        if failure := next(attempts):
            raise failure
        return "an application"

    handlers = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    assert patiently(make) == "an application"
    assert (signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)) == handlers
    known, unknown = logged.records
    assert known.getMessage() == "A worker cannot start, next attempt in 0 s: the disk is gone"
    assert (known.exc_info, unknown.exc_info is None) == (False, False)


def test_a_stop_ends_streams_with_an_event(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stopping = threading.Event()

    def announce(state: dict[str, object]) -> None:
        announce_stop(state)
        stopping.set()

    monkeypatch.setattr(app.connection, "announce_stop", announce)
    watched(monkeypatch, lambda made: made == 0 or stopping.wait(60))
    names: list[str] = []

    def follow(address: str) -> None:
        with reading(address) as events:
            names.extend(f"{event.name} {event.data.get('code', '')}".strip() for event in events)

    with serving(application(tiny_folder), http="app.connection:Connection") as address:
        reader = threading.Thread(target=follow, args=(address,))
        reader.start()
        wait_until(lambda: bool(names))
    reader.join(60)
    assert names[0] == "token"
    assert names[-1] == "error stopping"


def test_beyond_the_handles_connections_are_turned_away(
    monkeypatch: pytest.MonkeyPatch, logged: pytest.LogCaptureFixture
) -> None:
    now = [1000.0]
    monkeypatch.setattr("app.handles.time.monotonic", lambda: now[0])
    handles = Handles(40)
    assert [handles.let_in(number) for number in (29, 30, 39)] == [True, False, False]
    assert len(logged.records) == 1
    now[0] += 61
    assert not handles.let_in(30)
    assert [record.getMessage() for record in logged.records] == [
        "Connections are turned away: 40 files may be open. Raise that with `ulimit -n`."
    ] * 2
    assert Handles(1024).let_in(959)
    assert not Handles(1024).let_in(960)


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file of this process may be larger: as a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_without_room_nothing_is_counted_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, logged: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    with files_of_at_most(SIZE // 2):
        take_room()
    assert FOLDER not in os.environ
    assert not any(tmp_path.iterdir())
    (line,) = logged.records
    assert line.getMessage().startswith("There is no room for counters (File too large)")


def test_of_a_dead_process_the_sums_remain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER, str(tmp_path))
    take_room()
    files = [file_of(os.getpid(), kind) for kind in (*SUMS, OPEN)]
    assert [file.stat().st_size for file in files] == [SIZE] * 3
    counter = MmapedDict(str(files[0]))
    counter.write_value(mmap_key("answers", "answers_total", [], [], "Answers."), 7.0, 0.0)
    counter.close()
    forget(os.getpid())
    assert files[0].stat().st_size < 1000
    assert not files[-1].exists()
    registry = CollectorRegistry()
    MultiProcessCollector(registry)
    assert registry.get_sample_value("answers_total") == 7.0


@pytest.mark.parametrize(("code", "words"), [(-9, "SIGKILL"), (3, "exit code 3")])
def test_how_a_process_ended_is_told_in_words(code: int, words: str) -> None:
    assert ending(code) == words
