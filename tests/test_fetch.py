"""model/training/fetch.py: pinned commits from real git repositories into a mirror."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from library import LAMP_TEXT, Library, git, pages, two_books

from model.training.fetch import head_commit

ROOT = Path(__file__).parent.parent


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return two_books(tmp_path)


@pytest.fixture
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Requests to this machine go to this machine, whatever the environment says."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")


def test_the_pinned_commit_is_taken_not_the_newest(library: Library) -> None:
    pinned = git(library.root / "origin" / "the-lamp", "rev-parse", "HEAD")
    newest = library.commit_book("the-lamp", pages("The Lamp", "<p>All is changed.</p><p>Utterly.</p>"))
    assert newest != pinned
    assert library.run("fetch") == 0
    assert head_commit(library.mirror / "the-lamp.git") == pinned
    assert library.run("prepare") == 0
    assert library.texts()["the-lamp"] == LAMP_TEXT


def test_books_already_there_are_not_fetched_again(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert library.run("fetch", "--only", "the-boat") == 0
    shutil.rmtree(library.root / "origin" / "the-boat")
    assert library.run("fetch") == 0
    assert "1 done, 1 already there, 0 failed." in capsys.readouterr().err


def test_what_a_killed_fetch_left_does_not_stand_in_the_way(library: Library) -> None:
    left = library.mirror / "the-lamp.partial"
    left.mkdir(parents=True)
    git(left, "init", "--quiet", "--bare")
    (left / "shallow.lock").touch()
    assert library.run("fetch") == 0
    assert sorted(path.name for path in library.mirror.iterdir()) == ["the-boat.git", "the-lamp.git"]


def test_a_fetch_that_hangs_can_be_stopped_and_goes_on(library: Library) -> None:
    commits = {slug: git(library.root / "origin" / slug, "rev-parse", "HEAD") for slug in ("the-lamp", "the-boat")}
    with socket.create_server(("127.0.0.1", 0)) as silent:
        library.pin(commits, {"the-boat": f"http://127.0.0.1:{silent.getsockname()[1]}/the-boat"})
        command = [sys.executable, "-m", "model.corpus", *library.arguments("fetch")]
        environment = os.environ | {"no_proxy": "127.0.0.1"}
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stderr=subprocess.PIPE,
            start_new_session=True,
            # a test run in the background inherits a shell's wish to ignore Ctrl-C
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        silent.settimeout(60)
        connection, _ = silent.accept()
        os.killpg(process.pid, signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
        connection.close()
    assert process.returncode == 130
    assert b"Stopped; the same command goes on with what is missing." in stderr
    assert [path.name for path in library.mirror.iterdir()] == ["the-lamp.git"]
    library.pin(commits)
    assert library.run("fetch") == 0
    assert sorted(path.name for path in library.mirror.iterdir()) == ["the-boat.git", "the-lamp.git"]


def test_a_wrong_commit_is_named_and_the_others_go_on(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    right = git(library.root / "origin" / "the-boat", "rev-parse", "HEAD")
    library.pin({"the-lamp": "12" * 20, "the-boat": right})
    assert library.run("fetch") == 1
    messages = capsys.readouterr().err
    assert "the-lamp: commit 121212121212 cannot be fetched from file://" in messages
    assert f"not our ref {'12' * 20}. The repository has no such commit: check it in the manifest." in messages
    assert "1 done, 0 already there, 1 failed." in messages
    assert [path.name for path in library.mirror.iterdir()] == ["the-boat.git"]


@pytest.mark.parametrize(
    ("kind", "message"),
    [
        ("v1", "is not the name of a commit; it leads to"),
        ("HEAD^{tree}", "This is not the name of a commit"),
    ],
)
def test_only_a_commit_can_be_pinned(
    library: Library, capsys: pytest.CaptureFixture[str], kind: str, message: str
) -> None:
    origin = library.root / "origin" / "the-lamp"
    git(origin, "tag", "--annotate", "v1", "--message", "A version")
    library.pin({"the-lamp": git(origin, "rev-parse", kind)})
    assert library.run("fetch") == 1
    assert message in capsys.readouterr().err
    assert list(library.mirror.iterdir()) == []


def test_no_repository_is_said_so(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.rmtree(library.root / "origin" / "the-lamp")
    assert library.run("fetch") == 1
    assert "There is no repository at this address: check it in the manifest." in capsys.readouterr().err


@pytest.mark.usefixtures("no_proxy")
def test_no_network_is_said_so(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        closed = server.getsockname()[1]
    library.pin({"the-lamp": "12" * 20}, {"the-lamp": f"http://127.0.0.1:{closed}/the-lamp"})
    assert library.run("fetch") == 1
    messages = capsys.readouterr().err
    assert (
        f"the-lamp: commit 121212121212 cannot be fetched from http://127.0.0.1:{closed}/the-lamp: fatal: " in messages
    )
    assert "Check the address and the connection, then start again; the books already there are kept." in messages


class Locked(BaseHTTPRequestHandler):
    """Asks everybody for a password."""

    def do_GET(self) -> None:
        self.send_response(401)
        self.send_header("WWW-Authenticate", 'Basic realm="books"')
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def locked_server() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Locked)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.usefixtures("no_proxy")
def test_nobody_is_asked_for_a_password(
    library: Library, locked_server: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSH_ASKPASS", "/bin/false")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    library.pin({"the-lamp": "12" * 20}, {"the-lamp": f"{locked_server}/the-lamp"})
    assert library.run("fetch") == 1
    assert "terminal prompts disabled. There is no public repository at this address" in capsys.readouterr().err


def test_a_mirror_that_cannot_be_made_is_said_so(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    library.mirror.write_text("A file stands here.")
    assert library.run("fetch") == 1
    assert f"{library.mirror} cannot be written or read: File exists." in capsys.readouterr().err
