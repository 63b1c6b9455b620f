"""`gatescope import`: the plan, the question, what is written, and that nothing is half-written."""

import hashlib
import json
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import torch
from importing import WORDS, saved, word_model
from safetensors.torch import save_file
from typer.testing import CliRunner

from app.__main__ import cli
from app.registry import ModelRegistry
from model import load_model, trace_text

RUNNER = CliRunner()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GATESCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path / "home"


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    return saved(tmp_path / "run", word_model(layers=1).state_dict())


def left_behind(home: Path) -> list[str]:
    """All files and folders of the data folder, hidden ones too."""
    return sorted(str(path.relative_to(home)) for path in home.rglob("*"))


def test_without_a_terminal_or_a_yes_nothing_is_written(home: Path, weights: Path) -> None:
    done = RUNNER.invoke(cli, ["import", str(weights), "--name", "mine"])
    assert (done.exit_code, home.exists()) == (2, False)
    assert done.stderr.startswith("gatescope: Nobody is at the terminal to say yes, so nothing was written.")
    for part in (
        "model.pt", "PyTorch state dict", "LSTM, 8 units: rnn.weight_ih_l0", "encoder.weight, 12 tokens × 6 numbers",
        "decoder.weight, decoder.bias", "vocab.json, 12 tokens, words; capitals are made small; begins with <eos>",
        str(home / "models" / "mine"),
    ):  # fmt: skip
        assert part in done.stdout, part


def test_what_is_answered_is_done(home: Path, weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.importing.somebody_there", lambda: True)
    for answer, code in (("n", 1), ("", 1), ("y", 0)):
        done = RUNNER.invoke(cli, ["import", str(weights), "--name", "mine"], input=f"{answer}\n")
        assert (done.exit_code, home.exists()) == (code, code == 0)


def test_an_imported_network_is_served(home: Path, weights: Path, tiny_folder: Path) -> None:
    done = RUNNER.invoke(cli, ["import", str(weights), "--name", "mine", "--yes"])
    assert done.exit_code == 0, done.output
    assert "mine: An LSTM of 8 units, imported from model.pt." in done.stdout
    registry = ModelRegistry.load((tiny_folder, home / "models"), "tiny-lstm")
    assert (registry.broken, registry.get("mine").predicts) == ({}, True)
    card = registry.get("mine").card
    assert card["imported"]["sha256"] == hashlib.sha256(weights.read_bytes()).hexdigest()
    assert (
        card["sha256"]["weights.safetensors"]
        == hashlib.sha256((home / "models" / "mine" / "weights.safetensors").read_bytes()).hexdigest()
    )
    units = card["units"]
    assert [len(units["half_life"][0]), *(len(gate[0]) for gate in units["saturation"].values())] == [8, 8, 8, 8]
    assert left_behind(home) == ["models", "models/mine", *(
        f"models/mine/{file}" for file in ("card.json", "config.json", "tokenizer.json", "weights.safetensors")
    )]  # fmt: skip


def test_a_name_that_is_taken(home: Path, weights: Path) -> None:
    command = ["import", str(weights), "--yes", "--name"]
    assert RUNNER.invoke(cli, [*command, "mine"]).exit_code == 0
    before = (home / "models" / "mine" / "card.json").read_bytes()
    for name, wrong in {
        "mine": "There is a model mine already. Take another name, or add --replace.",
        "english-lstm": "english-lstm is a model that ships with Gatescope",
        "../x": "'../x' cannot be the name of a model", "x@3": "cannot be the name", "": "cannot be the name",
    }.items():  # fmt: skip
        done = RUNNER.invoke(cli, [*command, name])
        assert (done.exit_code, done.stdout, done.stderr.count("\n")) == (1, "", 1)
        assert wrong in done.stderr
    assert (home / "models" / "mine" / "card.json").read_bytes() == before
    other = saved(weights.parent / "other", word_model(layers=1, kind="gru").state_dict())
    done = RUNNER.invoke(cli, ["import", str(other), "--name", "mine", "--yes", "--replace"])
    assert "Replaces" in done.stdout
    assert load_model("mine", home / "models").kind == "gru"
    assert [path.name for path in home.iterdir()] == ["models"]


@contextmanager
def full_disk(bytes_left: int) -> Iterator[None]:
    """No file can grow beyond so many bytes, as the system has it for a full disk."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_left, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_full_disk_leaves_what_was_there(home: Path, weights: Path) -> None:
    command = ["import", str(weights), "--name", "mine", "--yes", "--replace"]
    with full_disk(1000):
        done = RUNNER.invoke(cli, command)
    assert (done.exit_code, left_behind(home)) == (1, ["models"])
    assert "The network cannot be written: File too large. Nothing has changed" in done.stderr
    assert RUNNER.invoke(cli, command).exit_code == 0
    whole = left_behind(home)
    with full_disk(1000):
        assert RUNNER.invoke(cli, command).exit_code == 1
    assert left_behind(home) == whole
    assert trace_text(load_model("mine", home / "models"), "the queen").signals


KILLED = """
import os, signal, sys
import model.checkpoint
from app.__main__ import main

def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)

model.checkpoint.write_card = die
sys.argv = ["gatescope", "import", sys.argv[1], "--name", "mine", "--yes"]
main()
"""


def test_killed_half_way_there_is_no_network(home: Path, weights: Path) -> None:
    done = subprocess.run([sys.executable, "-c", KILLED, str(weights)], capture_output=True, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert not list((home / "models").iterdir())
    assert any(name.endswith("weights.safetensors") for name in left_behind(home))  # it was in the middle of it
    assert RUNNER.invoke(cli, ["import", str(weights), "--name", "mine", "--yes"]).exit_code == 0
    assert [path.name for path in home.iterdir()] == ["models"]
    # Killed between taking the old one away and putting the new one there:
    (home / "models" / "mine").rename(home / ".mine.replaced")
    with full_disk(1000):
        assert RUNNER.invoke(cli, ["import", str(weights), "--name", "mine", "--yes"]).exit_code == 1
    assert trace_text(load_model("mine", home / "models"), "the queen").signals
    assert [path.name for path in home.iterdir()] == ["models"]


@pytest.mark.usefixtures("home")
def test_vocabularies_that_do_not_fit(weights: Path) -> None:
    words = weights.parent / "words.txt"
    words.write_text("\n".join(WORDS[:-1]), "utf-8")
    command = ["import", str(weights), "--name", "mine", "--yes", "--vocabulary"]
    done = RUNNER.invoke(cli, [*command, str(words)])
    assert done.exit_code == 1
    assert "has 11 tokens with ids 0 … 10, but the network has a row for 12 of them" in done.stderr
    (weights.parent / "stoi.json").write_text(json.dumps({word: 11 - n for n, word in enumerate(WORDS)}))
    done = RUNNER.invoke(cli, command[:-1])
    assert "stoi.json, vocab.json could each be the vocabulary, for all have 12 tokens, but they differ" in done.stderr
    (weights.parent / "stoi.json").write_text(json.dumps({word: n for n, word in enumerate(WORDS)}))
    done = RUNNER.invoke(cli, command[:-1])
    assert done.exit_code == 0
    assert "words.txt: 11 tokens, not 12" in done.stdout
    assert "vocab.json: says the same as stoi.json" in done.stdout


def test_a_name_that_commands_the_terminal_does_not_reach_it(home: Path, weights: Path) -> None:
    """Names in a file of others are theirs: escape sequences are shown, not sent."""
    state = {name: values.clone() for name, values in word_model(layers=1).state_dict().items()}
    save_file(state | {"\x1b[31mred": torch.ones(1)}, weights.parent / "x.safetensors")
    done = RUNNER.invoke(cli, ["import", str(weights.parent / "x.safetensors"), "--name", "mine", "--yes"])
    assert done.exit_code == 0, done.output
    assert "␛[31mred" in done.stdout
    assert "\x1b" not in done.output
    assert home.exists()
