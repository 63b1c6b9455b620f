"""Query string -> View: what a link asks to see, or the nearest sensible thing and a sentence that says so.

static/js/url.js holds the same names. A page never refuses a link: reading goes on with what can be understood.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from app.figures.words import visible
from app.registry import ModelRegistry
from app.schemas.requests import Show
from model import CheckpointError, LoadedModel, MissingError, Sort, signal_names

DEFAULT_SORT: Sort = "liveliness"  # by half-life, units that only ever add up would fill the first rows
DEFAULT_SHOW: Show = 32
LONGEST_ECHO = 40


@dataclass(frozen=True)
class View:
    """What the page shows. `show` None: all units; `step` None: the last one; `signal` colours the words."""

    text: str
    model: str
    layer: int
    sort: Sort
    show: Show | None
    unit: int
    step: int | None
    signal: str

    @property
    def show_word(self) -> str:
        return "all" if self.show is None else str(self.show)


class ViewReader:
    """Reads one query, keeping a notice for every value that could not be used."""

    def __init__(self, query: Mapping[str, str], registry: ModelRegistry) -> None:
        self._query = query
        self.notices: list[str] = []
        self.model = self._model(registry)

    def view(self) -> View:
        """The view that the query asks for; what it leaves out is the model's own suggestion."""
        suggested = self.model.card["suggested"]
        text = self._query.get("text", suggested["text"])
        told = text == suggested["text"]
        return View(
            text=text,
            model=self.model.name,
            layer=self._index("layer", self.model.layers, suggested["layer"]),
            sort=self._sort(),
            show=self._show(),
            unit=self._index("unit", self.model.units, suggested["unit"]),
            step=self._step(suggested["step"] if told else None),
            signal=self._signal(),
        )

    def _model(self, registry: ModelRegistry) -> LoadedModel:
        name = self._query.get("model")
        try:
            return registry.get(name)
        except MissingError:
            self._say(f"There is no model {self._echo('model')}; {registry.default} is shown.")
        except CheckpointError as error:
            self._say(f"Model {name} is broken; {registry.default} is shown. {error.detail}")
        return registry.get(None)

    def _index(self, name: str, count: int, default: int) -> int:
        if name not in self._query:
            return min(default, count - 1)
        number = self._number(name)
        if number is None or not 0 <= number < count:
            nearest = default if number is None else min(max(number, 0), count - 1)
            self._say(f"There is no {name} {self._echo(name)}; {name} {nearest} is shown, of 0 to {count - 1}.")
            return nearest
        return number

    def _step(self, default: int | None) -> int | None:
        number = self._number("step")
        if number is not None and number >= 0:
            return number
        if "step" in self._query:
            self._say(f"There is no step {self._echo('step')}; the last word is shown.")
            return None
        return default

    def _sort(self) -> Sort:
        asked = self._query.get("sort", DEFAULT_SORT)
        if asked == "half_life" and "forget" not in signal_names(self.model.kind):
            self._say(f"{self.model.name} has no forget gates and so no half-lives: its units go by {DEFAULT_SORT}.")
            return DEFAULT_SORT
        sorts: tuple[Sort, ...] = get_args(Sort)
        for sort in sorts:
            if asked == sort:
                return sort
        self._say(f"There is no order {self._echo('sort')}; units go by {DEFAULT_SORT}.")
        return DEFAULT_SORT

    def _show(self) -> Show | None:
        asked = self._query.get("show", str(DEFAULT_SHOW))
        if asked == "all":
            return None
        shows: tuple[Show, ...] = get_args(Show)
        for show in shows:
            if asked == str(show):
                return show
        self._say(f"32, 64 or all units can be shown, not {self._echo('show')}.")
        return DEFAULT_SHOW

    def _signal(self) -> str:
        names = signal_names(self.model.kind)
        default = "cell" if "cell" in names else "hidden"
        asked = self._query.get("signal", default)
        return asked if asked in names else default

    def _number(self, name: str) -> int | None:
        text = self._query.get(name, "")
        digits = text.removeprefix("-")
        return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 10 else None

    def _echo(self, name: str) -> str:
        return f"“{visible(self._query[name][:LONGEST_ECHO])}”"

    def _say(self, notice: str) -> None:
        self.notices.append(notice)
