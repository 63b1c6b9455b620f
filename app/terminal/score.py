"""The answer of `/score` in a terminal: a row for each text."""

import math

from app.serialize import Json
from app.terminal.rows import Rows
from app.terminal.screen import Screen
from app.terminal.trace import perplexity_number

COLUMNS = {"": 4, "tokens": 6, "ln p": 9, "bits/token": 10, "perplexity": 10}
NONE = "–"


def score_rows(screen: Screen) -> Rows:
    """The table, with its head."""
    rows = Rows(screen, COLUMNS)
    rows.head()
    return rows


def draw_score(rows: Rows, number: int, score: Json, text: str) -> None:
    """One text: its number, and how probable it is as a whole and on average."""
    count, log_probability = score["tokens"], score["log_probability"]
    nats = -log_probability / count if count else None
    means = [NONE, NONE] if nats is None else [f"{nats / math.log(2):.2f}", perplexity_number(math.exp(nats))]
    rows.row([str(number), f"{count:,}", f"{log_probability:.2f}".replace("-", "−"), *means], text)
