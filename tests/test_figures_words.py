"""Typed text as it is shown. tests/js/words.test.js holds the page's own copy to the same cases."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.figures.words import plot_text, short, token_label, visible, visible_word
from model import Token

CASES = json.loads(Path(__file__).with_name("visible_text.json").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[ascii(case["text"]) for case in CASES])
def test_a_word_is_shown_as_typed_or_named_where_it_cannot_be_seen(case: dict[str, str]) -> None:
    assert visible_word(case["text"]) == case["word"]


@given(st.text())
def test_nothing_that_is_shown_controls_anything(text: str) -> None:
    shown = visible(text)
    assert not any(ord(character) < 32 or character in "\x7f\u202a\u202e\u2066\u2069\u200b" for character in shown)
    assert len(shown) >= len(text)


def test_the_start_mark_is_not_typed_text_that_looks_like_it() -> None:
    assert token_label(Token(0, 0, "<s>", 0, 0)) == "start"
    assert token_label(Token(1, 9, "<s>", 0, 3)) == "<s>"


def test_a_piece_of_a_character_says_which_piece() -> None:
    assert token_label(Token(3, 9, "🙂", 4, 5, (2, 4))) == "🙂 2/4"


def test_plotly_gets_no_markup() -> None:
    assert plot_text('<a href="x">&lt;</a>') == '&lt;a href="x"&gt;&amp;lt;&lt;/a&gt;'


@pytest.mark.parametrize(
    ("label", "expected"), [("daughter", "daughter"), ("12345678901", "12345678901"), ("123456789012", "1234567890…")]
)
def test_a_label_that_is_too_long_for_a_margin_is_cut(label: str, expected: str) -> None:
    assert short(label) == expected
