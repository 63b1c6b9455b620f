"""What is read in the measurements: sentences of twenty-odd words, each seen once, so that no cache answers."""

SENTENCE = "The queen was tired, but the king said that he would wait until she woke."


def sentences(count: int) -> list[str]:
    """Different sentences of the same length. count ≤ 900."""
    return [f"{SENTENCE} {number}" for number in range(100, 100 + count)]
