"""What is read in the measurements: sentences of twenty-odd words, each seen once, so that no cache answers."""

import random
from itertools import product

SENTENCE = "The queen was tired, but the king said that he would wait until she woke."
# With the start mark, and a token for each word and mark of punctuation.
FIFTY_TOKENS = (
    "The old man had been sitting by the window since the morning, and nobody had dared to speak to him. "
    "When the letter came at last, he took it in both hands and turned it over twice before he said a good word to us."
)


def sentences(count: int) -> list[str]:
    """Different sentences of the same length. count ≤ 900."""
    return [f"{SENTENCE} {number}" for number in range(100, 100 + count)]


# Words that are one token each, in the places of SENTENCE.
WORDS = (
    "queen king boy girl man woman captain doctor lady soldier mother father brother sister",
    "tired afraid glad sorry angry happy sick alone silent ready",
    "queen king boy girl man woman captain doctor lady soldier mother father brother sister",
    "wait stay speak walk work sing sleep fight",
    "woke came went spoke left slept returned",
)


def seventeen_tokens(count: int) -> list[str]:
    """Different sentences of 17 tokens like SENTENCE, in an order without a pattern. count ≤ 100,000."""
    chosen = list(product(*map(str.split, WORDS)))
    random.Random(0).shuffle(chosen)
    form = "The {} was {}, but the {} said that he would {} until she {}."
    return [form.format(*words) for words in chosen[:count]]
