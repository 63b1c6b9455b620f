"""Labelled sentences to look at: the first ones of the second half of the lexicon, which chose no unit.

They come as the measurement has them, not by what any unit does on them. A sentence property is asked at the last step
alone, a step property at every step but the start token's; of its texts those are shown that have both answers.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from model.errors import InputError
from model.knowledge.labelled import SENTENCE_PROPERTIES, beginnings, step_texts
from model.knowledge.marks import Labelled
from model.knowledge.properties import PROPERTY_WORDS
from model.reader import Token

HALF = 2
# Texts with step properties are looked through up to here: brackets within brackets are in few.
MOST_TEXTS = 200
# Of sentence properties, frames come twice, with both answers: some more than anybody asks for.
MOST_EXAMPLES = 24


@dataclass(frozen=True)
class Example:
    """A text and the answers to a property: after each of its characters, or `answer` alone at its end."""

    text: str
    after: tuple[bool, ...] | None
    answer: bool

    def labels(self, tokens: tuple[Token, ...]) -> list[bool | None]:
        """The answer once each token has been read; None where nobody asks, as at the start token."""
        if self.after is None:
            return [None] * (len(tokens) - 1) + [self.answer]
        return [self.after[token.end - 1] if token.end else None for token in tokens]

    def step(self, tokens: tuple[Token, ...]) -> int:
        """The step to look at: where the answer becomes yes; of a sentence property, where it is asked."""
        return len(tokens) - 1 if self.after is None else self.labels(tokens).index(True)


def examples(of: str, count: int, seed: int) -> list[Example]:
    """Up to `count` examples of a property, 1 to MOST_EXAMPLES. Raises InputError for a property that there is not."""
    if of not in PROPERTY_WORDS:
        raise InputError(f"There is no such property. There are: {', '.join(PROPERTY_WORDS)}.", field="property")
    return list(_all(of, seed)[:count])


@cache
def _all(of: str, seed: int) -> tuple[Example, ...]:
    found = _sentences(of, seed) if of in SENTENCE_PROPERTIES else _texts(of, seed)
    return tuple(example for example, _ in zip(found, range(MOST_EXAMPLES), strict=False))


def _sentences(of: str, seed: int) -> Iterator[Example]:
    for beginning in beginnings(of, HALF, MOST_EXAMPLES, seed):
        yield Example(beginning.text, None, beginning.label)


def _texts(of: str, seed: int) -> Iterator[Example]:
    for labelled in _step_texts(seed):
        after = tuple(labelled.labels[of])
        if len(set(after)) > 1:
            yield Example(labelled.text, after, True)


@cache
def _step_texts(seed: int) -> tuple[Labelled, ...]:
    return tuple(step_texts(HALF, MOST_TEXTS, seed))
