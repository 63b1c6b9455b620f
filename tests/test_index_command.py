"""`gatescope index`: what it makes, and that it stops with one line and exit code 1."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.__main__ import cli
from app.indexing import make_index
from app.settings import Settings
from model import index_path, load_model, open_index

RUNNER = CliRunner()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_folder: Path) -> Path:
    """A data folder of its own, and the tiny models in place of those that ship."""
    monkeypatch.setenv("GATESCOPE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GATESCOPE_MODEL", "tiny-lstm")
    monkeypatch.setattr("app.settings.SHIPPED", tiny_folder)
    return tmp_path / "home"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    file = tmp_path / "A book, vol. 2.txt"
    file.write_text("“It rained,” said the queen.\n\nThe king was tired.", "utf-8")
    return file


def test_a_file_becomes_an_index(home: Path, book: Path, tiny_folder: Path) -> None:
    done = RUNNER.invoke(cli, ["index", str(book)])
    assert done.exit_code == 0, done.output
    assert "A-book-vol.-2: " in done.stdout
    assert "of 2 passages as tiny-lstm reads them" in done.stdout
    model = load_model("tiny-lstm", tiny_folder)
    index = open_index(index_path(home, "tiny-lstm", "A-book-vol.-2"), model)
    assert index.header.signals == ["cell", "hidden"]
    assert index.corpus(1, "cell").texts[1] == "The king was tired."


def test_the_options_are_heeded(home: Path, book: Path, tiny_folder: Path) -> None:
    command = ["index", str(book), str(book), "--name", "two", "--model", "tiny-gru", "--signals", "update, hidden"]
    done = RUNNER.invoke(cli, command)
    assert done.exit_code == 0, done.output
    header = open_index(index_path(home, "tiny-gru", "two"), load_model("tiny-gru", tiny_folder)).header
    assert (header.signals, header.passages) == (["update", "hidden"], 4)


@pytest.mark.parametrize(
    ("arguments", "wrong"),
    [
        (["nowhere.txt"], "nowhere.txt cannot be read: No such file"),
        (["."], "is a folder"),
        (["BOOK", "--name", "../x"], "no name of an index"),
        (["BOOK", "--name", "labelled"], "is the name of the labelled sentences"),
        (["BOOK", "--signals", "cell,thoughts"], "Take of: input, forget"),
        (["BOOK", "--model", "nobody"], "There is no model 'nobody'"),
        (["BOOK", "--model", ""], "GATESCOPE_MODEL: "),
    ],
)
def test_what_cannot_be_is_told_in_one_line(home: Path, book: Path, arguments: list[str], wrong: str) -> None:
    done = RUNNER.invoke(cli, ["index", *(str(book) if each == "BOOK" else each for each in arguments)])
    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("gatescope: ")
    assert wrong in done.stderr
    assert not home.exists()


@pytest.mark.usefixtures("home")
def test_a_file_whose_name_makes_none(tmp_path: Path) -> None:
    file = tmp_path / "—.txt"
    file.write_text("The king.", "utf-8")
    done = RUNNER.invoke(cli, ["index", str(file)])
    assert (done.exit_code, "--name" in done.stderr) == (1, True)


def test_indexes_are_in_the_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GATESCOPE_HOME", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert Settings().home_folder == tmp_path / "gatescope"
    for unset in ("", "not/absolute"):
        monkeypatch.setenv("XDG_DATA_HOME", unset)
        assert Settings().home_folder == Path.home() / ".local" / "share" / "gatescope"
    assert Settings(home="here").home_folder == Path("here")


def test_the_same_file_makes_the_same_index(home: Path, book: Path) -> None:
    path = index_path(home, "tiny-lstm", "x")
    made = []
    for _ in range(2):
        make_index([book], Settings(), "x")
        made.append(path.read_bytes())
    assert made[0] == made[1]
