"""model/training/extract.py: XHTML -> paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.errors import CorpusError
from model.training.extract import chapter_paragraphs, extract_book, spine_files, tidy

NAMESPACES = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'


def page(inside: str, body_type: str = "bodymatter") -> bytes:
    return (
        f'<?xml version="1.0" encoding="utf-8"?><html {NAMESPACES}><head><title>No text</title></head>'
        f'<body epub:type="{body_type}"><section epub:type="chapter">{inside}</section></body></html>'
    ).encode()


def package(*files: str, spine: tuple[str, ...] | None = None) -> bytes:
    items = "".join(f'<item id="{file}" href="text/{file}"/>' for file in files)
    references = "".join(f'<itemref idref="{file}"/>' for file in spine or files)
    opf = f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{references}</spine></package>'
    return opf.encode()


def paragraphs(inside: str) -> list[str]:
    return chapter_paragraphs(page(inside), "book: page")


def book(**pages: bytes) -> str:
    files = {"src/epub/content.opf": package(*pages)} | {f"src/epub/text/{name}": page for name, page in pages.items()}
    return extract_book("book", lambda paths: [files[path] for path in paths])


def test_paragraphs_come_in_order_without_their_mark_up() -> None:
    inside = "<p>She <em>was</em> late;\n\t he <b>had <i>left</i></b>.</p><blockquote><p>“Gone!”</p></blockquote>"
    assert paragraphs(inside) == ["She was late; he had left.", "“Gone!”"]


@pytest.mark.parametrize("tag", ["hgroup", "header", "table", "figure", "nav", "svg"])
def test_elements_without_running_text_are_left_out(tag: str) -> None:
    assert paragraphs(f"<{tag}><p>Left out.</p></{tag}><p>Kept.</p>") == ["Kept."]


def test_headings_are_left_out_even_inside_a_paragraph() -> None:
    assert paragraphs("<h2>Chapter</h2><p>Kept<h3> not this</h3> whole.</p>") == ["Kept whole."]


@pytest.mark.parametrize(
    "kind",
    [
        *("z3998:verse", "z3998:poem", "z3998:song", "z3998:hymn", "z3998:drama", "z3998:dramatis-personae"),
        *("dedication", "epigraph", "bridgehead", "footnote", "endnotes", "titlepage", "toc"),
    ],
)
def test_what_is_no_prose_is_left_out(kind: str) -> None:
    inside = (
        f'<blockquote epub:type="se:other {kind}"><p>Left out.</p></blockquote><p epub:type="{kind}">So is this.</p>'
    )
    assert paragraphs(inside + "<p>Kept.</p>") == ["Kept."]


@pytest.mark.parametrize("matter", ["frontmatter", "backmatter z3998:fiction"])
def test_front_and_back_matter_holds_no_paragraphs(matter: str) -> None:
    assert chapter_paragraphs(page("<p>A preface.</p>", matter), "book: page") == []


def test_note_references_go_and_line_breaks_become_spaces() -> None:
    inside = '<p>A word<a href="#1" epub:type="noteref">1</a>, a <a href="#2">link</a>,<br/>a line.</p>'
    assert paragraphs(inside) == ["A word, a link, a line."]


def test_list_entries_count_only_where_they_hold_paragraphs() -> None:
    assert paragraphs("<ul><li>Eggs and ham</li><li><p>A sentence in a list.</p></li></ul>") == [
        "A sentence in a list."
    ]


@pytest.mark.parametrize("text", ["* * *", "", "1 a 2", "—"])
def test_a_paragraph_holds_at_least_a_word(text: str) -> None:
    assert paragraphs(f"<p>{text}</p>") == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The darkies sang.", False),
        ("A Chinaman came in.", False),
        ("Two JAPS and a squaw-man.", False),
        ("He saw a chink of light.", False),
        ("The dagoes went.", False),
        ("The raccoon darkened the greasy swap; cocoon, japan, dagger.", True),
    ],
)
def test_paragraphs_with_slurs_are_left_out(text: str, kept: bool) -> None:
    assert paragraphs(f"<p>{text}</p>") == [text] * kept


def test_typesetting_is_undone_and_typography_kept() -> None:
    assert tidy("“Mr.\u00a0Hall\u2060—well\u200a…\u202fre\u00adread the x\u2011ray,”\n\t he\u2009said") == (
        "“Mr. Hall—well… reread the x-ray,” he said"
    )


@given(st.text())
def test_tidy_text_is_one_line_and_stays_as_it_is(text: str) -> None:
    tidied = tidy(text)
    assert len(tidied.splitlines()) <= 1
    assert tidied == tidied.strip()
    assert tidy(tidied) == tidied


def test_a_book_is_its_chapters_with_an_empty_line_between() -> None:
    text = book(
        one=page("<p>First of one.</p><p>Second of one.</p>"),
        leaf=page("<p>A motto alone.</p>"),
        preface=page("<p>Not this.</p><p>Nor this.</p>", "frontmatter"),
        two=page("<p>First of two.</p><p>Second of two.</p>"),
    )
    assert text == "First of one.\nSecond of one.\n\nFirst of two.\nSecond of two.\n"


def test_a_slur_may_leave_too_little_of_a_chapter() -> None:
    with pytest.raises(CorpusError, match=r"book: no paragraph of prose in its 1 files"):
        book(one=page("<p>Kept otherwise.</p><p>The coons.</p>"))


def test_the_spine_gives_the_order_not_the_list_of_files() -> None:
    assert spine_files(package("a", "b", "c", spine=("c", "a")), "book") == ["text/c", "text/a"]


@pytest.mark.parametrize("opf", [package(), package("a", spine=("a", "missing"))])
def test_a_spine_that_leads_nowhere_is_an_error(opf: bytes) -> None:
    with pytest.raises(CorpusError, match=r"^book: content.opf has no spine"):
        spine_files(opf, "book: content.opf")


def test_malformed_xml_names_book_and_file() -> None:
    with pytest.raises(CorpusError, match=r"^book: src/epub/text/one is not well-formed XML: mismatched tag: line 1"):
        book(one=page("<p>Never closed."))


def test_a_page_without_a_body_is_an_error() -> None:
    with pytest.raises(CorpusError, match=r"^book: src/epub/text/one is not XHTML: it has no body"):
        book(one=b"<html><body>Another namespace.</body></html>")
