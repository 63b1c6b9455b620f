"""model/training/statistics.py: what a corpus holds."""

import pytest

from model.training.books import Book
from model.training.statistics import Statistics, book_statistics, closes_its_quotes

STORY = Book("story", ("“He has,” she said.", "“They were—", "He’d do it himself; HE does."))


def test_a_book_is_counted() -> None:
    counts = book_statistics(STORY)
    assert (counts.books, counts.paragraphs, counts.words) == (1, 3, 12)
    assert counts.bytes == len("“He has,” she said.\n“They were—\nHe’d do it himself; HE does.\n".encode())
    assert (counts.quoted, counts.balanced) == (2, 1)
    assert counts.occurrences == {
        **{"he": 3, "she": 1, "they": 1, "himself": 1},
        **{"has": 1, "were": 1, "do": 1, "does": 1},
    }


def test_counts_add_up() -> None:
    total = sum([book_statistics(STORY), book_statistics(STORY)], Statistics())
    assert (total.books, total.paragraphs, total.words, total.quoted, total.balanced) == (2, 6, 24, 4, 2)
    assert total.occurrences["he"] == 6


@pytest.mark.parametrize(
    ("paragraph", "closes"),
    [("“a” b “c”", True), ("“a” b “c", False), ('"a" b', True), ('"a', False), ("no quotes, don’t worry", True)],
)
def test_quotes_close_when_as_many_close_as_open(paragraph: str, closes: bool) -> None:
    assert closes_its_quotes(paragraph) == closes
