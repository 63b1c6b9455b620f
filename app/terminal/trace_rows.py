"""Answers of `/trace` to many texts: a row for each, with the word that surprised most."""

from app.figures.words import token_label
from app.serialize import Json
from app.terminal.rows import Rows
from app.terminal.safe import fitted
from app.terminal.screen import Screen
from app.terminal.trace import perplexity_number

WORD = 12
COLUMNS = {"line": 4, "tokens": 6, "perplexity": 10, "bits": 5, "at": WORD}
NONE = "–"


def trace_rows(screen: Screen) -> Rows:
    """The table, with its head."""
    rows = Rows(screen, COLUMNS)
    rows.head()
    return rows


def draw_trace_row(rows: Rows, number: int, answer: Json) -> None:
    """One text. What a network without predictions does not tell is a dash."""
    rows.row([str(number), f"{len(answer['tokens']):,}", *_surprise(answer)], answer["text"])


def _surprise(answer: Json) -> list[str]:
    """Perplexity, and the largest surprisal with its word."""
    known = [each for each in answer["predictions"] or () if each["surprisal"] is not None]
    if not known or answer["perplexity"] is None:
        return [NONE, NONE, fitted(NONE, WORD)]
    most = max(known, key=lambda each: each["surprisal"])
    word = token_label(answer["tokens"][most["step"]])
    return [perplexity_number(answer["perplexity"]), f"{most['surprisal']:.1f}", fitted(word, WORD)]
