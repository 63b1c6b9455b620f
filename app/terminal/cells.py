"""A value as a coloured cell with its number, in the two scales of the page; and the legend of a scale."""

import math
from dataclasses import dataclass

from rich.text import Text

from app.figures.palette import SCALES, Theme, bend, contrast, mix
from app.terminal.screen import Screen
from model import Scale

READABLE = 4.5  # contrast of a number on its cell (WCAG 2.2, 1.4.3)
GATE_TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
SIGNED_TICKS = (-3.0, -1.0, 0.0, 1.0, 3.0)
MEANING: dict[Scale, str] = {"gate": "0 closed, 1 open", "signed": "blue below zero, orange above"}


@dataclass(frozen=True)
class CellScale:
    """How values become cells: the scale, the range R > 0 of contents, decimals of the numbers, light or dark paper."""

    scale: Scale
    range: float
    decimals: int
    theme: Theme

    @property
    def width(self) -> int:
        """Columns of a cell: a blank, the widest usual number, a blank."""
        whole = 1 if self.scale == "gate" else 2
        return 2 + whole + (1 + self.decimals if self.decimals else 0)

    def colour(self, value: float) -> str:
        """The colour `#rrggbb` of a value; beyond the range, that of its end."""
        place = value if self.scale == "gate" else (bend(value, self.range) + 1) / 2
        return mix(SCALES[self.theme][self.scale], place)

    def style(self, value: float) -> str:
        """A rich style: the value's colour, and on it white where that can be read, else black."""
        ground = self.colour(value)
        return f"{'#ffffff' if contrast('#ffffff', ground) >= READABLE else '#000000'} on {ground}"

    def cell(self, value: float | None) -> Text:
        """A cell; blank where there is no value."""
        if value is None:
            return Text(" " * self.width)
        return Text(f"{self.number(value):>{self.width - 1}} ", style=self.style(value))

    def number(self, value: float) -> str:
        """A value as figures of this scale write it; a large one has fewer decimals, to fit."""
        if self.scale == "gate":
            return f"{value:.{self.decimals}f}"
        return signed(value, max(0, self.decimals - (abs(value) >= 9.995)) if abs(value) < 999.5 else 0)


def signed(value: float, decimals: int) -> str:
    """A number with its sign, a true minus; zero has none."""
    number = f"{value:+.{decimals}f}"
    return number[1:] if float(number) == 0 else number.replace("-", "−")


def legend(screen: Screen, cells: CellScale) -> Text:
    """What the colours mean, with numbers; without colours, what numbers mean that are not plain by their signs."""
    if not screen.coloured:
        return screen.soft(MEANING["gate"] if cells.scale == "gate" else "")
    samples = [Text(f" {label} ", style=cells.style(tick)) for tick, label in ticks(cells)]
    return Text.assemble(*samples, screen.soft(f"  {MEANING[cells.scale]}"))


def ticks(cells: CellScale) -> list[tuple[float, str]]:
    """Values of a legend with their labels; the ends of contents say that all beyond them looks the same."""
    if cells.scale == "gate":
        return [(tick, f"{tick:.2f}") for tick in GATE_TICKS]
    inner = [(tick, signed(tick, 0)) for tick in SIGNED_TICKS if abs(tick) < cells.range]
    end = f"{cells.range:.3g}" if not math.isclose(cells.range, round(cells.range)) else f"{round(cells.range)}"
    return [(-cells.range, f"≤ −{end}"), *inner, (cells.range, f"≥ +{end}")]
