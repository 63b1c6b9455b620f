"""Two texts beside each other."""

from difflib import SequenceMatcher
from itertools import pairwise

import torch
from hypothesis import given
from hypothesis import strategies as st

from model import LoadedModel, trace_text
from model.compare import align, compare_traces

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
