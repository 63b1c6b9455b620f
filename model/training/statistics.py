"""What a corpus holds: sizes, quotes, and the words whose agreement the networks are asked about."""

import re
from collections import Counter
from dataclasses import dataclass, field

from model.training.books import Book

COUNTED = (
    *("he", "she", "they", "himself", "herself", "themselves"),
    *("was", "were", "is", "are", "has", "have", "does", "do"),
)
_COUNTED = re.compile(rf"\b({'|'.join(COUNTED)})\b")


@dataclass(frozen=True)
class Statistics:
    """Counts of some books; they add up.

    `bytes` are those of UTF-8 with a newline a paragraph; `words` are what white space separates; `quoted` are
    paragraphs with double quotes, `balanced` those of them that close all they open (the others are mostly speech
    that goes on in the next paragraph); `occurrences` has the words of COUNTED, in any case.
    """

    books: int = 0
    paragraphs: int = 0
    words: int = 0
    bytes: int = 0
    quoted: int = 0
    balanced: int = 0
    occurrences: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Statistics") -> "Statistics":
        return Statistics(
            self.books + other.books,
            self.paragraphs + other.paragraphs,
            self.words + other.words,
            self.bytes + other.bytes,
            self.quoted + other.quoted,
            self.balanced + other.balanced,
            self.occurrences + other.occurrences,
        )


def book_statistics(book: Book) -> Statistics:
    """Counts of one book."""
    text = "".join(f"{paragraph}\n" for paragraph in book.paragraphs)
    quoted = [paragraph for paragraph in book.paragraphs if any(quote in paragraph for quote in '“”"')]
    return Statistics(
        books=1,
        paragraphs=len(book.paragraphs),
        words=len(text.split()),
        bytes=len(text.encode()),
        quoted=len(quoted),
        balanced=sum(map(closes_its_quotes, quoted)),
        occurrences=Counter(_COUNTED.findall(text.lower())),
    )


def closes_its_quotes(paragraph: str) -> bool:
    """Whether as many double quotes close as open: curly ones in pairs, straight ones an even number."""
    return paragraph.count("“") == paragraph.count("”") and paragraph.count('"') % 2 == 0
