"""Bring typed text to the form that the network was trained on, and remember where each character came from.

Two rules, the same in training and at input: Unicode NFC, and typographic quotes and apostrophes become ASCII (people
type `"` and `'`). The tokeniser library's own NFC loses offsets, so the map is kept here.
"""

import unicodedata
from dataclasses import dataclass

QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'"})


@dataclass(frozen=True)
class Folded:
    """Folded `text`, and for each of its characters the range [start, end) of the typed text that it stands for."""

    text: str
    starts: list[int]
    ends: list[int]

    def typed_range(self, low: int, high: int) -> tuple[int, int]:
        """Range of the typed text that characters [low, high) of the folded text stand for; high > low."""
        return self.starts[low], self.ends[high - 1]


def fold(text: str) -> Folded:
    """Fold a text. A mark that NFC swallows belongs to its base letter; the ranges leave no hole."""
    text_quotes = text.translate(QUOTES)
    if unicodedata.is_normalized("NFC", text_quotes):
        return Folded(text_quotes, list(range(len(text))), list(range(1, len(text) + 1)))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for begin, stop in _clusters(text_quotes):
        typed = text_quotes[begin:stop]
        composed = unicodedata.normalize("NFC", typed)
        same = _common_suffix(typed, composed)
        fused = len(composed) - same
        pieces.append(composed)
        # The characters in front were composed or reordered together: they share one range. The rest map one to one.
        starts += [begin] * fused + list(range(stop - same, stop))
        ends += [stop - same] * fused + list(range(stop - same + 1, stop + 1))
    return Folded("".join(pieces), starts, ends)


def _clusters(text: str) -> list[tuple[int, int]]:
    """Ranges that NFC never composes across: a character and all that combines with it."""
    clusters: list[tuple[int, int]] = []
    begin = 0
    for here in range(1, len(text) + 1):
        if here == len(text) or not _joins(text[begin:here], text[here]):
            clusters.append((begin, here))
            begin = here
    return clusters


def _joins(before: str, letter: str) -> bool:
    """Whether NFC may change `letter` after `before`: marks always may, Hangul and some vowel signs compose."""
    if unicodedata.combining(letter):
        return True
    if letter < "\u0300":
        return False
    apart = unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", letter)
    return unicodedata.normalize("NFC", before + letter) != apart


def _common_suffix(a: str, b: str) -> int:
    """Length of the longest common end of two strings."""
    length = 0
    while length < min(len(a), len(b)) and a[-1 - length] == b[-1 - length]:
        length += 1
    return length
