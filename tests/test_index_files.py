"""Text files: what is read of them, and what is refused in one line before it is read."""

import os
from pathlib import Path

import pytest

from model.errors import InputError
from model.similar.files import LARGEST, read_passages, split_passages


@pytest.mark.parametrize(
    ("text", "passages"),
    [
        ("One line.\nAnother.", ["One line.", "Another."]),
        ("A wrapped\nparagraph.\n \nAnother\n  one.\n\n\n", ["A wrapped paragraph.", "Another one."]),
        ("Windows\r\nlines\r\n\r\nend so.", ["Windows lines", "end so."]),
        ("old\rMac", ["old", "Mac"]),
        ("  tabs\tand   blanks ", ["tabs and blanks"]),
        ("One two. Three four. Five.", ["One two. Three four.", "Five."]),
        ("a very long sentence of words. Next.", ["a very long sentence", "of words. Next."]),
        ("x" * 45, ["x" * 20, "x" * 20, "x" * 5]),
    ],
)
def test_passages_are_paragraphs_or_what_fits(text: str, passages: list[str]) -> None:
    assert split_passages(text, 20) == passages


def test_files_are_read_in_their_order(tmp_path: Path) -> None:
    for name, content in (("b", b"\xef\xbb\xbfFirst \xc3\xa9."), ("a", b"Second.\n\nThird.")):
        (tmp_path / name).write_bytes(content)
    assert read_passages([tmp_path / "b", tmp_path / "a"]) == ["First é.", "Second.", "Third."]


@pytest.mark.parametrize(
    ("content", "wrong"),
    [
        (b"", "is empty"),
        (b" \n\t", "is empty"),
        (b"ab\0c", "byte 2 is NUL"),
        ("caf\u00e9 au lait".encode("latin-1"), "not UTF-8: byte 3 is 0xE9"),
        ("text".encode("utf-16"), "is no text: byte 3 is NUL"),
        (b"cut \xe2\x82", "byte 4 is 0xE2"),
    ],
)
def test_what_is_no_text_is_told(content: bytes, wrong: str, tmp_path: Path) -> None:
    file = tmp_path / "file.txt"
    file.write_bytes(content)
    with pytest.raises(InputError, match=wrong) as caught:
        read_passages([file])
    assert str(file) in caught.value.detail


def test_two_gigabytes_are_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "big.txt"
    file.touch()
    os.truncate(file, 2 * 1024**3)
    monkeypatch.setattr(Path, "open", None)
    with pytest.raises(InputError, match=r"has 2,147,483,648 bytes; at most 33,554,432"):
        read_passages([file])


def test_files_that_are_too_much_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        (tmp_path / name).touch()
        os.truncate(tmp_path / name, LARGEST // 2 + 1)
    monkeypatch.setattr(Path, "open", None)
    with pytest.raises(InputError, match="2 files of 33,554,434 bytes are too much"):
        read_passages([tmp_path / "a", tmp_path / "b"])


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, wrong in (
        (tmp_path, "is a folder"),
        (tmp_path / "none", "No such file"),
        (tmp_path / "pipe", "no plain file"),
        (tmp_path / "a\0b", "cannot be read"),
        (tmp_path / "two\nlines", r"two\\nlines' cannot be read"),
    ):
        with pytest.raises(InputError, match=wrong) as caught:
            read_passages([path])
        assert "\n" not in caught.value.detail
