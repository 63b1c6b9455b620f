"""The committed minimal pairs: many, varied, balanced, right by hand-written rules; and how they are scored."""

import math
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from model.checkpoint import LoadedModel
from model.knowledge.__main__ import main
from model.knowledge.agreement import count_right, score_pairs, wilson_interval
from model.knowledge.lexicon import BANDS, read_nouns
from model.knowledge.pairs import NUMBERS, PAIRS, Pair, make_pairs, read_pairs, write_pairs
from model.score import score_texts

CATEGORIES = ("reflexive_gender", "reflexive_number", "subject_verb", "subject_verb_attractor", "determiner_noun")
SINGULAR = {"was", "is", "has", "this", "that", "himself", "herself"}
PLURAL = {"were", "are", "have", "these", "those", "themselves"}
NOUNS = {noun.singular: noun for noun in read_nouns()}
NUMBER = {noun.singular.lower(): "singular" for noun in NOUNS.values()}
NUMBER |= {noun.plural.lower(): "plural" for noun in NOUNS.values()}
GENDER = {form.lower(): noun.gender for noun in NOUNS.values() for form in (noun.singular, noun.plural)}

# Frames in which the second of two nouns decides.
EMBEDDED = {"rg15", "rg16", "rn14", "rn15"}

COMMITTED = read_pairs()
BY_CATEGORY: dict[str, list[Pair]] = defaultdict(list)
for row in COMMITTED:
    BY_CATEGORY[row.category].append(row)


def words(text: str) -> list[str]:
    return re.findall(r"[a-z']+", text.lower())


def contrast(pair: Pair) -> tuple[str, str]:
    """The word that differs, in lower case: (right, wrong)."""
    return next(
        (right, wrong) for right, wrong in zip(words(pair.good), words(pair.bad), strict=True) if right != wrong
    )


def varying(pair: Pair) -> list[str]:
    """The nouns of the pair's slots as they stand in its right sentence, in lower case."""
    nouns = [NOUNS[name] for name in pair.nouns.split("/")]
    return [word for word in words(pair.good) if word in {n.form(f).lower() for n in nouns for f in NUMBERS}]


def head(pair: Pair) -> str:
    """The noun that decides."""
    return varying(pair)[pair.frame in EMBEDDED]


def test_there_are_enough_of_every_category() -> None:
    assert len(COMMITTED) >= 2000
    assert tuple(BY_CATEGORY) == CATEGORIES


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_category_has_many_nouns_of_three_bands_and_many_frames(category: str) -> None:
    pairs = BY_CATEGORY[category]
    assert len({noun for pair in pairs for noun in pair.nouns.split("/")}) >= 40
    assert len({pair.frame for pair in pairs}) >= 10
    bands = Counter(pair.bands.split("/")[0] for pair in pairs)
    assert all(bands[band] >= 0.25 * len(pairs) for band in BANDS)


@pytest.mark.parametrize("category", CATEGORIES)
def test_both_orders_are_equally_many_in_every_frame(category: str) -> None:
    both = {"feminine", "masculine"} if category == "reflexive_gender" else {"singular", "plural"}
    for frame in {pair.frame for pair in BY_CATEGORY[category]}:
        orders = Counter(pair.order for pair in COMMITTED if pair.frame == frame)
        assert set(orders) == both
        assert len(set(orders.values())) == 1


def test_no_sentence_occurs_twice() -> None:
    texts = [text for pair in COMMITTED for text in (pair.good, pair.bad)]
    assert len(set(texts)) == len({pair.id for pair in COMMITTED}) * 2 == len(COMMITTED) * 2


def test_the_sentences_of_a_pair_differ_in_one_word_and_nothing_else() -> None:
    for pair in COMMITTED:
        good, bad = (re.split(r"([A-Za-z']+)", text) for text in (pair.good, pair.bad))
        assert sum(right != wrong for right, wrong in zip(good, bad, strict=True)) == 1, pair


@pytest.mark.parametrize("category", CATEGORIES)
def test_no_constant_answer_does_better_than_half(category: str) -> None:
    """Whoever always takes the more usual of two words, whatever the noun, is right in half of each frame."""
    for frame in {pair.frame for pair in BY_CATEGORY[category]}:
        pairs = [pair for pair in COMMITTED if pair.frame == frame]
        if category == "reflexive_gender":
            right = sum(contrast(pair)[0] == "himself" for pair in pairs)
        else:
            right = sum(contrast(pair)[0] in PLURAL or NUMBER.get(contrast(pair)[0]) == "plural" for pair in pairs)
        assert 2 * right == len(pairs), frame


def test_a_reflexive_has_the_gender_of_its_noun() -> None:
    answers = {"feminine": ("herself", "himself"), "masculine": ("himself", "herself")}
    for pair in BY_CATEGORY["reflexive_gender"]:
        assert contrast(pair) == answers[GENDER[head(pair)]], pair


def test_verbs_determiners_and_reflexives_have_the_number_of_their_noun() -> None:
    answers = {"singular": (SINGULAR, PLURAL), "plural": (PLURAL, SINGULAR)}
    for pair in COMMITTED:
        right, wrong = contrast(pair)
        if pair.category != "reflexive_gender" and right not in NUMBER:
            expected = answers[NUMBER[head(pair)]]
            assert (right in expected[0], wrong in expected[1]) == (True, True), pair


def test_a_noun_has_the_number_of_its_determiner() -> None:
    pairs = [pair for pair in COMMITTED if contrast(pair)[0] in NUMBER]
    assert len(pairs) > 200
    for pair in pairs:
        right, wrong = contrast(pair)
        number = "singular" if {"this", "that"} & set(words(pair.good)) else "plural"
        assert NUMBER[right] == number != NUMBER[wrong], pair


def test_a_singular_reflexive_has_the_gender_of_its_noun() -> None:
    for pair in BY_CATEGORY["reflexive_number"]:
        (singular,) = {*contrast(pair)} - {"themselves"}
        assert singular == ("herself" if GENDER[head(pair)] == "feminine" else "himself"), pair


def test_an_attractor_has_the_other_number_and_stands_between() -> None:
    for pair in BY_CATEGORY["subject_verb_attractor"]:
        text, nouns = words(pair.good), varying(pair)
        assert sorted(NUMBER[noun] for noun in nouns) == ["plural", "singular"], pair
        assert max(text.index(noun) for noun in nouns) < text.index(contrast(pair)[0]), pair


def test_nothing_varying_stands_between_a_subject_and_its_verb_without_attractor() -> None:
    assert all("/" not in pair.nouns for pair in BY_CATEGORY["subject_verb"])


def test_the_grammar_makes_the_committed_file_again(tmp_path: Path) -> None:
    write_pairs(make_pairs(), tmp_path / "pairs.tsv")
    assert (tmp_path / "pairs.tsv").read_bytes() == PAIRS.read_bytes()


def test_another_seed_makes_other_pairs() -> None:
    assert make_pairs(seed=2) != make_pairs(seed=1) == make_pairs()


# Newcombe 1998, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_interval_as_published(right: int, total: int, low: float, high: float) -> None:
    assert wilson_interval(right, total) == pytest.approx((low, high), abs=5e-5)


def test_wilson_interval_is_symmetric_and_stays_within_bounds() -> None:
    low, high = wilson_interval(20, 20)
    assert (low, high) == pytest.approx((1 - wilson_interval(0, 20)[1], 1.0))
    assert high <= 1.0


def test_a_pair_is_right_only_if_strictly_more_probable() -> None:
    pairs = [Pair(str(n), "ab"[n // 3], "f", "singular", "rare", "cat", "x", "y") for n in range(4)]
    first, second = count_right(pairs, good=[-1.0, -2.0, -3.0, -9.0], bad=[-2.0, -2.0, -2.0, -8.0])
    assert (first.category, first.pairs, first.right) == ("a", 3, 1)
    assert first.share == pytest.approx(1 / 3)
    assert (first.low, first.high) == wilson_interval(1, 3)
    assert (second.category, second.pairs, second.right, second.share) == ("b", 1, 0, 0.0)


def test_scoring_in_batches_is_scoring_one_by_one(tiny: LoadedModel) -> None:
    pairs = COMMITTED[::90]
    right = Counter(
        pair.category
        for pair in pairs
        if score_texts(tiny, [pair.good])[0].log_probability > score_texts(tiny, [pair.bad])[0].log_probability
    )
    results = score_pairs(tiny, pairs)
    assert {result.category: result.right for result in results} == {name: right[name] for name in BY_CATEGORY}
    assert sum(result.pairs for result in results) == len(pairs)
    assert all(0 <= result.low <= result.share <= result.high <= 1 for result in results)
    assert all(math.isfinite(result.share) for result in results)


def test_the_command_tells_of_a_missing_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["count", "--corpus", str(tmp_path / "nowhere")]) == 1
    assert "does not exist" in " ".join(capsys.readouterr().err.split())
