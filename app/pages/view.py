"""Query string -> View: what a link asks to see, or the nearest sensible thing and a sentence that says so.

static/js/url.js holds the same names. A page never refuses a link: reading goes on with what can be understood.
"""

from dataclasses import dataclass, replace
from typing import Literal, get_args

from app.pages.held import read_holds
from app.pages.query import QueryReader, whole_number
from app.schemas.requests import MOST_PINNED, Show
from app.serialize import Json
from model import Order, Sort, signal_names

Drawing = Literal["cell", "unrolled"]
Words = Literal["strip", "prose"]
Tab = Literal["ledger", "spans", "lives", "gradients", "test", "twins", "order"]
Whose = Literal["unit", "layer"]
Spans = Literal["longest", "alive", "written", "erased"]
Look = Literal["held", "difference"]
Cause = Literal["ablate", "swap", "write"]
Ablated = Literal["0", "mean"]

DEFAULT_SORT: Sort = "liveliness"  # by half-life, units that only ever add up would fill the first rows
DEFAULT_SHOW: Show = 32


@dataclass(frozen=True)
class View:
    """What the page shows.

    `show` None: all units; `unit` None: none is selected; `step` None: the last one; `signal` colours the words;
    `pinned`: at most MOST_PINNED units kept for comparison, in the order in which they were pinned; `tab`: the
    open part of memory through time; `whose` ledger; which `spans`; `a`, `b`, `filler`: the memory test's own words,
    None: the built-in ones; `holds`: what is held, as the API takes it, with `off` for those not in force; `look`: if
    the maps show the held run or what the holds changed; `cause`: the open part of cause and effect; `favoured`,
    `against`, `ablated`: its two continuations, None: those that are suggested, and what units are ablated to;
    `other`: the text beside this one, None: none yet; `writing`: how to go on writing, and `alike`: which moments are
    looked for, both in the page's own words.
    """

    text: str
    model: str
    layer: int
    sort: Sort
    show: Show | None
    unit: int | None
    step: int | None
    signal: str
    pinned: list[int]
    drawing: Drawing
    words: Words
    tab: Tab
    whose: Whose
    spans: Spans
    a: str | None
    b: str | None
    filler: str | None
    holds: list[Json]
    look: Look
    cause: Cause
    favoured: str | None
    against: str | None
    ablated: Ablated
    other: str | None
    writing: str | None
    alike: str | None

    @property
    def show_word(self) -> str:
        return "all" if self.show is None else str(self.show)

    @property
    def order(self) -> Order:
        """By what the rows go: likeness is likeness to the first of the pinned units, or to the selected one."""
        return Order(self.sort, self.pinned[0] if self.pinned else self.unit, self.signal, self.step)


class ViewReader(QueryReader):
    """Reads the query of the Explore page."""

    def view(self) -> View:
        """The view that the query asks for; what it leaves out is the model's own suggestion."""
        suggested = self.model.card["suggested"]
        text = self._query.get("text", suggested["text"])
        told = text == suggested["text"]
        unit, pinned = self._unit(suggested["unit"]), self._pinned()
        return View(
            text=text,
            model=self.model.name,
            layer=self._index("layer", self.model.layers, suggested["layer"]),
            sort=self._sort(can_compare=unit is not None or bool(pinned)),
            show=self._show(),
            unit=unit,
            step=self._step(suggested["step"] if told else None),
            signal=self._signal(),
            pinned=pinned,
            drawing=self._word("drawing", get_args(Drawing), "cell"),
            words=self._word("words", get_args(Words), "strip"),
            tab=self._word("tab", get_args(Tab), "ledger"),
            whose=self._word("whose", get_args(Whose), "unit"),
            spans=self._word("spans", get_args(Spans), "longest"),
            a=self._query.get("a"),
            b=self._query.get("b"),
            filler=self._query.get("filler"),
            holds=self._holds(),
            look=self._word("look", get_args(Look), "held"),
            cause=self._word("cause", get_args(Cause), "ablate"),
            favoured=self._query.get("favoured"),
            against=self._query.get("against"),
            ablated=self._word("ablated", get_args(Ablated), "0"),
            other=self._query.get("other"),
            writing=self._query.get("writing"),
            alike=self._query.get("alike"),
        )

    def within(self, view: View, steps: int) -> View:
        """The view of a text of so many steps (at least one): a step behind the last one becomes the last one."""
        if view.step is None or view.step < steps:
            return view
        self._say(f"There is no step {view.step} in this text; step {steps - 1}, the last one, is shown.")
        return replace(view, step=steps - 1)

    def _unit(self, default: int) -> int | None:
        return None if self._query.get("unit") == "none" else self._index("unit", self.model.units, default)

    def _holds(self) -> list[Json]:
        holds, problems = read_holds(self._query.get("holds", "[]"), self.model)
        for problem in problems:
            self._say(problem)
        return [hold.model_dump() for hold in holds]

    def _pinned(self) -> list[int]:
        asked = self._query.get("pinned", "")
        numbers = dict.fromkeys(whole_number(each) for each in asked.split(",")) if asked else {}
        pinned = [unit for unit in numbers if unit is not None and 0 <= unit < self.model.units][:MOST_PINNED]
        if ",".join(map(str, pinned)) != asked:
            kept = ", ".join(map(str, pinned)) or "none"
            self._say(
                f"Up to {MOST_PINNED} units of 0 to {self.model.units - 1} can be pinned, each once, "
                f"not all of {self._echo('pinned')}; pinned: {kept}."
            )
        return pinned

    def _step(self, default: int | None) -> int | None:
        number = whole_number(self._query.get("step", ""))
        if number is not None and number >= 0:
            return number
        if "step" in self._query:
            self._say(f"There is no step {self._echo('step')}; the last word is shown.")
            return None
        return default

    def _sort(self, can_compare: bool) -> Sort:
        asked = self._query.get("sort", DEFAULT_SORT)
        if asked == "half_life" and "forget" not in signal_names(self.model.kind):
            self._say(f"{self.model.name} has no forget gates and so no half-lives: its units go by {DEFAULT_SORT}.")
            return DEFAULT_SORT
        if asked == "similarity" and not can_compare:
            self._say(f"No unit is selected or pinned to compare with: units go by {DEFAULT_SORT}.")
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
