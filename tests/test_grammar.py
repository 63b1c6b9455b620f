"""The grammar: what a right and a wrong sentence look like, and a lexicon whose halves share no noun."""

import re
from collections import Counter
from pathlib import Path

import pytest

from model.knowledge.grammar import Frame, Phrase, agreeing, read_frames, sentence
from model.knowledge.lexicon import BANDS, NOUNS, Noun, count_words, read_nouns, recounted, write_nouns

QUEEN = Noun("queen", "queens", "person", "feminine", 1, 946)
MAN = Noun("man", "men", "person", "masculine", 2, 25726)
CAT = Noun("cat", "cats", "animal", "none", 1, 911)


def frame(template: str, category: str = "subject_verb", head: int = 0) -> Frame:
    slots = (frozenset({"person"}), frozenset({"animal", "man"}))
    return Frame("xx01", category, head, slots, template)


@pytest.mark.parametrize(
    ("template", "category", "head", "right", "wrong"),
    [
        ("The {1} [was] here.", "subject_verb", 0, "The men were here.", "The men was here."),
        ("[Is] the {1} here?", "subject_verb", 0, "Are the men here?", "Is the men here?"),
        ("The {1} near the {2} [has] gone.", "x", 0, "The men near the cat have gone.",
         "The men near the cat has gone."),
        ("The {1} saw the {2} hurt [self].", "x", 1, "The men saw the cat hurt itself.",
         "The men saw the cat hurt themselves."),
        ("I know <this> [1].", "determiner_noun", 0, "I know these men.", "I know these man."),
        ("I know [that] {1}.", "determiner_noun", 0, "I know those men.", "I know that men."),
        ("The {1} saw [self].", "reflexive_number", 0, "The men saw themselves.", "The men saw himself."),
    ],
)  # fmt: skip
def test_one_word_is_right_or_wrong(template: str, category: str, head: int, right: str, wrong: str) -> None:
    phrases = (Phrase(MAN, "plural"), Phrase(CAT))
    assert sentence(frame(template, category, head), phrases) == right
    assert sentence(frame(template, category, head), phrases, right=False) == wrong


def test_gender_is_wrong_where_gender_is_tested() -> None:
    told = frame("The {1} saw [self].", "reflexive_gender")
    assert sentence(told, (Phrase(QUEEN),)) == "The queen saw herself."
    assert sentence(told, (Phrase(QUEEN),), right=False) == "The queen saw himself."
    assert sentence(told, (Phrase(MAN),), right=False) == "The man saw herself."


@pytest.mark.parametrize(("word", "plural"), [("was", "were"), ("Is", "Are"), ("has", "have"), ("this", "these")])
def test_words_agree_in_both_numbers(word: str, plural: str) -> None:
    assert agreeing(word, Phrase(CAT)) == word
    assert agreeing(word, Phrase(CAT, "plural")) == plural
    assert agreeing(word, Phrase(CAT), wrong="number") == plural


def test_a_slot_takes_kinds_and_very_nouns() -> None:
    told = frame("The {1} and the {2}.")
    assert [told.fits(1, noun) for noun in (QUEEN, MAN, CAT)] == [False, True, True]


def test_every_frame_tests_one_word_of_a_noun_it_has() -> None:
    for told in read_frames():
        marks = re.findall(r"\[\w+\]", told.template)
        slots = set(re.findall(r"[{\[]([12])[}\]]", told.template))
        assert len(marks) == 1, told.name
        assert slots == {str(n + 1) for n in range(len(told.slots))}, told.name
        assert told.head < len(told.slots)
        assert all(any(told.fits(slot, noun) for noun in read_nouns()) for slot in range(len(told.slots)))


def test_every_name_in_a_slot_is_a_kind_or_a_noun_of_the_lexicon() -> None:
    known = {noun.kind for noun in read_nouns()} | {noun.singular for noun in read_nouns()}
    assert {name for told in read_frames() for slot in told.slots for name in slot} <= known


def test_frames_have_names_of_their_own() -> None:
    assert max(Counter(told.name for told in read_frames()).values()) == 1
    assert max(Counter(told.template for told in read_frames()).values()) == 1


def test_the_halves_of_the_lexicon_share_no_form() -> None:
    forms = {half: {form for noun in read_nouns() if noun.half == half for form in (noun.singular, noun.plural)}
             for half in (1, 2)}  # fmt: skip
    assert not forms[1] & forms[2]
    assert len(forms[1] | forms[2]) == 2 * len(read_nouns())


@pytest.mark.parametrize("half", [1, 2])
@pytest.mark.parametrize("gender", ["feminine", "masculine"])
def test_each_half_has_persons_of_each_gender_in_each_band(half: int, gender: str) -> None:
    bands = Counter(noun.band for noun in read_nouns() if (noun.half, noun.gender) == (half, gender))
    assert all(bands[band] >= 6 for band in BANDS)


def test_only_persons_have_a_gender() -> None:
    assert all((noun.kind == "person") == (noun.gender != "none") for noun in read_nouns())


@pytest.mark.parametrize(
    ("count", "band"), [(10, "rare"), (59, "rare"), (60, "middle"), (399, "middle"), (400, "common")]
)
def test_bands_begin_where_they_say(count: int, band: str) -> None:
    assert Noun("cat", "cats", "animal", "none", 1, count).band == band


def test_every_noun_is_in_the_training_books_ten_times() -> None:
    assert min(noun.count for noun in read_nouns()) >= 10


def test_both_forms_are_counted_whatever_their_case() -> None:
    words = count_words(["The Cat saw two cats.", "CATS! A man; the men’s cat-flap", "scat"])
    assert [noun.count for noun in recounted([CAT, MAN], words)] == [4, 2]


def test_a_noun_with_one_form_is_counted_once() -> None:
    sheep = Noun("sheep", "sheep", "animal", "none", 1, 0)
    assert recounted([sheep], count_words(["one sheep, two sheep"]))[0].count == 2


def test_the_lexicon_is_written_as_it_is_read(tmp_path: Path) -> None:
    write_nouns(read_nouns(), tmp_path / "nouns.tsv")
    assert (tmp_path / "nouns.tsv").read_bytes() == NOUNS.read_bytes()
