"""The answer of `/compare` in a terminal: both texts side by side, and where the memories of them differ."""

from collections.abc import Sequence
from typing import TypeVar

from rich.text import Text

from app.figures.words import token_label
from app.serialize import Json
from app.terminal.cells import CellScale
from app.terminal.heat import HeatMap, Lead, draw_heat, room
from app.terminal.leads import beside, measures, word_width
from app.terminal.safe import fitted
from app.terminal.screen import Screen
from model import Column, Token, aligned_columns

Value = TypeVar("Value")
SHARE = 8  # of the terminal's columns one in so many is for the words of each text, at most


def side_by_side(answer: Json) -> list[Column]:
    """A step of each text, or of one of them: what stands in one row."""
    return aligned_columns(answer["alignment"], len(answer["a"]["tokens"]), len(answer["b"]["tokens"]))


def by_column(answer: Json, pairs: Sequence[Value], nothing: Value) -> list[Value]:
    """What is known of the pairs, in the rows where they stand; nothing in those that are no pairs."""
    known = dict(zip(map(tuple, answer["alignment"]), pairs, strict=True))
    return [known.get(column, nothing) for column in side_by_side(answer)]


def compare_lead(screen: Screen, answer: Json) -> Lead:
    """Both texts' words, and how far the memories of them are apart."""
    return beside([_words(screen, answer), _wake(screen, answer)])


def draw_compare(screen: Screen, answer: Json, cells: CellScale, signal: str, units: Sequence[int]) -> None:
    """Draw how a signal differs in some units, b − a, at every pair of words."""
    rows = by_column(answer, answer["differences"][signal][:, list(units)].tolist(), [None] * len(units))
    draw_heat(screen, compare_lead(screen, answer), _words(screen, answer), HeatMap(units, rows, cells))
    screen.line()
    screen.note(wake_sentence(answer))


def units_that_fit(screen: Screen, answer: Json, cells: CellScale) -> int:
    """How many units a drawing of this answer has room for."""
    return room(screen, compare_lead(screen, answer), cells)


def wake_sentence(answer: Json) -> str:
    """How long the difference lives."""
    norms, ends = memory_norms(answer), answer["wake"]["ends"]
    if not norms or max(norms) == 0:
        return "No word that both texts share is remembered differently."
    peak = max(range(len(norms)), key=norms.__getitem__)
    largest = f"The memories differ most at {_place(answer, peak)}"
    if ends is None:
        return f"{largest}, and at the last shared word still by more than a twentieth of that."
    return f"{largest}; from {_place(answer, ends)} on by less than a twentieth of that."


def memory_norms(answer: Json) -> list[float]:
    """‖Δ‖₂ per pair of what the layer remembers with: its cells, or hidden where there are none."""
    wake = answer["wake"]
    norms: list[float] = wake["hidden"] if wake["cell"] is None else wake["cell"]
    return norms


def _place(answer: Json, pair: int) -> str:
    step = answer["alignment"][pair][0]
    return f"“{token_label(answer['a']['tokens'][step])}” (step {step} of a)"


def _words(screen: Screen, answer: Json) -> Lead:
    a, b = answer["a"]["tokens"], answer["b"]["tokens"]
    width = max(word_width(screen, read, SHARE) for read in (a, b))
    digits = len(str(max(len(a), len(b)) - 1))
    head = screen.soft(f"{'a':>{digits}}  {'':<{width}}  {'b':>{digits}}  {'':<{width}}")
    pairs = set(map(tuple, answer["alignment"]))
    rows = [
        Text("  ").join(
            _word(screen, read, step, (digits, width), "" if column in pairs else "bold")
            for read, step in zip((a, b), column, strict=True)
        )
        for column in side_by_side(answer)
    ]
    return Lead(head, rows)


def _word(screen: Screen, read: Sequence[Token], step: int | None, widths: tuple[int, int], style: str) -> Text:
    """A word with its step, in columns of these widths; blank where there is none."""
    digits, width = widths
    if step is None:
        return Text(" " * (digits + 2 + width))
    return Text.assemble(screen.soft(f"{step:>{digits}}  "), Text(fitted(token_label(read[step]), width), style=style))


def _wake(screen: Screen, answer: Json) -> Lead:
    name = "‖Δh‖" if answer["wake"]["cell"] is None else "‖Δc‖"
    norms: list[float | None] = by_column(answer, memory_norms(answer), None)
    return measures(screen, name, norms, ".2f")
