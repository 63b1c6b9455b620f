"""Habits that no linter holds."""

import ast
import re
from pathlib import Path

import pytest
from imports import ROOT, modules

FOLDERS = ("app", "model", "static", "templates", "tests", "benchmarks")
KINDS = {".py", ".js", ".css", ".html"}
MOST_LINES = 300
SOURCES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in KINDS)
SCRIPTS = [path for path in SOURCES if path.is_relative_to(ROOT / "static") and path.suffix == ".js"]
PARSES_MARKUP = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|setHTMLUnsafe)\b")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_a_file_has_one_idea(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MOST_LINES


@pytest.mark.parametrize("path", SOURCES, ids=named)
def test_nothing_is_left_for_later(path: Path) -> None:
    assert not re.search(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b", path.read_text("utf-8"))


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_text_never_becomes_markup(path: Path) -> None:
    assert not PARSES_MARKUP.search(without_comments(path.read_text("utf-8")))


@pytest.mark.parametrize("name", sorted(modules()))
def test_a_module_says_what_it_is(name: str) -> None:
    assert ast.get_docstring(ast.parse(modules()[name].read_text("utf-8")))


def without_comments(script: str) -> str:
    return re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", script, flags=re.S)
