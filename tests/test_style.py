"""Habits that no linter holds."""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

from imports import ROOT, modules

FOLDERS = ("app", "model", "static", "templates", "tests", "benchmarks")
KINDS = {".py", ".js", ".css", ".html"}
MOST_LINES = 300
SOURCES = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*") if path.suffix in KINDS)
SCRIPTS = [path for path in SOURCES if path.is_relative_to(ROOT / "static") and path.suffix == ".js"]
PARSES_MARKUP = re.compile(r"\b(innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|setHTMLUnsafe)\b")


def test_a_file_has_one_idea() -> None:
    assert named(path for path in SOURCES if len(path.read_text("utf-8").splitlines()) > MOST_LINES) == []


def test_nothing_is_left_for_later() -> None:
    marked = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b")
    assert named(path for path in SOURCES if marked.search(path.read_text("utf-8"))) == []


def test_text_never_becomes_markup() -> None:
    assert named(path for path in SCRIPTS if PARSES_MARKUP.search(without_comments(path.read_text("utf-8")))) == []


def test_a_module_says_what_it_is() -> None:
    assert [name for name, path in modules().items() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))] == []


def named(paths: Iterable[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def without_comments(script: str) -> str:
    return re.sub(r"/\*.*?\*/|(?<!:)//[^\n]*", "", script, flags=re.S)
