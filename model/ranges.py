"""Offsets of tokens, which leave holes -> ranges that cover a text from its first character to its last."""

from collections.abc import Sequence

Range = tuple[int, int]
Part = tuple[int, int] | None


def covering(offsets: Sequence[Range], length: int) -> list[tuple[Range, Part]]:
    """For each of n ≥ 1 tokens of a text of `length` characters its range and its part (k, n), or None.

    A token's range begins where the one before ends, so white space belongs to the token after it, and what no token
    follows to the last one. Tokens whose offsets overlap are pieces of the same characters: they share one range. So
    does a token without characters of its own with the one after it.
    """
    groups = _groups(offsets)
    covered: list[tuple[Range, Part]] = []
    reached = 0
    for number, (count, end) in enumerate(groups):
        end = length if number == len(groups) - 1 else end
        covered += [((reached, end), (k, count) if count > 1 else None) for k in range(1, count + 1)]
        reached = end
    return covered


def _groups(offsets: Sequence[Range]) -> list[tuple[int, int]]:
    """Runs of tokens that share characters, as (number of tokens, end of the characters); the ends rise."""
    groups: list[tuple[int, int]] = []
    waiting = reached = 0
    for low, high in offsets:
        if groups and low < reached:
            groups[-1] = (groups[-1][0] + waiting + 1, max(reached, high))
            waiting = 0
        elif high > reached:
            groups.append((waiting + 1, high))
            waiting = 0
        else:
            waiting += 1
        reached = groups[-1][1] if groups else 0
    if waiting and groups:
        groups[-1] = (groups[-1][0] + waiting, reached)
    return groups or [(waiting, 0)]
