"""Columns of text that stand left of a heat map: words, how surprising each was, what was expected after it."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from app.figures.words import token_label, visible_word
from app.serialize import Json
from app.terminal.heat import Lead, bar
from app.terminal.safe import fitted
from app.terminal.screen import Screen
from model import Token

NARROW = 64  # columns under which bars are left out
LONGEST_WORD, SHORTEST_WORD = 16, 5
BAR, NUMBER, GUESS = 8, 6, 12
NONE = "–"
END = "¶"  # the paragraph is expected to end; as on the page


def words(screen: Screen, read: Sequence[Token]) -> Lead:
    """Steps and words."""
    digits = max(len("step"), len(str(len(read) - 1)))
    width = word_width(screen, read)
    head = screen.soft(f"{'step':>{digits}}  {'word':<{width}}")
    rows = [
        Text.assemble(screen.soft(f"{token.step:>{digits}}  "), Text(fitted(token_label(token), width), style="bold"))
        for token in read
    ]
    return Lead(head, rows)


def word_width(screen: Screen, read: Sequence[Token], share: int = 5) -> int:
    """Columns that words take: as many as the longest, but no more than a fifth (1 ÷ `share`) of the terminal."""
    longest = max(cell_len(token_label(token)) for token in read)
    return max(SHORTEST_WORD, min(longest, LONGEST_WORD, screen.width // share))


def surprisals(screen: Screen, predictions: Sequence[Json]) -> Lead:
    """Bits of each word, with a bar that the most surprising word of the text fills."""
    return measures(screen, "bits", [each["surprisal"] for each in predictions], ".1f")


def measures(screen: Screen, name: str, values: Sequence[float | None], form: str) -> Lead:
    """Numbers that are not negative, and where there is room a bar for each, which the largest one fills."""
    most = max((value for value in values if value is not None), default=0.0) or 1.0
    width = BAR if screen.width >= NARROW else 0
    rows = [
        Text.assemble(
            f"{NONE if value is None else format(value, form):>{NUMBER}} ", bar(screen, (value or 0) / most, width)
        )
        for value in values
    ]
    return Lead(screen.soft(f"{name:>{NUMBER}} {'':<{width}}"), rows)


def guesses(screen: Screen, read: Sequence[Token], predictions: Sequence[Json], end: int | None) -> Lead:
    """The best guess for the next word with its probability; ✓ where it came true. `end`: what ends a text."""
    following = [*(token.id for token in read[1:]), None]
    rows = [_guess(screen, each["top"][0], came, end) for each, came in zip(predictions, following, strict=True)]
    return Lead(screen.soft(f"{'expected next':<{GUESS + 7}}"), rows)


def beside(leads: Sequence[Lead]) -> Lead:
    """Several of them as one."""
    rows = zip(*(lead.rows for lead in leads), strict=True)
    return Lead(_joined([lead.head for lead in leads]), [_joined(row) for row in rows])


def _joined(parts: Sequence[Text]) -> Text:
    return Text("  ").join(parts)


def _guess(screen: Screen, best: Json, came: int | None, end: int | None) -> Text:
    true = best["id"] == came
    name = fitted(END if best["id"] == end else visible_word(best["token"]), GUESS)
    text = f"{name} {best['probability']:>4.0%} {'✓' if true else ' '}"
    return Text(text) if true else screen.soft(text)
