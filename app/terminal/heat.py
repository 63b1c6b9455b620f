"""A heat map as it runs down a terminal: a row for each word, a column for each unit, a number in every cell."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from app.terminal.cells import CellScale, legend
from app.terminal.screen import Screen

GAP = 2
EIGHTHS = " ▏▎▍▌▋▊▉█"


@dataclass(frozen=True)
class Lead:
    """What stands left of the cells: a head and a text for each row, all of one width in columns."""

    head: Text
    rows: list[Text]

    @property
    def width(self) -> int:
        return self.head.cell_len + GAP


@dataclass(frozen=True)
class HeatMap:
    """Values [rows][units] (None: no value), and the units' numbers."""

    units: Sequence[int]
    values: Sequence[Sequence[float | None]]
    cells: CellScale

    def part(self, first: int, last: int) -> "HeatMap":
        """Some of its columns."""
        return HeatMap(self.units[first:last], [row[first:last] for row in self.values], self.cells)

    @property
    def head(self) -> str:
        """The units' numbers over their cells."""
        return "".join(f"{unit:>{self.cells.width - 1}} " for unit in self.units)


def room(screen: Screen, lead: Lead, cells: CellScale) -> int:
    """How many units stand beside a lead, one at least."""
    return max(1, (screen.width - lead.width) // cells.width)


def draw_heat(screen: Screen, full: Lead, brief: Lead, heat: HeatMap) -> None:
    """Draw a map beside its words: the first columns beside `full`, those without room below, beside `brief`."""
    first = 0
    while first < len(heat.units):
        lead = full if first == 0 else brief
        last = first + room(screen, lead, heat.cells)
        _draw_part(screen, lead, heat.part(first, last))
        first = last
    meaning = legend(screen, heat.cells)
    if meaning:
        screen.line()
        screen.note(meaning)


def bar(screen: Screen, share: float, width: int) -> Text:
    """A bar of `width` columns, a share 0..1 of it filled, in eighths of a column."""
    eighths = round(8 * width * min(1.0, max(0.0, share)))
    filled = EIGHTHS[8] * (eighths // 8) + EIGHTHS[eighths % 8].strip()
    return Text(f"{filled:<{width}}", style=screen.style("bar"))


def _draw_part(screen: Screen, lead: Lead, heat: HeatMap) -> None:
    gap = " " * GAP
    screen.line(lead.head, gap, screen.soft(heat.head))
    for text, values in zip(lead.rows, heat.values, strict=True):
        screen.line(text, gap, *(heat.cells.cell(value) for value in values))
