"""The command as a process of its own: pipes that close, Ctrl+C, completion in a shell."""

import os
import pty
import select
import signal
import subprocess
import sys

from imports import ROOT

COMMAND = [sys.executable, "-m", "app"]
PATIENCE = 60.0
# The shell is the one that is named, not the one above this process: a test run may have none.
NAMED_SHELL = {"_TYPER_COMPLETE_TEST_DISABLE_SHELL_DETECTION": "1"}
SHELL = {"_GATESCOPE_COMPLETE": "complete_bash"}


def start(*arguments: str, stdout: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=ROOT,
        stdout=stdout,
        stderr=subprocess.PIPE,
        # a test run in the background inherits a shell's wish to ignore Ctrl-C
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def test_a_pipe_that_closes_early_is_no_traceback() -> None:
    process = start("trace", "x " * 500, "--json")
    assert process.stdout is not None
    assert process.stdout.read(10) == b'{"model":"'
    process.stdout.close()
    _, errors = process.communicate(timeout=PATIENCE)
    assert errors == b""


def test_ctrl_c_ends_what_is_written_and_its_line() -> None:
    ours, theirs = pty.openpty()
    process = start("generate", "The queen", "--tokens", "200", "--min-tokens", "200", stdout=theirs)
    os.close(theirs)
    written = b""
    while b"The queen" not in written:
        written += os.read(ours, 1024)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=PATIENCE)
    while select.select([ours], [], [], 0)[0]:
        try:
            written += os.read(ours, 65536)
        except OSError:  # a terminal whose other side is gone
            break
    os.close(ours)
    assert (process.returncode, errors) == (130, b"")
    assert written.endswith(b"\n")


def completed(words: str) -> list[str]:
    environment = os.environ | SHELL | {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}
    code = "import sys; from app.__main__ import main; main()"
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "torch" not in done.stderr
    return done.stdout.split()


def test_a_shell_completes_commands_and_names_of_models_at_once() -> None:
    assert completed("gatescope tr") == ["trace", "train"]
    assert completed("gatescope trace --model english-") == ["english-lstm", "english-rnn"]


def test_the_completion_script_is_for_this_command() -> None:
    done = subprocess.run(
        [*COMMAND, "--show-completion", "bash"],
        cwd=ROOT,
        env=os.environ | NAMED_SHELL,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    assert "_GATESCOPE_COMPLETE" in done.stdout
