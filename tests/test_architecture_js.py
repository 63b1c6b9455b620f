"""The directions between the page's modules, held by reading their imports."""

import re
from graphlib import TopologicalSorter
from posixpath import dirname, join, normpath

from imports import ROOT

FOLDER = ROOT / "static" / "js"
SCRIPTS = {path.relative_to(FOLDER).as_posix(): path.read_text("utf-8") for path in sorted(FOLDER.rglob("*.js"))}
COMMENT = re.compile(r"/\*.*?\*/|(?<!:)//[^\n]*", re.S)
IMPORT = re.compile(r"""^(?:import|export)\b[^;'"]*?\bfrom ['"]([^'"]+)['"]|^import ['"]([^'"]+)['"]""", re.M)

# What hands data to views and receives their events; views know none of it.
WIRING = {
    "main.js",
    "state.js",
    "api.js",
    "url.js",
    "pacer.js",
    "player.js",
    "keys.js",
    "explorer.js",
    "exports.js",
    "scene.js",
    "through.js",
    "cause.js",
    "counter.js",
    "alike.js",
    "probe.js",
    "probe_address.js",
    "writer.js",
    "units.js",
    "lesson.js",
    "lesson_figures.js",
    "lesson_list.js",
    "lesson_address.js",
    "lesson_keys.js",
}
IN_VIEWS = {name for name in SCRIPTS if name.startswith("views/")}


def imported(name: str) -> set[str]:
    """The modules that a module imports, by their path below static/js."""
    targets = ("".join(pair) for pair in IMPORT.findall(COMMENT.sub("", SCRIPTS[name])))
    return {normpath(join(dirname(name), target)) for target in targets}


# A view is what one of these creates; other modules in views/ are parts of one view.
CREATORS = (
    "main.js",
    "exports.js",
    "through.js",
    "cause.js",
    "alike.js",
    "units.js",
    "probe.js",
    "lesson.js",
    "lesson_figures.js",
)
VIEWS = IN_VIEWS & set().union(*map(imported, CREATORS))


def test_only_one_module_touches_plotly() -> None:
    assert [name for name in SCRIPTS if "Plotly" in COMMENT.sub("", SCRIPTS[name])] == ["plot.js"]


def test_modules_import_only_our_own() -> None:
    for name in SCRIPTS:
        assert imported(name) <= SCRIPTS.keys(), name


def test_views_know_neither_wiring_nor_each_other() -> None:
    for name in IN_VIEWS:
        known = imported(name) & (WIRING | VIEWS)
        assert not known, f"{name} knows {known}"


def test_a_part_belongs_to_one_view() -> None:
    for name in IN_VIEWS - VIEWS:
        owners = [other for other in SCRIPTS if name in imported(other)]
        assert len(owners) == 1, f"{name} belongs to {owners}"


def test_nothing_goes_round_in_a_circle() -> None:
    TopologicalSorter({name: imported(name) for name in SCRIPTS}).prepare()


def test_every_module_is_used() -> None:
    templates = "".join(path.read_text("utf-8") for path in ROOT.glob("templates/*.html"))
    early = re.findall(r'src="[^"]*/js/([\w/.-]+)"', templates)
    loaded = [f"{name}.js" for name in re.findall(r'src="{{ script\("(\w+)"\)', templates)]
    assert SCRIPTS.keys() == {*early, *loaded}.union(*(imported(name) for name in SCRIPTS))
