"""Rows by likeness, held against the definition of average linkage written out."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.clustering import Distances, leaf_order


def random_distances(count: int, seed: int) -> Distances:
    upper = np.triu(np.random.default_rng(seed).uniform(size=(count, count)), 1)
    return upper + upper.T


def branches(distances: Distances) -> list[set[int]]:
    """Every branch that average linkage makes: the two nearest, by the mean over all pairs of leaves, meet first."""
    left, made = [{leaf} for leaf in range(len(distances))], []
    while len(left) > 1:
        one, other = min(combinations(left, 2), key=lambda pair: distances[np.ix_(list(pair[0]), list(pair[1]))].mean())
        left = [branch for branch in left if branch not in (one, other)] + [one | other]
        made.append(one | other)
    return made


@given(count=st.integers(1, 12), seed=st.integers(0, 10_000))
def test_every_branch_of_the_tree_is_a_run_of_rows(count: int, seed: int) -> None:
    distances = random_distances(count, seed)
    order = leaf_order(distances)
    assert sorted(order) == list(range(count))
    for branch in branches(distances):
        places = [order.index(leaf) for leaf in branch]
        assert max(places) - min(places) == len(branch) - 1


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=20, unique=True), st.integers(0, 10_000))
def test_points_on_a_line_come_as_they_lie_on_it(points: list[int], seed: int) -> None:
    """Nudged, so that no two gaps are equal."""
    line = np.array(points) + np.random.default_rng(seed).uniform(0, 0.4, len(points))
    ranked = [int(place) for place in line.argsort()]
    assert leaf_order(abs(line[:, None] - line)) in (ranked, ranked[::-1])


@pytest.mark.parametrize("distance", [0.0, 1.0])
def test_what_is_equally_far_apart_keeps_its_order(distance: float) -> None:
    assert leaf_order(np.full((6, 6), distance)) == [0, 1, 2, 3, 4, 5]


def test_of_the_two_ways_to_read_a_row_the_lower_end_comes_first() -> None:
    line = np.array([5.0, 9.0, 0.0, 2.0])
    assert leaf_order(abs(line[:, None] - line)) == [1, 0, 3, 2]


def test_the_distances_stay_as_they_are() -> None:
    distances = random_distances(6, 1)
    before = distances.copy()
    leaf_order(distances)
    assert np.array_equal(distances, before)
