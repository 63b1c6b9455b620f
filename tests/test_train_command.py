"""`gatescope train` on a small language: what it makes, that it learns, and that it says in a line what cannot be."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from rich.console import Console
from serving import API
from starlette.testclient import TestClient
from training import sentences
from typer.testing import CliRunner

from app.__main__ import cli
from app.main import create_app
from app.registry import ModelRegistry
from app.settings import Settings
from app.training import stopped_by_hand
from model.card import check_card
from model.checkpoint import load_model
from model.errors import MissingError
from model.folders import SHIPPED, checkpoint_names
from model.network import LanguageModel, initialise

ROOT = Path(__file__).parents[1]
RUNNER = CliRunner()
TINY = ("--units", "32", "--tokens", "100000")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("text") / "a book.txt"
    file.write_text(sentences(300), "utf-8")
    return file


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, book: Path) -> Path:
    """A data folder with `tiny`, its twin and the films of both."""
    folder = tmp_path_factory.mktemp("home")
    train(book, folder, "tiny", *TINY, "--film", "--twin")
    return folder


def train(book: Path, home: Path, name: str, *more: str) -> str:
    done = RUNNER.invoke(cli, ["train", "--text", str(book), "--name", name, *more], env={"GATESCOPE_HOME": str(home)})
    assert done.exit_code == 0, done.output
    return done.stdout


def weights(home: Path, name: str) -> bytes:
    return (home / "models" / name / "weights.safetensors").read_bytes()


def frames(home: Path, name: str) -> list[dict[str, float]]:
    table: list[dict[str, float]] = json.loads((home / "models" / name / "film.json").read_text())["frames"]
    return table


def test_it_learns_more_than_how_often_each_letter_occurs(home: Path, book: Path) -> None:
    model = load_model("tiny", home / "models")
    check_card(model)
    figures, run = model.card["figures"], model.card["runs"][-1]
    assert figures["test"]["nats_per_token"] < figures["unigram"]["nats_per_token"] - 0.5
    assert run["valid"] < frames(home, "tiny")[0]["valid"] - 2
    assert run["command"] == (
        "gatescope train --text 'a book.txt' --name tiny --tokens 100000 --units 32 --film --twin"
    )
    files = [file for file in home.rglob("*") if file.is_file()]
    assert not any(str(book.parent).encode() in file.read_bytes() for file in files)


def test_of_the_text_the_card_holds_a_few_sentences_that_were_held_out(home: Path, book: Path) -> None:
    card = load_model("tiny", home / "models").card
    told = [card["suggested"]["text"], *(example["text"] for example in card["examples"])]
    assert len(told) == len(set(told)) == 5
    assert set(told) <= set(book.read_text().splitlines())


def test_a_film_goes_from_the_untrained_network_to_the_one_that_is_kept(home: Path) -> None:
    registry = ModelRegistry.load((SHIPPED, home / "models"), "counter-lstm")
    model, table = registry.get("tiny"), frames(home, "tiny")
    assert len(table) == 12
    tokens = [frame["tokens"] for frame in table]
    assert tokens == sorted(set(tokens))
    assert tokens[0] == 0
    untrained = LanguageModel(model.network.shape)
    initialise(untrained, seed=1)
    for number, network in ((0, untrained), (11, model.network)):
        frame = registry.get(f"tiny@{number}")
        assert frame.name == f"tiny@{number}"
        for name, weight in network.state_dict().items():
            assert torch.equal(frame.network.state_dict()[name], weight.detach().half().float())
    assert registry.get("tiny@3") is registry.get("tiny@3")
    assert registry.get("tiny@3").card["units"] != model.card["units"]
    assert not [name for name in registry.loaded if "@" in name]
    for name, wrong in (
        ("tiny@12", "its frames are 0 to 11"),
        ("counter-lstm@0", "was not filmed"),
        ("x@1", "no such"),
    ):
        with pytest.raises(MissingError, match=wrong):
            registry.get(name)


def test_models_tell_of_films_and_a_frame_reads_as_any_model(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GATESCOPE_HOME", str(home))
    with TestClient(create_app(Settings(model="counter-lstm")), base_url="http://localhost") as client:
        models = {model["name"]: model for model in client.get(f"{API}/models").json()["models"]}
        films = {name: models[name]["film"] for name in ("counter-lstm", "tiny")}
        assert films["counter-lstm"] is None
        assert [frame["model"] for frame in films["tiny"]] == [f"tiny@{number}" for number in range(12)]
        assert [frame["valid"] for frame in films["tiny"]] == [frame["valid"] for frame in frames(home, "tiny")]
        assert [frame["sha256"] for frame in films["tiny"]] == [frame["sha256"] for frame in frames(home, "tiny")]
        asked = {"text": "The queen saw the key.", "model": "tiny@2"}
        for path in ("trace", "figures", "half-lives", "score"):
            body = asked if path != "score" else {"texts": [asked["text"]], "model": asked["model"]}
            answer = client.post(f"{API}/{path}", json=body)
            assert (answer.status_code, answer.json()["model"]) == (200, "tiny@2")
        assert client.post(f"{API}/trace", json=asked | {"model": "tiny@40"}).status_code == 404
        (notice,) = client.get(f"{API}/units", params={"model": "tiny@2"}).json()["notices"]
        assert notice == "tiny@2 is a moment of a training; what units know is asked of tiny alone."


def test_the_twin_has_read_the_same(home: Path) -> None:
    one, twin = (load_model(name, home / "models") for name in ("tiny", "tiny-rnn"))
    assert twin.kind == "rnn"
    assert twin.card["runs"][-1]["tokens"] == one.card["runs"][-1]["tokens"]
    assert twin.card["data"] == one.card["data"]
    assert twin.card["sha256"]["tokenizer.json"] == one.card["sha256"]["tokenizer.json"]
    compared = [model.card["figures"]["against_twin"] for model in (one, twin)]
    assert [each["twin"] for each in compared] == ["tiny-rnn", "tiny"]
    assert compared[0]["nats_per_token"] == -compared[1]["nats_per_token"] != 0


def test_the_seed_decides_the_weights(tmp_path: Path, book: Path) -> None:
    options = ("--kind", "gru", "--units", "8", "--tokens", "3000", "--vocabulary", "300")
    for name, seed in (("one", "1"), ("same", "1"), ("other", "2")):
        train(book, tmp_path, name, *options, "--seed", seed)
    assert weights(tmp_path, "one") == weights(tmp_path, "same") != weights(tmp_path, "other")
    assert load_model("one", tmp_path / "models").tokenizer.size == 300


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (None, "cannot be read: No such file"),
        (b"", "is empty"),
        (b"ELF\0" * 5000, "byte 3 is NUL"),
        (b"All is well.\n" * 500 + "caf\u00e9".encode("latin-1"), "byte 6,503 is 0xE9, in line 501"),
        (b"Too short.\n" * 100, "has 1,000 characters; a network needs 5,000 at least"),
        (b"\n" * 6000 + b"Short too.", "has 10 characters"),
    ],
)
def test_what_is_no_text_to_train_on_is_told(content: bytes | None, wrong: str, tmp_path: Path) -> None:
    file = tmp_path / "text.txt"
    if content is not None:
        file.write_bytes(content)
    refuse(file, tmp_path / "home", wrong, "--name", "mine")


@pytest.mark.parametrize(
    ("options", "wrong"),
    [
        (["--name", "My model"], "cannot be the name of a model"),
        (["--name", "a@1"], "cannot be the name of a model"),
        (["--name", "x" * 62, "--twin"], "cannot be the name of a model"),
        (["--name", "english-lstm"], "ships with Gatescope"),
        (["--name", "x", "--kind", "transformer"], "There is no kind 'transformer'. Take one of: lstm, rnn, gru"),
        (["--name", "x", "--kind", "rnn", "--twin"], "is its own twin"),
        (["--name", "x", "--minutes", "0"], "minutes is 0"),
        (["--name", "x", "--minutes", "nan"], "minutes is nan"),
        (["--name", "x", "--tokens", "10"], "tokens is 10; it can be 1,000 to 10,000,000,000"),
        (["--name", "x", "--layers", "9"], "layers is 9; it can be 1 to 4"),
    ],
)
def test_what_cannot_be_is_told(options: list[str], wrong: str, book: Path, tmp_path: Path) -> None:
    refuse(book, tmp_path / "home", wrong, *options)


def test_a_name_that_is_taken_is_replaced_when_asked(book: Path, tmp_path: Path) -> None:
    train(book, tmp_path, "x", "--units", "8", "--tokens", "1000")
    before = weights(tmp_path, "x")
    refuse(book, tmp_path, "There is a model x already", "--name", "x")
    train(book, tmp_path, "x", "--units", "8", "--tokens", "1000", "--seed", "2", "--replace")
    assert weights(tmp_path, "x") != before
    assert [path.name for path in tmp_path.iterdir()] == ["models"]


def test_a_full_disk_is_told_before_anything_is_trained(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    refuse(book, tmp_path, "has 1 MB free; this needs 5 MB", "--name", "x")


def test_a_disk_that_gets_full_leaves_what_was_there(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    tiny = ("--name", "x", "--units", "8", "--tokens", "1000")
    train(book, tmp_path, *tiny[1:])
    before = weights(tmp_path, "x")
    monkeypatch.setattr("os.fsync", full)
    refuse(book, tmp_path, "cannot be written: No space left", *tiny, "--replace")
    assert weights(tmp_path, "x") == before
    assert [path.name for path in tmp_path.iterdir()] == ["models"]


def test_killed_while_it_is_written_no_half_of_it_is_a_model(book: Path, tmp_path: Path) -> None:
    code = "import os; os.fsync = lambda _: os.kill(os.getpid(), 9); from app.__main__ import main; main()"
    command = ["train", "--text", str(book), "--name", "x", "--units", "8", "--tokens", "1000"]
    environment = os.environ | {"GATESCOPE_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code, *command], cwd=ROOT, env=environment, check=False)
    assert done.returncode == -signal.SIGKILL
    assert checkpoint_names(tmp_path / "models") == []


@pytest.fixture
def listening() -> Iterator[None]:
    """Ctrl-C is heard, also by a test run in the background, which inherits a shell's wish to ignore it."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("listening")
def test_control_c_is_heard_once() -> None:
    with stopped_by_hand(Console(stderr=True)) as stopped:
        assert not stopped()
        os.kill(os.getpid(), signal.SIGINT)
        assert stopped()
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)


def refuse(book: Path, home: Path, wrong: str, *options: str) -> None:
    before = sorted(home.rglob("*"))
    done = RUNNER.invoke(cli, ["train", "--text", str(book), *options], env={"GATESCOPE_HOME": str(home)})
    assert (done.exit_code, done.stdout) == (1, "")
    assert wrong in done.stderr.splitlines()[-1]
    assert sorted(path for path in home.rglob("*") if path.name != "models") == [
        path for path in before if path.name != "models"
    ]
