"""What a chapter of the lesson is made of. `draw` computes by the functions of the API; nothing is typed in by hand."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from app.explore import Explorer
from app.figures.palette import Theme
from app.lesson.asked import Asked
from app.serialize import Json
from model import LoadedModel

# What draws the figure of a chapter: the names of static/js/lesson_figures.js.
View = Literal["scope", "copies", "chart", "order", "lanes"]


@dataclass(frozen=True)
class Lesson:
    """Whom a chapter asks: the server, about an LSTM and a simple RNN that read the same tokens."""

    explorer: Explorer
    lstm: LoadedModel
    rnn: LoadedModel
    theme: Theme = "light"


@dataclass(frozen=True)
class Table:
    """What the figure shows, in numbers. `words`: the rows are words of a text, and are set like them."""

    title: str
    corner: str
    columns: list[str]
    rows: list[str]
    cells: list[list[str]]
    words: bool = True


@dataclass(frozen=True)
class Drawn:
    """A figure in one of its states, and what is to be said of that.

    `figure`: what its view draws; `value` and `words`: the one number that says how much, and of what; `says`: what is
    seen now; `answer`: the answer to the chapter's question where this state gives it, else None; `hints`: what an
    empty field stands for.
    """

    figure: Json
    value: str
    words: str
    says: str
    answer: str | None
    table: Table
    hints: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Chapter:
    """One chapter, at `/lesson/SLUG`, set by `templates/lesson_SLUG.html` (with _ for -).

    `quotes` are the notes' own words; `sentence` is what the list of chapters says of it. `facts`: the numbers that its
    text names, whatever the figure shows. `draw`: the figure in the state that is asked for.
    """

    slug: str
    title: str
    sentence: str
    quotes: tuple[str, ...]
    sources: tuple[str, ...]
    view: View
    facts: Callable[[Lesson], Json]
    draw: Callable[[Lesson, Asked], Drawn]

    @property
    def template(self) -> str:
        return f"lesson_{self.slug.replace('-', '_')}.html"
