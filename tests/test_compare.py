"""Two texts beside each other."""

from difflib import SequenceMatcher
from itertools import pairwise

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from model import Kind, LoadedModel, trace_text
from model.compare import (
    DEAD,
    SLIGHT,
    Carrier,
    Comparison,
    align,
    aligned_columns,
    compare_traces,
    differing_units,
    longest_carriers,
)

A, B = "The queen was tired, but the others said no.", "The old king was tired, but the others said no."
TOKENS = st.lists(st.integers(0, 4), max_size=12)


def longest(a: list[int], b: list[int]) -> int:
    """Length of a longest common subsequence, the plain way."""
    if not a or not b:
        return 0
    if a[-1] == b[-1]:
        return 1 + longest(a[:-1], b[:-1])
    return max(longest(a[:-1], b), longest(a, b[:-1]))


@given(TOKENS.filter(lambda a: len(a) < 8), TOKENS.filter(lambda b: len(b) < 8))
def test_the_alignment_is_a_longest_common_subsequence(a: list[int], b: list[int]) -> None:
    pairs = align(a, b)
    assert all(a[i] == b[j] for i, j in pairs)
    assert all(i < k and j < m for (i, j), (k, m) in pairwise(pairs))
    assert len(pairs) == longest(a, b)


@given(TOKENS, TOKENS)
def test_it_is_never_shorter_than_what_difflib_finds(a: list[int], b: list[int]) -> None:
    blocks = SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks()
    assert len(align(a, b)) >= sum(block.size for block in blocks)


def test_a_text_compared_with_itself_is_zero(tiny: LoadedModel) -> None:
    trace = trace_text(tiny, "The queen was tired.")
    found = compare_traces(trace, trace, 1)
    assert found.alignment == [(step, step) for step in range(len(trace.tokens))]
    assert not any(values.any() for values in (*found.differences.values(), *found.wake.values()))
    assert found.ends is None


def test_differences_and_wake_are_those_of_the_traces(tiny: LoadedModel) -> None:
    a, b = (trace_text(tiny, f"The {who} was tired, but the others said no.") for who in ("queen", "king"))
    found = compare_traces(a, b, 0)
    assert all(a.tokens[i].id == b.tokens[j].id for i, j in found.alignment)
    for name, values in found.differences.items():
        for row, (i, j) in zip(values, found.alignment, strict=True):
            torch.testing.assert_close(row, b.signals[name][0, j] - a.signals[name][0, i])
    torch.testing.assert_close(found.wake["cell"], found.differences["cell"].double().norm(dim=1))
    wake = found.wake["cell"]
    if found.ends is not None:
        assert (wake[found.ends :] < 0.05 * wake.max()).all()
        assert wake[found.ends - 1] >= 0.05 * wake.max()


def test_texts_that_share_nothing_but_their_start(tiny: LoadedModel) -> None:
    found = compare_traces(trace_text(tiny, "queen"), trace_text(tiny, "xyz"), 0)
    assert found.alignment[0] == (0, 0)
    assert float(found.wake["hidden"][0]) == 0


@given(TOKENS, TOKENS)
def test_side_by_side_every_token_stands_once_and_pairs_stand_together(a: list[int], b: list[int]) -> None:
    pairs = align(a, b)
    columns = aligned_columns(pairs, len(a), len(b))
    assert [i for i, _ in columns if i is not None] == list(range(len(a)))
    assert [j for _, j in columns if j is not None] == list(range(len(b)))
    assert [(i, j) for i, j in columns if i is not None and j is not None and a[i] == b[j]] == pairs
    gaps = "".join("=" if (i, j) in pairs else "a" if j is None else "b" if i is None else "x" for i, j in columns)
    assert not {"ax", "bx", "ab", "ba"} & {"".join(two) for two in pairwise(gaps)}


def test_one_stretch_in_place_of_another_stands_in_its_columns() -> None:
    assert aligned_columns(align([0, 1, 2, 9], [0, 5, 6, 7, 9]), 4, 5) == [(0, 0), (1, 1), (2, 2), (None, 3), (3, 4)]


@pytest.mark.parametrize("kind", ["lstm", "rnn", "gru"])
@pytest.mark.parametrize("layer", [0, 1])
def test_rows_are_the_units_that_differ_most(tiny_models: dict[Kind, LoadedModel], kind: Kind, layer: int) -> None:
    found = compare(tiny_models[kind], layer)
    values = found.differences["cell" if kind == "lstm" else "hidden"].tolist()
    sums = [sum(abs(row[unit]) for row in values) for unit in range(8)]
    ranked = sorted(range(8), key=lambda unit: -sums[unit])
    assert differing_units(found, None) == ranked
    assert differing_units(found, 3) == differing_units(found, 3, ranked[1]) == ranked[:3]
    assert differing_units(found, 3, ranked[6]) == [*ranked[:2], ranked[6]]


@given(st.lists(st.lists(st.sampled_from([0.0, 0.004, -0.03, 0.08, -0.9, 1.0]), min_size=3, max_size=3), min_size=1))
def test_carriers_are_those_that_a_plain_search_finds(rows: list[list[float]]) -> None:
    values = torch.tensor(rows, dtype=torch.float64)
    alignment = [(pair, pair) for pair in range(len(rows))]
    found = Comparison(alignment, {"hidden": values}, {"hidden": values.norm(dim=1)}, None)
    assert longest_carriers(found, 3) == searched(rows)
    assert longest_carriers(found, 1) == searched(rows)[:1]


def searched(rows: list[list[float]]) -> list[Carrier]:
    """The carriers of differences rows[pair][unit], the plain way."""
    columns = list(zip(*rows, strict=True))
    most = max(abs(value) for column in columns for value in column)
    carriers = []
    for unit, column in enumerate(columns):
        peak = max(abs(value) for value in column)
        if peak == 0 or peak < SLIGHT * most:
            continue
        alive = [pair for pair, value in enumerate(column) if abs(value) >= DEAD * peak]
        largest = next(value for value in column if abs(value) == peak)
        carriers.append(Carrier(unit, alive[0], alive[-1], largest, column[-1]))
    return sorted(carriers, key=lambda each: (-each.until, -abs(columns[each.unit][each.until])))


def compare(model: LoadedModel, layer: int) -> Comparison:
    return compare_traces(trace_text(model, A), trace_text(model, B), layer)
