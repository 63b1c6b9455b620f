"""What rules can tell of a free text, character by character: quotes, brackets, sentences.

The properties and their meaning are those of the labelled sentences (`model/knowledge/marks.py`), where they are known
by construction; here they are read off the marks, and a book's marks are not always in pairs.
"""

import re
from itertools import pairwise

from model.knowledge.marks import Labelled, Labels

RULED = ("inside_quotes", "bracket_open", "bracket_nested", "sentence_start", "late_in_sentence")

CLOSING = "\"'”’)]"
# The marks that may end a sentence, what closes with them, and the white space behind; of a dot the word before it too.
END = re.compile(rf"(\w*)([.!?…]+)[{re.escape(CLOSING)}]*\s+")
ABBREVIATIONS = frozenset(
    ("Mr", "Mrs", "Ms", "Dr", "St", "Prof", "Rev", "Col", "Capt", "Gen", "Lt", "Sgt", "Hon", "Messrs", "Mme", "Mlle")
)
_LETTER = re.compile(r"\w")


def label_text(text: str) -> Labelled:
    """A text that is not blank with the properties of RULED."""
    depths = _depths(text)
    labels: Labels = {
        "inside_quotes": _inside_quotes(text),
        "bracket_open": [depth > 0 for depth in depths],
        "bracket_nested": [depth > 1 for depth in depths],
        "sentence_start": [],
        "late_in_sentence": [],
    }
    for sentence in split_sentences(text):
        first_word = len(sentence) - len(sentence.lstrip()) + len(sentence.split(maxsplit=1)[0])
        labels["sentence_start"] += [place < first_word for place in range(len(sentence))]
        labels["late_in_sentence"] += [2 * place >= len(sentence) for place in range(len(sentence))]
    return Labelled(text, labels)


def split_sentences(text: str) -> list[str]:
    """A text that is not blank, cut before the space in front of each sentence. The pieces together are the text."""
    cuts = [0, *(_space(end) for end in END.finditer(text) if _ends(end, text)), len(text)]
    return [text[first:last] for first, last in pairwise(cuts)]


def _ends(end: re.Match[str], text: str) -> bool:
    """Whether a sentence ends here: what follows begins with a capital, a digit or a letter that has no case."""
    follows = _LETTER.search(text, end.end())
    if follows is None or follows[0].islower():
        return False
    word, marks = end.groups()
    return marks != "." or not (word in ABBREVIATIONS or (len(word) == 1 and word.isupper() and word != "I"))


def _space(end: re.Match[str]) -> int:
    """Where the white space begins."""
    return end.start() + len(end[0].rstrip())


def _inside_quotes(text: str) -> list[bool]:
    """A straight mark opens or closes, by turns. Single ones are not told: most of them are apostrophes."""
    inside, flags = False, []
    for character in text:
        if character == '"':
            inside = not inside
        elif character in "“”«»":
            inside = character in "“«"
        flags.append(inside)
    return flags


def _depths(text: str) -> list[int]:
    """How many brackets are open after each character."""
    depth, depths = 0, []
    for character in text:
        depth = max(0, depth + (character in "([") - (character in ")]"))
        depths.append(depth)
    return depths
