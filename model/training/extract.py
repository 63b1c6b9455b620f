"""A Standard Ebooks book -> plain text: one paragraph a line, an empty line between chapters.

Kept: the paragraphs of the body, in the order of the spine, with curly quotes, dashes and ellipses as they stand.
Left out: front and back matter, headings, verse, drama, letter headers, tables, epigraphs, note references, and
paragraphs that hold a racial slur, so that a public demonstration does not repeat them. This file knows neither git
nor where anything lies; the text depends on nothing else, so its digest says whether a prepared book is up to date.
"""

import re
from collections.abc import Callable, Iterator
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from model.errors import CorpusError

EPUB = "src/epub"
XHTML = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
TYPE = "{http://www.idpf.org/2007/ops}type"
PARAGRAPH = f"{XHTML}p"

# Elements that hold no running text.
SKIPPED_TAGS = {
    *(f"{XHTML}{tag}" for tag in ("h1", "h2", "h3", "h4", "h5", "h6", "hgroup", "header", "title")),
    *(f"{XHTML}{tag}" for tag in ("table", "figure", "svg", "nav")),
}

# Parts of epub:type that mark an element as no prose. "z3998:drama" stands for "z3998:dramatis-personae" too.
SKIPPED_TYPES = (
    *("z3998:verse", "z3998:poem", "z3998:song", "z3998:hymn", "z3998:drama"),
    *("titlepage", "toc", "dedication", "epigraph", "bridgehead", "endnotes", "footnote"),
)

# Parts of the epub:type of <body> that mark a whole file as no part of the story.
SKIPPED_MATTER = ("frontmatter", "backmatter")

# A file with fewer paragraphs is a title leaf or a part's motto, not a chapter.
LEAST_PARAGRAPHS = 2

# Typesetting that a reader does not see. Word joiners, soft hyphens and hair spaces go; other spaces become plain.
CHARACTERS = str.maketrans(
    dict.fromkeys("\u2060\ufeff\u00ad\u200b\u200a", "")
    | dict.fromkeys("\u00a0\u2009\u202f\u2002\u2003", " ")
    | {"\u2011": "-"}
)

WORD = re.compile("[A-Za-z]{2}")

# Whole words or stems; a few harmless paragraphs ("a chink of light") go with the others.
SLUR = re.compile(
    r"\b(nigg\w*|pickaninn\w*|redskin\w*|squaw\w*|halfbreed\w*"
    r"|dark(ey|y|eys|ies)|coons?|chinks?|chinam[ae]n|japs?|kikes?|sheeny|dago(|s|es)|wops?|greasers?)\b",
    re.IGNORECASE,
)

ReadFiles = Callable[[list[str]], list[bytes]]


def extract_book(slug: str, read_files: ReadFiles) -> str:
    """The text of a book. `read_files` gives the contents of files of its repository, by their paths there.

    Raises CorpusError where a file is not what it should be (slug and file are named) or nothing is left to read.
    """
    [package] = read_files([f"{EPUB}/content.opf"])
    paths = [f"{EPUB}/{file}" for file in spine_files(package, f"{slug}: {EPUB}/content.opf")]
    pages = zip(paths, read_files(paths), strict=True)
    chapters = [chapter_paragraphs(page, f"{slug}: {path}") for path, page in pages]
    kept = [chapter for chapter in chapters if len(chapter) >= LEAST_PARAGRAPHS]
    if not kept:
        raise CorpusError(f"{slug}: no paragraph of prose in its {len(paths)} files. Is this a Standard Ebooks book?")
    return "\n\n".join("\n".join(chapter) for chapter in kept) + "\n"


def spine_files(package: bytes, name: str) -> list[str]:
    """Files of a content.opf in reading order, relative to it. `name` is for errors."""
    root = _parse(package, name)
    files = {item.get("id"): item.get("href") for item in root.iterfind(f"{OPF}manifest/{OPF}item")}
    spine = [files.get(item.get("idref")) for item in root.iterfind(f"{OPF}spine/{OPF}itemref")]
    if not spine or None in spine:
        raise CorpusError(
            f"{name} has no spine whose items are all in its manifest. Pin another commit in the manifest."
        )
    return [file for file in spine if file]


def chapter_paragraphs(page: bytes, name: str) -> list[str]:
    """The paragraphs that are kept of an XHTML file; none of front and back matter. `name` is for errors."""
    body = _parse(page, name).find(f"{XHTML}body")
    if body is None:
        raise CorpusError(f"{name} is not XHTML: it has no body. Pin another commit in the manifest.")
    if _has_type(body, SKIPPED_MATTER):
        return []
    paragraphs = (tidy(_text(element)) for element in _prose(body))
    return [paragraph for paragraph in paragraphs if WORD.search(paragraph) and not SLUR.search(paragraph)]


def tidy(text: str) -> str:
    """Text on one line, without the characters that only a typesetter needs."""
    return " ".join(text.translate(CHARACTERS).split())


def _prose(element: Element) -> Iterator[Element]:
    """The <p> elements under an element that are running text, in order."""
    if element.tag in SKIPPED_TAGS or _has_type(element, SKIPPED_TYPES):
        return
    if element.tag == PARAGRAPH:
        yield element
        return
    if element.tag == f"{XHTML}li" and element.find(PARAGRAPH) is None:
        return  # an entry of a list, not a sentence
    for child in element:
        yield from _prose(child)


def _text(element: Element) -> str:
    """The text in a paragraph, without note references."""
    if element.tag in SKIPPED_TAGS or (element.tag == f"{XHTML}a" and _has_type(element, ("noteref",))):
        return ""
    if element.tag == f"{XHTML}br":
        return " "
    return (element.text or "") + "".join(_text(child) + (child.tail or "") for child in element)


def _has_type(element: Element, types: tuple[str, ...]) -> bool:
    found = element.get(TYPE, "")
    return any(part in found for part in types)


def _parse(xml: bytes, name: str) -> Element:
    try:
        return ElementTree.fromstring(xml)
    except ElementTree.ParseError as error:
        raise CorpusError(f"{name} is not well-formed XML: {error}. Pin another commit in the manifest.") from error
