"""Our own modules and style sheets, joined into one script and one sheet a page.

One by one they would be some two hundred requests, of which each tells what to ask for next. The files stay as they
are written, and are served beside; joining does to them what every bundler does, and no more: a module becomes a
function that returns what it exports, called in the order in which the browser would run them.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from posixpath import dirname, join, normpath

# What a page's script begins with: the modules that no other imports.
SCRIPTS = ("main", "probe", "units", "lesson", "lesson_list", "glossary")
EVERYWHERE, LAST = ("tokens", "base", "header"), ("popovers", "tables")
# The sheets of each page between those two. Of equal rules the later one wins.
SHEETS: Mapping[str, tuple[str, ...]] = {
    "plain": (),
    "explore": (
        "composer", "strip", "transport", "prose", "equation", "microscope", "unrolled", "why", "life", "through",
        "names", "ledger", "spans", "lives", "gradients", "memory_test", "twins", "shuffle", "holds", "ablate", "swap",
        "write", "alike", "saturation", "keys", "counter", "film", "recipes",
    ),
    "probe": ("composer", "through", "probe"),
    "units": ("through", "units"),
    "glossary": ("glossary",),
    "lesson": ("lesson",),
    "chapter": (
        "strip", "equation", "microscope", "unrolled", "through", "names", "holds", "lesson", "lesson_gates",
    ),
}  # fmt: skip

_IMPORT = re.compile(r"^import (\{[^}]*\}|\* as \w+) from '(\./|\.\./)([\w/.]+)';$", re.M)
_EXPORT = re.compile(r"^export (?=(?:(?:async )?function\*?|const|class) (\w+))", re.M)
_LEFT = re.compile(r"^(?:import|export)\b.*", re.M)


def joined_script(folder: Path, name: str) -> str:
    """The module `name` of `folder`/js with all that it imports.

    Raises RuntimeError for an import or export in a form that is not known here.
    """
    order: dict[str, str] = {}
    _read_into(order, folder / "js", f"{name}.js")
    places = {path: f"m{n}" for n, path in enumerate(order)}
    return "".join(_as_function(path, text, places) for path, text in order.items())


def joined_sheet(folder: Path, page: str) -> str:
    """The style sheets of a page, in order."""
    names = EVERYWHERE + SHEETS[page] + LAST
    return "\n".join((folder / "css" / f"{name}.css").read_text("utf-8") for name in names)


def _read_into(known: dict[str, str], folder: Path, path: str) -> None:
    """Add to path -> text a module and all that it needs, each after what it needs itself."""
    text = (folder / path).read_text("utf-8")
    for _, up, target in _IMPORT.findall(text):
        needed = normpath(join(dirname(path), up, target))
        if needed not in known:
            _read_into(known, folder, needed)
    known[path] = text


def _as_function(path: str, text: str, places: Mapping[str, str]) -> str:
    """A module as a constant: an object of what it exports."""

    def imported(match: re.Match[str]) -> str:
        names, up, target = match.groups()
        place = places[normpath(join(dirname(path), up, target))]
        return f"const {names.removeprefix('* as ').replace(' as ', ': ')} = {place};"

    body = _EXPORT.sub("", _IMPORT.sub(imported, text))
    if left := _LEFT.search(body):
        raise RuntimeError(f"static/js/{path} cannot be joined: app/joined.py does not know {left[0]!r}.")
    exports = ", ".join(_EXPORT.findall(text))
    return f"const {places[path]} = (() => {{ // {path}\n{body}\nreturn {{ {exports} }};\n}})();\n"
