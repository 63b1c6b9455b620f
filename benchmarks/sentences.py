"""What is read in the measurements: sentences of twenty-odd words, each seen once, so that no cache answers."""

SENTENCE = "The queen was tired, but the king said that he would wait until she woke."
# With the start mark, and a token for each word and mark of punctuation.
FIFTY_TOKENS = (
    "The old man had been sitting by the window since the morning, and nobody had dared to speak to him. "
    "When the letter came at last, he took it in both hands and turned it over twice before he said a good word to us."
)


def sentences(count: int) -> list[str]:
    """Different sentences of the same length. count ≤ 900."""
    return [f"{SENTENCE} {number}" for number in range(100, 100 + count)]
