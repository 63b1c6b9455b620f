"""What an entry of the glossary is made of, and how formulas are written."""

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from model import Kind, find_signal


@dataclass(frozen=True)
class Place:
    """Where in the app a term can be seen: `name` of the part, `path` with query and fragment."""

    name: str
    path: str


def chapter(slug: str) -> Place:
    """The chapter of the lesson in which a term happens."""
    return Place("its chapter in the lesson", f"/lesson/{slug}")


@dataclass(frozen=True)
class Term:
    """One term of the field in plain words.

    `formulas` as in the table of signals (`h_{t-1}`), each at one term alone; `places` where to see it; `see`: names of
    other terms; `sources`: keys of SOURCES; `other`: other names that readers may look for.
    """

    name: str
    sentence: str
    formulas: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    see: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    other: str = ""

    @property
    def anchor(self) -> str:
        return anchor(self.name)


def anchor(name: str) -> str:
    """Where a term stands on the page: forget-gate."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def formula(text: str) -> Markup:
    """A formula with its subscripts set low: `W_{hf} h_{t-1}`."""
    escaped = str(escape(text)).replace("t-1", "t−1")
    return Markup(re.sub(r"_(?:\{([^}]+)\}|(\w+))", lambda found: f"<sub>{found[1] or found[2]}</sub>", escaped))


def of_signal(kind: Kind, name: str) -> str:
    """A formula of the table of signals, which is its only home."""
    return find_signal(kind, name).formula


def sentence_of(kind: Kind, name: str) -> str:
    """What the table of signals says of a signal."""
    return find_signal(kind, name).sentence
