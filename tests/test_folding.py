"""Folding keeps a map back to the text as typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.folding import QUOTES, fold

# Letters that NFC composes, reorders, splits or replaces, marks of several classes, Hangul parts, emoji with joiners.
TRICKY = st.text(
    st.sampled_from("aeoAs1 “”’\u0301\u0323\u0308\u0344\u0327\u1100\u1161\u11a8\u212b\ufb1d👨‍👩中\u09c7\u09be\x00")
)
ANY = st.text(st.characters(exclude_categories=["Cs"]))


@given(st.one_of(TRICKY, ANY))
def test_the_folded_text_is_nfc_with_ascii_quotes(text: str) -> None:
    assert fold(text).text == unicodedata.normalize("NFC", text.translate(QUOTES))


@given(st.one_of(TRICKY, ANY))
def test_the_ranges_leave_no_hole_and_never_go_back(text: str) -> None:
    folded = fold(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    reached = 0
    for start, end in zip(folded.starts, folded.ends, strict=True):
        assert start <= reached
        assert end >= reached
        assert start < end
        reached = end
    assert reached == len(text)


@pytest.mark.parametrize(
    ("typed", "text", "ranges"),
    [
        ("“Hi”", '"Hi"', [(0, 1), (1, 2), (2, 3), (3, 4)]),
        ("cafe\u0301s", "cafés", [(0, 1), (1, 2), (2, 3), (3, 5), (5, 6)]),
        ("e\u0301\u0301x", "é\u0301x", [(0, 2), (2, 3), (3, 4)]),
        ("a\u0301\u0323b", "ạ\u0301b", [(0, 3), (0, 3), (3, 4)]),
        ("\u1100\u1161\u11a8", "각", [(0, 3)]),
        ("\u212b", "Å", [(0, 1)]),
    ],
)
def test_a_swallowed_mark_belongs_to_its_letter(typed: str, text: str, ranges: list[tuple[int, int]]) -> None:
    folded = fold(typed)
    assert folded.text == text
    assert list(zip(folded.starts, folded.ends, strict=True)) == ranges


def test_five_hundred_marks_on_one_letter_are_five_hundred_ranges() -> None:
    folded = fold("e" + "\u0301" * 500)
    assert len(folded.text) == 500
    assert folded.typed_range(0, 1) == (0, 2)
    assert folded.typed_range(499, 500) == (500, 501)
