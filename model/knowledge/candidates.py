"""Sentences among which the story is chosen: two persons of different gender, then a pronoun that means the second."""

from dataclasses import dataclass
from typing import Literal

Pronoun = Literal["she", "he"]


@dataclass(frozen=True)
class Candidate:
    """A sentence in which `first` is the subject, `second` becomes it, and `pronoun` then stands for `second`."""

    text: str
    first: str
    second: str
    pronoun: Pronoun


CANDIDATES: tuple[Candidate, ...] = (
    Candidate("The queen was tired, but the king said that he would wait until she woke.", "queen", "king", "he"),
    Candidate("The king was tired, but the queen said that she would wait until he woke.", "king", "queen", "she"),
    Candidate("The girl was afraid of the dark, but the boy said that he would stay with her.", "girl", "boy", "he"),
    Candidate("The boy was afraid of the dark, but the girl said that she would stay with him.", "boy", "girl", "she"),
    Candidate("The woman sat by the fire while the man told her that he had lost the key.", "woman", "man", "he"),
    Candidate("The man sat by the fire while the woman told him that she had lost the key.", "man", "woman", "she"),
    Candidate(
        "The princess was asleep when the prince came home, and he did not wake her.", "princess", "prince", "he"
    ),
    Candidate(
        "The prince was asleep when the princess came home, and she did not wake him.", "prince", "princess", "she"
    ),
    Candidate("My mother wrote every week, but my father said that he had no time.", "mother", "father", "he"),
    Candidate("My father wrote every week, but my mother said that she had no time.", "father", "mother", "she"),
    Candidate("My sister went to the window, and my brother asked what he should see.", "sister", "brother", "he"),
    Candidate("The old lady laughed, but the old gentleman knew that he was lost.", "lady", "gentleman", "he"),
    Candidate("The old gentleman laughed, but the old lady knew that she was lost.", "gentleman", "lady", "she"),
    Candidate("The wife was waiting in the garden, but the husband wrote that he was ill.", "wife", "husband", "he"),
    Candidate("The husband was waiting in the garden, but the wife wrote that she was ill.", "husband", "wife", "she"),
    Candidate("My aunt shut the door at once, and my uncle knew that he would have to knock.", "aunt", "uncle", "he"),
    Candidate("My uncle shut the door at once, and my aunt knew that she would have to knock.", "uncle", "aunt", "she"),
    Candidate("The daughter looked at the letter, but the son thought that he knew the hand.", "daughter", "son", "he"),
    Candidate(
        "The son looked at the letter, but the daughter thought that she knew the hand.", "son", "daughter", "she"
    ),
    Candidate("Mary looked out of the window, but John was sure that he had seen nobody.", "Mary", "John", "he"),
)
