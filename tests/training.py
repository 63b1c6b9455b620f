"""A small language to train on: sentences of a few words, the same every time."""

import random

PEOPLE, DOINGS, THINGS = (
    ("queen", "king", "girl", "boy"),
    ("saw", "took", "hid", "lost"),
    ("key", "ring", "book", "hat"),
)


def sentences(count: int, seed: int = 1) -> str:
    """So many lines like `The queen saw the key, and the boy took the hat.`"""
    draw = random.Random(seed).choice
    clauses = [f"the {draw(PEOPLE)} {draw(DOINGS)} the {draw(THINGS)}" for _ in range(2 * count)]
    pairs = zip(clauses[::2], clauses[1::2], strict=True)
    return "\n".join(f"{one.capitalize()}, and {other}." for one, other in pairs) + "\n"
