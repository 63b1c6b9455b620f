"""The answer of `/trace` in a terminal: the words with their surprisal, and how a signal moves in some units."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text

from app.serialize import Json
from app.terminal.cells import CellScale
from app.terminal.heat import HeatMap, Lead, draw_heat, room
from app.terminal.leads import beside, guesses, surprisals, words
from app.terminal.screen import Screen
from model import Signal

WIDE = 100  # columns from which the best guess is shown


@dataclass(frozen=True)
class Look:
    """How one signal of a layer is drawn: `range` is the model's R > 0, `decimals` those of the numbers, `end` the
    token by which it expects a text to end, if it has one.

    `measured`: with surprisal and guesses beside the words; further maps of one text need the words alone.
    """

    signal: Signal
    range: float
    decimals: int
    end: int | None
    measured: bool

    def cells(self, screen: Screen) -> CellScale:
        return CellScale(self.signal.scale, self.range, self.decimals, screen.theme)

    def lead(self, screen: Screen, answer: Json) -> Lead:
        """What stands beside the cells. A network without predictions has its words alone there."""
        parts = [words(screen, answer["tokens"])]
        if self.measured and answer["predictions"] is not None:
            parts.append(surprisals(screen, answer["predictions"]))
            if screen.width >= WIDE:
                parts.append(guesses(screen, answer["tokens"], answer["predictions"], self.end))
        return beside(parts)

    def room(self, screen: Screen, answer: Json) -> int:
        """How many units a drawing has room for."""
        return room(screen, self.lead(screen, answer), self.cells(screen))


def draw_trace(screen: Screen, answer: Json, look: Look, units: Sequence[int], which: str) -> None:
    """Draw one signal of some units in the one layer of an answer. `which`: what these units are, in words."""
    layer = answer["layers"][0]
    columns = [layer["units"].index(unit) for unit in units]
    values = layer["signals"][look.signal.name][:, columns].tolist()
    heading(screen, f"{look.signal.title}: {look.signal.gloss}", f"in {which}")
    heat = HeatMap(units, values, look.cells(screen))
    draw_heat(screen, look.lead(screen, answer), words(screen, answer["tokens"]), heat)


def heading(screen: Screen, name: str, more: str) -> None:
    """What a map shows, over it."""
    screen.line()
    screen.note(Text(name, style="bold"), screen.soft(f" {more}"))


def title(screen: Screen, model: str, layer: int, layers: int, *more: str) -> None:
    """Who read: the model, its layer where it has several; and what more is to be said, in short."""
    which = [f"layer {layer} of {layers}, counted from 0"] if layers > 1 else []
    screen.note(screen.soft(" · ".join([model, *which, *more])))


def facts(answer: Json) -> list[str]:
    """How long a text is, and how well it was predicted on the whole."""
    perplexity = answer["perplexity"]
    return [
        tokens(len(answer["tokens"])),
        *([] if perplexity is None else [f"perplexity {perplexity_number(perplexity)}"]),
    ]


def held(holds: int) -> list[str]:
    """That the run is not the network's own, where signals are held."""
    return [f"with {holds} hold{'' if holds == 1 else 's'}"] if holds else []


def perplexity_number(value: float) -> str:
    """A perplexity as it can be compared at a glance."""
    return f"{value:,.1f}" if value < 1000 else f"{value:,.0f}" if value < 1e7 else f"{value:.1e}"


def tokens(count: int) -> str:
    """A number of tokens in words."""
    return f"{count:,} token" + ("" if count == 1 else "s")
