"""model/training/books.py: archives and folders, the manifest, the split."""

import io
import tarfile
from collections import Counter
from pathlib import Path

import pytest

from model.errors import CorpusError
from model.training.books import MOST_WORDS_PER_BOOK, Book, read_books, read_manifest, select_sources, split_books

HEADER = "slug\tsplit\tcommit\turl\ttitle\tauthor\n"
COMMIT = "0123456789abcdef0123456789abcdef01234567"
ROW = f"some-book\ttrain\t{COMMIT}\thttps://example.org/some-book\tSome “Book”\tSomebody\n"
FILES = {"b-second.txt": "“One,” he said.\nTwo.\n\nThree.\n", "a-first.txt": "Zwölf — 12\n"}
BOOKS = [Book("a-first", ("Zwölf — 12",)), Book("b-second", ("“One,” he said.", "Two.", "Three."))]


def archive(path: Path, mode: str, files: dict[str, str]) -> Path:
    with tarfile.open(path, mode) as tar:
        for name, text in files.items():
            member = tarfile.TarInfo(f"books/{name}")
            member.size = len(text.encode())
            tar.addfile(member, io.BytesIO(text.encode()))
    return path


def manifest(folder: Path, content: str) -> Path:
    path = folder / "manifest.tsv"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_folder_is_read_to_its_depth(tmp_path: Path) -> None:
    (tmp_path / "deep" / "odd.txt").mkdir(parents=True)
    (tmp_path / "deep" / "a-first.txt").write_text(FILES["a-first.txt"], encoding="utf-8")
    (tmp_path / "b-second.txt").write_text(FILES["b-second.txt"], encoding="utf-8")
    (tmp_path / "prepared.json").write_text("{}")
    assert read_books(tmp_path) == BOOKS


@pytest.mark.parametrize("mode", ["w:xz", "w:gz", "w"])
def test_an_archive_gives_the_same_books(tmp_path: Path, mode: str) -> None:
    assert read_books(archive(tmp_path / "books.tar", mode, FILES | {"README.md": "Not a book."})) == BOOKS


def test_a_byte_order_mark_and_windows_lines_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "book.txt").write_bytes("\ufeffOne.\r\n\r\n  Two.\r\n".encode())
    assert read_books(tmp_path) == [Book("book", ("One.", "Two."))]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"^book.txt is empty. Remove it"),
        (b" \n\n\t\n", r"^book.txt is empty. Remove it"),
        (b"Fine, then \xff.", r"^book.txt is not UTF-8: byte 11 cannot be read"),
    ],
)
def test_a_file_that_is_no_text_is_named(tmp_path: Path, content: bytes, message: str) -> None:
    (tmp_path / "book.txt").write_bytes(content)
    with pytest.raises(CorpusError, match=message):
        read_books(tmp_path)


def test_nothing_to_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"holds no .txt file"):
        read_books(tmp_path)
    with pytest.raises(CorpusError, match=r"nowhere does not exist"):
        read_books(tmp_path / "nowhere")
    with pytest.raises(CorpusError, match=r"holds no .txt file"):
        read_books(archive(tmp_path / "books.tar.xz", "w:xz", {"README.md": "Not a book."}))


@pytest.mark.parametrize("mode", ["w:xz", "w:gz"])
def test_a_cut_off_archive_is_an_error(tmp_path: Path, mode: str) -> None:
    path = archive(tmp_path / "books.tar", mode, {"long.txt": "".join(f"{number}\n" for number in range(20_000))})
    path.write_bytes(path.read_bytes()[:-2_000])
    with pytest.raises(CorpusError, match=r"^books.tar is no archive that can be read, or is cut off: "):
        read_books(path)


@pytest.mark.parametrize("mode", ["w:xz", "w:gz"])
@pytest.mark.parametrize("place", [0, 1_000, 3_000, 5_000])
def test_flipped_bytes_in_an_archive_are_an_error(tmp_path: Path, mode: str, place: int) -> None:
    path = archive(tmp_path / "books.tar", mode, {"long.txt": "".join(f"{number}\n" for number in range(20_000))})
    content = bytearray(path.read_bytes())
    content[place : place + 100] = bytes(255 - byte for byte in content[place : place + 100])
    path.write_bytes(content)
    with pytest.raises(CorpusError, match=r"^books.tar is no archive that can be read, or is cut off: "):
        read_books(path)


def test_a_single_text_file_is_no_archive(tmp_path: Path) -> None:
    (tmp_path / "book.txt").write_text("One.\n")
    with pytest.raises(CorpusError, match=r"^book.txt is no archive that can be read, or is cut off: [^\n]*$"):
        read_books(tmp_path / "book.txt")


def test_the_manifest_of_the_project() -> None:
    sources = read_manifest()
    assert Counter(source.split for source in sources) == {"train": 99, "valid": 3, "test": 4}
    assert len({source.commit for source in sources}) == 106
    assert all(source.url == f"https://github.com/standardebooks/{source.slug}" for source in sources)


def test_a_manifest_keeps_quotes_as_they_stand(tmp_path: Path) -> None:
    [source] = read_manifest(manifest(tmp_path, HEADER + ROW.replace("“Book”", '"Book')))
    assert (source.slug, source.split, source.commit, source.title) == ("some-book", "train", COMMIT, 'Some "Book')


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (HEADER, r"names no book"),
        ("", r"names no book"),
        (HEADER + ROW + ROW, r"names twice: some-book"),
        (HEADER + ROW.replace("train", "practice"), r"line 2: split is 'practice'; it can be train, valid, test"),
        (HEADER + ROW.replace(COMMIT, COMMIT[:12]), r"line 2: commit is '0123456789ab'; give all 40"),
        (HEADER + ROW.replace(COMMIT, "--upload-pack=x"), r"line 2: commit is '--upload-pack=x'"),
        (HEADER + ROW.replace("some-book", "../up", 1), r"line 2: slug is '../up'"),
        (HEADER + ROW + "a\ttest\n", r"line 3 lacks commit, url, title, author"),
        (HEADER.replace("commit\t", "") + ROW, r"lacks commit"),
    ],
)
def test_a_row_that_cannot_be_meant_is_named(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(CorpusError, match=message):
        read_manifest(manifest(tmp_path, content))


def test_a_manifest_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"cannot be read"):
        read_manifest(tmp_path / "missing.tsv")
    (tmp_path / "binary.tsv").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(CorpusError, match=r"cannot be read"):
        read_manifest(tmp_path / "binary.tsv")


def test_sources_are_selected_in_the_manifests_order() -> None:
    sources = read_manifest()
    chosen = select_sources(sources, ["jane-austen_emma", "anna-sewell_black-beauty"])
    assert [source.title for source in chosen] == ["Black Beauty", "Emma"]


@pytest.mark.parametrize("slug", ["emma", "jane-austin_emma"])
def test_an_unknown_slug_gets_a_hint(slug: str) -> None:
    with pytest.raises(CorpusError, match=rf"no book '{slug}'. Did you mean .*jane-austen_emma"):
        select_sources(read_manifest(), [slug])


def test_the_split_is_by_whole_books_and_unknown_books_are_for_training() -> None:
    names = ("my-own-notes", "l-frank-baum_ozma-of-oz", "e-nesbit_the-railway-children", "jane-austen_emma")
    parts = split_books([Book(name, ("A line.",)) for name in names], read_manifest())
    slugs = {part: [book.slug for book in books] for part, books in parts.items()}
    assert slugs == {
        "train": ["my-own-notes", "jane-austen_emma"],
        "valid": ["l-frank-baum_ozma-of-oz"],
        "test": ["e-nesbit_the-railway-children"],
    }


def test_a_training_book_is_cut_at_a_paragraph() -> None:
    paragraph = "word " * 1_000
    long = tuple([paragraph] * (MOST_WORDS_PER_BOOK // 1_000 + 2))
    parts = split_books([Book("long", long), Book("l-frank-baum_ozma-of-oz", long)], read_manifest())
    assert len(parts["train"][0].paragraphs) == MOST_WORDS_PER_BOOK // 1_000
    assert parts["valid"][0].paragraphs == long
