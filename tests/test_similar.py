"""Searches against brute force in plain Python: by state, and by pattern."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from similar import DIGITS, corpus_of, cosine, ranked

from model.similar import corpus as corpora
from model.similar.corpus import Corpus
from model.similar.nearest import nearest, rough_cosines
from model.similar.pattern import QUANTILES, Pattern, matching, unit_quantiles

UNITS = 5
# Ties, zeros and numbers whose squares float32 cannot hold; nothing in between that only rounding could tell apart.
VALUES = st.sampled_from([0.0, 0.0, 1.0, -1.0, 0.5, 2.0, 3.25, 1e-25, 1e25, -40.0])


@st.composite
def asked(draw: st.DrawFn) -> tuple[Corpus, list[int]]:
    """A corpus of up to 40 moments in blocks of 8, and some of its units in any order."""
    lengths = draw(st.lists(st.integers(1, 7), min_size=1, max_size=6))
    values = draw(arrays(np.float32, (sum(lengths), UNITS), elements=VALUES))
    before = draw(arrays(np.float32, UNITS, elements=VALUES))
    units = draw(st.lists(st.integers(0, UNITS - 1), min_size=1, unique=True) | st.just(list(range(UNITS))))
    return corpus_of(values, lengths, before), units


@pytest.fixture(autouse=True, scope="module")
def _small_blocks() -> object:
    """Blocks of 8 moments, so that a few dozen of them already are several blocks."""
    patch = pytest.MonkeyPatch()
    for module in ("corpus", "pattern"):
        patch.setattr(f"model.similar.{module}.BLOCK", 8)
    yield
    patch.undo()


@settings(deadline=None, max_examples=150)
@given(question=asked(), query=arrays(np.float32, UNITS, elements=VALUES), k=st.integers(1, 50), data=st.data())
def test_the_nearest_are_those_of_brute_force(
    question: tuple[Corpus, list[int]], query: np.ndarray, k: int, data: st.DataObject
) -> None:
    corpus, units = question
    skip = data.draw(st.lists(st.integers(0, corpus.moments - 1), max_size=3))
    everything = corpus.values(np.arange(corpus.moments), units).tolist()
    scores = {n: cosine(query[units].tolist(), state) for n, state in enumerate(everything) if n not in skip}
    found = nearest(corpus, query[units], units, k, skip)
    assert found.moments.tolist() == ranked(scores, k)
    assert found.similarity == pytest.approx([scores[n] for n in found.moments.tolist()], abs=10**-DIGITS)


def test_a_thousand_states_of_256_units() -> None:
    random = np.random.default_rng(3)
    values = random.standard_normal((1000, 256), dtype=np.float32)
    values[500:] = values[:500] * random.uniform(0.5, 2, (500, 1)).astype(np.float32)  # every cosine comes twice
    corpus = corpus_of(values, [100] * 10, values[0])
    query = random.standard_normal(256, dtype=np.float32)
    exact = values.astype(float) @ query.astype(float) / np.linalg.norm(values.astype(float), axis=1)
    exact /= np.linalg.norm(query.astype(float))
    found = nearest(corpus, query, range(256), 20)
    assert found.moments.tolist() == ranked(dict(enumerate(exact.tolist())), 20)
    assert np.abs(rough_cosines(corpus, query, range(256)) - exact).max() < 1e-6
    again = nearest(corpus, query, range(256), 20)
    assert again.moments.tobytes() == found.moments.tobytes()
    assert again.similarity.tobytes() == found.similarity.tobytes()


def test_a_state_of_zeros_is_like_nothing() -> None:
    values = np.array([[0, 0], [1, 0], [-1, 0], [0, 0]], dtype=np.float32)
    corpus = corpus_of(values, [4], values[0])
    found = nearest(corpus, values[1], [0, 1], 4)
    assert (found.moments.tolist(), found.similarity.tolist()) == ([1, 0, 3, 2], [1, 0, 0, -1])
    found = nearest(corpus, values[0], [0, 1], 4)
    assert (found.moments.tolist(), found.similarity.tolist()) == ([0, 1, 2, 3], [0, 0, 0, 0])


def test_nothing_is_found_where_all_is_skipped() -> None:
    values = np.ones((2, 2), dtype=np.float32)
    assert nearest(corpus_of(values, [2], values[0]), values[0], [0, 1], 5, skip=[0, 1]).moments.tolist() == []


@settings(deadline=None, max_examples=150)
@given(question=asked(), above=VALUES, off_before=st.booleans(), k=st.integers(1, 50))
def test_a_pattern_matches_where_plain_python_says(
    question: tuple[Corpus, list[int]], above: float, off_before: bool, k: int
) -> None:
    corpus, units = question
    margins = {}
    for passage in range(len(corpus.texts)):
        rows = corpus.window(passage, range(corpus.length(passage) + 1), units).tolist()
        for step, (before, here) in enumerate(pairwise(rows), 1):
            is_on = all(value > above for value in here)
            was_off = all(value <= above for value in before)
            if is_on and (was_off or not off_before):
                margins[int(corpus.starts[passage]) + step - 1] = min(here) - above
    found, count = matching(corpus, Pattern(units, above, off_before), k)
    assert count == len(margins)
    assert found.moments.tolist() == ranked(margins, k)
    assert found.similarity == pytest.approx([margins[n] for n in found.moments.tolist()], abs=10**-DIGITS)


def test_one_step_before_the_first_word_is_the_start_token() -> None:
    values = np.array([[2.0], [2.0], [2.0]], dtype=np.float32)
    on, off = (corpus_of(values, [1, 2], np.array([start], dtype=np.float32)) for start in (1.5, 0.5))
    assert matching(on, Pattern([0], 1.0, True), 9)[0].moments.tolist() == []
    assert matching(off, Pattern([0], 1.0, True), 9)[0].moments.tolist() == [0, 1]
    assert matching(on, Pattern([0], 1.0, False), 9)[0].moments.tolist() == [0, 1, 2]


def test_the_quantiles_are_those_of_each_unit() -> None:
    values = np.random.default_rng(5).standard_normal((300, 3), dtype=np.float32)
    corpus = corpus_of(values, [300], values[0])
    assert unit_quantiles(corpus, [2, 0]) == pytest.approx(np.quantile(values[:, [2, 0]], QUANTILES, axis=0).T)


def test_of_many_moments_every_nth_tells_the_quantiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("model.similar.pattern.ENOUGH", 100)
    values = np.arange(300, dtype=np.float32)[:, None]
    corpus = corpus_of(values, [300], values[0])
    assert unit_quantiles(corpus, [0])[0] == pytest.approx(np.quantile(values[::3, 0], QUANTILES))


def test_places_and_values_of_moments() -> None:
    values = np.arange(60, dtype=np.float32).reshape(20, 3)
    corpus = corpus_of(values, [3, 1, 16], np.array([-1, -2, -3], dtype=np.float32))
    assert len(corpus.blocks) == -(-20 // corpora.BLOCK)
    assert [corpus.place(moment) for moment in (0, 2, 3, 4, 19)] == [(0, 1), (0, 3), (1, 1), (2, 1), (2, 16)]
    moments = np.array([19, 0, 8, 7])
    assert corpus.values(moments, [2, 0]).tolist() == values[moments][:, [2, 0]].tolist()
    assert corpus.window(2, range(3), [1]).tolist() == [[-2], [13], [16]]
    assert corpus.window(2, range(2, 4), [1]).tolist() == [[16], [19]]
    assert corpus.window_labels(0, range(3)) == {"third": [False, True, False]}
