"""model/training/prepare.py: mirror -> text files, made anew only where needed."""

import json
from pathlib import Path

import pytest
from library import BOAT, BOAT_TEXT, LAMP_TEXT, PACKAGE, Library, git, pages, two_books


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return two_books(tmp_path)


def test_prepare_wants_the_mirror(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    assert library.run("prepare") == 1
    assert (
        f"There is no mirror {library.mirror}. Run fetch with --mirror {library.mirror} first."
        in capsys.readouterr().err
    )


def test_prepare_names_a_book_that_is_missing_or_at_another_commit(
    library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    lamp, boat = (git(library.root / "origin" / slug, "rev-parse", "HEAD") for slug in ("the-lamp", "the-boat"))
    assert library.run("fetch", "--only", "the-lamp") == 0
    newer = library.commit_book("the-lamp", pages("The Lamp", BOAT))
    library.pin({"the-lamp": newer, "the-boat": boat})
    assert library.run("prepare") == 1
    messages = capsys.readouterr().err
    assert f"the-lamp: the book is at commit {lamp[:12]}, not {newer[:12]}, in {library.mirror}. Run fetch" in messages
    assert f"the-boat: the book is not in {library.mirror}. Run fetch first." in messages
    assert library.texts() == {}
    assert library.run("fetch") == 0
    assert library.run("prepare") == 0
    assert library.texts() == {"the-lamp": BOAT_TEXT, "the-boat": BOAT_TEXT}


def test_prepare_leaves_alone_what_is_up_to_date(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    library.run("fetch")
    library.run("prepare")
    before = {file: file.stat().st_mtime_ns for file in library.out.iterdir()}
    assert library.run("prepare") == 0
    assert "0 done, 2 already there, 0 failed." in capsys.readouterr().err
    assert {file: file.stat().st_mtime_ns for file in library.out.iterdir()} == before


def test_another_commit_makes_the_text_anew(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    library.run("fetch")
    library.run("prepare")
    library.pin({"the-lamp": library.commit_book("the-lamp", pages("The Lamp", BOAT))})
    assert library.run("prepare") == 1
    assert "Run fetch first." in capsys.readouterr().err
    assert library.run("fetch") == 0
    assert library.run("prepare") == 0
    assert library.texts()["the-lamp"] == BOAT_TEXT


def test_text_made_by_other_rules_is_made_anew(library: Library, capsys: pytest.CaptureFixture[str]) -> None:
    library.run("fetch")
    library.run("prepare")
    record = json.loads((library.out / "prepared.json").read_text())
    record["the-lamp"]["rules"] = "of last year"
    (library.out / "prepared.json").write_text(json.dumps(record))
    capsys.readouterr()
    assert library.run("prepare") == 0
    assert "1 done, 1 already there, 0 failed." in capsys.readouterr().err


@pytest.mark.parametrize("damage", [b"", LAMP_TEXT.encode()[:40], None])
def test_prepare_mends_a_damaged_or_missing_file(library: Library, damage: bytes | None) -> None:
    library.run("fetch")
    library.run("prepare")
    file = library.out / "the-lamp.txt"
    file.unlink() if damage is None else file.write_bytes(damage)
    assert library.run("prepare") == 0
    assert library.texts() == {"the-lamp": LAMP_TEXT, "the-boat": BOAT_TEXT}


@pytest.mark.parametrize("record", ["", "{", "[]", '{"the-lamp": 3}'])
def test_prepare_does_without_its_record(library: Library, record: str) -> None:
    library.run("fetch")
    library.run("prepare")
    (library.out / "prepared.json").write_text(record)
    assert library.run("prepare") == 0
    assert library.texts() == {"the-lamp": LAMP_TEXT, "the-boat": BOAT_TEXT}


@pytest.mark.parametrize(
    ("files", "message"),
    [
        (pages("Empty", "<p>* * *</p>"), "broken: no paragraph of prose in its 1 files."),
        (pages("Open", "<p>Never closed."), "broken: src/epub/text/chapter-1.xhtml is not well-formed XML: mismatched"),
        ({"content.opf": PACKAGE}, "broken: src/epub/text/chapter-1.xhtml is not in commit"),
        ({"readme.md": "No book"}, "broken: src/epub/content.opf is not in commit"),
    ],
)
def test_prepare_names_a_book_that_cannot_be_read(
    library: Library, capsys: pytest.CaptureFixture[str], files: dict[str, str], message: str
) -> None:
    boat = git(library.root / "origin" / "the-boat", "rev-parse", "HEAD")
    library.pin({"broken": library.commit_book("broken", files), "the-boat": boat})
    assert library.run("fetch") == 0
    assert library.run("prepare") == 1
    assert message in capsys.readouterr().err
    assert library.texts() == {"the-boat": BOAT_TEXT}


def damage_object(library: Library, name: str) -> None:
    """Cut off the file of an object in the mirror of the-lamp."""
    repository = library.mirror / "the-lamp.git"
    digest = git(repository, "rev-parse", name)
    file = repository / "objects" / digest[:2] / digest[2:]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes()[:20])


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("HEAD", "the-lamp: the book is not in"),
        ("HEAD:src/epub/text/chapter-1.xhtml", "the-lamp.git and run fetch again."),
    ],
)
def test_damage_in_the_mirror_is_named(
    library: Library, capsys: pytest.CaptureFixture[str], name: str, message: str
) -> None:
    library.run("fetch")
    damage_object(library, name)
    assert library.run("prepare") == 1
    assert message in capsys.readouterr().err
    assert library.texts() == {"the-boat": BOAT_TEXT}
