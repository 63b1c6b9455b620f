"""What rules tell of free text: as the labelled sentences are by construction, and as books are written."""

import pytest

from model.knowledge.labelled import step_texts
from model.similar.labels import RULED, label_text, split_sentences


@pytest.mark.parametrize("half", [1, 2])
def test_the_rules_agree_with_the_construction(half: int) -> None:
    for labelled in step_texts(half, 150, seed=11):
        told = label_text(labelled.text).labels
        assert set(told) == set(RULED)
        assert told == {name: labelled.labels[name] for name in RULED}


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("He went. Why? “Go.” Then…  Well.", ["He went.", " Why?", " “Go.”", " Then…", "  Well."]),
        ("Mr. Bell met J. Poe at St. Ives. It rained.", ["Mr. Bell met J. Poe at St. Ives.", " It rained."]),
        ("“Go!” he said. (So it was.) And I. Then he.", ["“Go!” he said.", " (So it was.)", " And I.", " Then he."]),
        ("It cost 3.50 in 1850. 12 men came. e.g. this", ["It cost 3.50 in 1850.", " 12 men came. e.g. this"]),
        ("no end", ["no end"]),
        ("Ends. ", ["Ends. "]),
        ("...", ["..."]),
    ],
)  # fmt: skip
def test_sentences(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ('a "b" c', "..xx..."),
        ("a “b” c", "..xx..."),
        ("a «b» c", "..xx..."),
        ("“b", "xx"),
        ("b” c", "...."),
        ("don't 'b'", "........."),
    ],
)
def test_quotes(text: str, inside: str) -> None:
    flags = label_text(text).labels["inside_quotes"]
    assert "".join("x" if flag else "." for flag in flags) == inside


def test_brackets_nest_and_never_close_more_than_are_open() -> None:
    labels = label_text("a) (b [c] d) e").labels
    show = {name: "".join("x" if flag else "." for flag in labels[name]) for name in ("bracket_open", "bracket_nested")}
    assert show == {"bracket_open": "...xxxxxxxx...", "bracket_nested": "......xx......"}
