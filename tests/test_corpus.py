"""`python -m model.corpus`: books from git to text and counts."""

from pathlib import Path

import pytest
from library import BOAT_TEXT, LAMP_TEXT, Library, two_books

from model.corpus import main


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return two_books(tmp_path)


def test_the_text_is_rebuilt_from_git(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert library.run("fetch") == 0
    assert "2 done, 0 already there, 0 failed." in capsys.readouterr().err
    assert library.run("prepare") == 0
    assert library.texts() == {"the-lamp": LAMP_TEXT, "the-boat": BOAT_TEXT}


def test_only_some_books_and_no_unknown_one(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert library.run("fetch", "--only", "the-boat") == 0
    assert library.run("prepare", "--only", "the-boat") == 0
    assert library.texts() == {"the-boat": BOAT_TEXT}
    assert library.run("fetch", "--only", "boat") == 1
    assert "The manifest has no book 'boat'. Did you mean the-boat?" in capsys.readouterr().err


def test_stats_counts_by_split(
    library: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    library.run("fetch")
    library.run("prepare")
    capsys.readouterr()
    assert main(["stats", str(library.out), "--manifest", str(library.root / "manifest.tsv")]) == 0
    lines = [line.split() for line in capsys.readouterr().out.replace("│", " ").splitlines()]
    rows = {" ".join(line[:-4]): " ".join(line[-4:]) for line in lines}
    assert rows["books"] == "1 0 1 2"
    assert rows["paragraphs"] == "3 0 2 5"
    assert rows["words"] == "33 0 23 56"
    assert rows["bytes"] == "188 0 130 318"
    assert rows["paragraphs with quotes"] == "1 0 1 2"
    assert rows["… that balance"] == "100.0% – 100.0% 100.0%"
    assert rows["she"] == "2 0 0 2"
    assert rows["they"] == "0 0 1 1"
    assert rows["himself"] == "1 0 0 1"
    assert rows["have"] == "0 0 1 1"


def test_stats_of_nothing_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["stats", str(tmp_path)]) == 1
    assert main(["stats", str(tmp_path / "nowhere")]) == 1
    (tmp_path / "empty.txt").touch()
    assert main(["stats", str(tmp_path)]) == 1
    first, second, third = capsys.readouterr().err.strip().splitlines()
    assert "holds no .txt file" in first
    assert "nowhere does not exist" in second
    assert third == "empty.txt is empty. Remove it, or prepare it again."


def test_without_git_it_says_so(
    library: Library, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(library.root))
    assert library.run("fetch") == 1
    assert capsys.readouterr().err.startswith("git is not installed.")
