"""Labelled sentences: labels checked by a reader of its own, halves that share no word, answers that no frame tells."""

import re
from collections import Counter
from itertools import groupby

import pytest

from model.errors import InputError
from model.knowledge.labelled import SENTENCE_PROPERTIES, Beginning, beginnings, step_texts
from model.knowledge.lexicon import BANDS, read_nouns
from model.knowledge.marks import STEP_PROPERTIES, Labelled, label_sentences
from model.knowledge.rules import KINDS, read_rules, slot_kinds

HALVES = (1, 2)
TEXTS = {half: step_texts(half, 150, seed=1) for half in HALVES}
BOTH = [*TEXTS[1], *TEXTS[2]]
BEGINNINGS = {(of, half): beginnings(of, half, 120, seed=1) for of in SENTENCE_PROPERTIES for half in HALVES}
GENDER = {noun.singular: noun.gender for noun in read_nouns()}


def words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", re.sub(r"\{.*?\}|<.*?>", " ", text.lower()))


def runs(labelled: Labelled, name: str) -> list[str]:
    """The stretches of a text in which a property is true."""
    pairs = zip(labelled.text, labelled.labels[name], strict=True)
    return ["".join(letter for letter, _ in run) for true, run in groupby(pairs, key=lambda pair: pair[1]) if true]


def depths(text: str) -> list[int]:
    """How many brackets are open after each character."""
    return [text[: place + 1].count("(") - text[: place + 1].count(")") for place in range(len(text))]


def test_marks_by_hand() -> None:
    labelled = label_sentences(["<q>Go <b>a</b>,</q> said he.", "I<c>, who <c>x</c></c> y."])
    assert labelled.text == '"Go (a)," said he. I, who x y.'
    assert runs(labelled, "inside_quotes") == ['"Go (a),']
    assert runs(labelled, "bracket_open") == ["(a"]
    assert runs(labelled, "clause_nested") == [", who x"]
    assert runs(labelled, "sentence_start") == ['"Go', " I,"]
    assert runs(labelled, "late_in_sentence") == [" said he.", "o x y."]
    assert runs(label_sentences(["A <b>b <b>c</b></b> d."]), "bracket_nested") == ["(c"]


def test_quotes_and_brackets_are_what_a_reader_finds() -> None:
    for labelled in BOTH:
        quoted = [labelled.text[: place + 1].count('"') % 2 == 1 for place in range(len(labelled.text))]
        assert labelled.labels["inside_quotes"] == quoted
        assert labelled.labels["bracket_open"] == [depth > 0 for depth in depths(labelled.text)]
        assert labelled.labels["bracket_nested"] == [depth > 1 for depth in depths(labelled.text)]
        assert (quoted[-1], depths(labelled.text)[-1]) == (False, 0)


def test_a_nested_clause_begins_as_clauses_do() -> None:
    found = [clause for labelled in BOTH for clause in runs(labelled, "clause_nested")]
    assert Counter(words(clause)[0] for clause in found).keys() == {"who", "that", "when"}


def test_sentences_begin_after_sentences_and_have_two_halves() -> None:
    for labelled in BOTH:
        starts = labelled.labels["sentence_start"]
        places = [place for place, start in enumerate(starts) if start and not (place and starts[place - 1])]
        ends = [found.end() for found in re.finditer(r'[.!]"?(?= [A-Z"])', labelled.text)]
        assert places == [0, *ends], labelled.text
        assert len(runs(labelled, "late_in_sentence")) == len(places)


@pytest.mark.parametrize("name", STEP_PROPERTIES)
@pytest.mark.parametrize("half", HALVES)
def test_every_step_property_is_often_true_and_often_false(name: str, half: int) -> None:
    share = sum(sum(labelled.labels[name]) for labelled in TEXTS[half]) / sum(len(t.text) for t in TEXTS[half])
    assert 0.03 < share < 0.6


def test_late_in_word_counts_the_letters_of_a_word() -> None:
    for labelled in BOTH:
        words = re.finditer(r"[^\W\d_]+", labelled.text)
        late = {place for word in words for place in range(word.start() + 3, word.end())}
        assert {place for place, label in enumerate(labelled.labels["late_in_word"]) if label} == late


@pytest.mark.parametrize("half", HALVES)
def test_gender_is_that_of_the_subject(half: int) -> None:
    for beginning in BEGINNINGS["subject_gender", half]:
        assert beginning.label == (GENDER[beginning.subject.word] == "feminine")
        assert beginning.subject.word in words_as_typed(beginning)


@pytest.mark.parametrize("half", HALVES)
def test_number_is_that_of_the_subject(half: int) -> None:
    plurals = {noun.plural for noun in read_nouns()}
    for beginning in BEGINNINGS["subject_number", half]:
        assert beginning.label == (beginning.subject.word in plurals)
        assert beginning.subject.word in words_as_typed(beginning)


@pytest.mark.parametrize("key", BEGINNINGS)
def test_three_words_stand_between_the_noun_and_the_reading(key: tuple[str, int]) -> None:
    for beginning in BEGINNINGS[key]:
        typed = words_as_typed(beginning)
        assert len(typed) - 1 - typed.index(beginning.subject.word) >= 3, beginning.text


@pytest.mark.parametrize("key", BEGINNINGS)
def test_no_frame_tells_the_answer_and_every_band_has_its_turn(key: tuple[str, int]) -> None:
    assert [beginning.label for beginning in BEGINNINGS[key]] == [False, True] * 60
    assert min(Counter(beginning.subject.noun.band for beginning in BEGINNINGS[key]).values()) > 20
    assert {beginning.subject.noun.band for beginning in BEGINNINGS[key]} == {*BANDS}


@pytest.mark.parametrize(("of", "tell"), [("subject_gender", "feminine"), ("subject_number", "plural")])
def test_attractors_agree_and_disagree_alike(of: str, tell: str) -> None:
    of_form = {form: value for noun in read_nouns() for form, value in (
        (noun.singular, noun.gender if of == "subject_gender" else "singular"), (noun.plural, "plural"))}  # fmt: skip
    agrees = Counter[bool]()
    for half in HALVES:
        for beginning in BEGINNINGS[of, half]:
            others = [word for word in words_as_typed(beginning) if word in of_form and word != beginning.subject.word]
            told = [of_form[other] for other in others if of == "subject_number" or of_form[other] != "none"]
            agrees.update((value == tell) == beginning.label for value in told)
    assert 0.35 < agrees[True] / agrees.total() < 0.65


def test_the_halves_share_no_word_but_those_of_the_frames() -> None:
    shared = {word for texts in read_rules(None).values() for text in texts for word in words(text)}
    own = {half: {word for texts in read_rules(half).values() for text in texts for word in words(text)} - shared
           for half in HALVES}  # fmt: skip
    for noun in read_nouns():
        own[noun.half] |= {noun.singular.lower(), noun.plural.lower()}
    assert not own[1] & own[2]
    assert min(len(words) for words in own.values()) > 300
    assert not shared & (own[1] | own[2])


@pytest.mark.parametrize("half", HALVES)
def test_every_symbol_has_rules(half: int) -> None:
    rules = read_rules(half)
    asked = {name for texts in rules.values() for text in texts for name in re.findall(r"\{(\w+)\}", text)}
    assert {name.lower() for name in asked} <= rules.keys() | KINDS
    parts = [slot_kinds(text) for texts in rules.values() for text in texts]
    assert {part for kinds in parts for part in kinds} == {"subject", "other"}


def test_the_same_seed_writes_the_same() -> None:
    assert step_texts(1, 20, seed=1) == TEXTS[1][:20] != step_texts(1, 20, seed=2)
    again = beginnings("subject_number", 2, 20, seed=1)
    assert again == BEGINNINGS["subject_number", 2][:20] != beginnings("subject_number", 2, 20, seed=2)


def test_texts_vary() -> None:
    assert len({labelled.text for labelled in BOTH}) == len(BOTH)
    for told in BEGINNINGS.values():
        assert len({beginning.text for beginning in told}) > 0.95 * len(told)


def test_an_unknown_property_is_refused() -> None:
    with pytest.raises(InputError, match="subject_gender, subject_number"):
        beginnings("inside_quotes", 1, 10, seed=1)


def words_as_typed(beginning: Beginning) -> list[str]:
    return re.findall(r"[A-Za-z]+", beginning.text)
