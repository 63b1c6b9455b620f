"""Every chapter of the lesson: its links are states of its figure, its question has an answer, no number is typed."""

import ast
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from imports import ROOT
from lesson import SLUGS, chapter_html, figure, moves, question, text_of, twins
from serving import serve
from starlette.testclient import TestClient

from app.lesson.chapters import CHAPTERS

TEMPLATES = [ROOT / "templates" / chapter.template for chapter in CHAPTERS]
# What is no prose: comments, what is computed, formulas, and markup.
NO_PROSE = r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<math.*?</math>|<[^>]*>"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_chapter_has_all_its_parts_and_a_table_for_those_without_scripts(shipped: TestClient, slug: str) -> None:
    chapter, html = CHAPTERS[SLUGS.index(slug)], chapter_html(shipped, slug)
    words = text_of(html)
    assert all(quote.replace('"', "") in words.replace('"', "") for quote in chapter.quotes)
    drawn = figure(shipped, slug)
    for part in ("value", "words", "says"):
        assert drawn[part] in words, part
    assert drawn["notices"] == []
    (still,) = re.findall(r"<noscript><div.*?</noscript>", html, re.DOTALL)
    table = drawn["table"]
    assert still.count("<td>") == len(table["rows"]) * len(table["columns"]) == sum(map(len, table["cells"]))
    for source in chapter.sources:
        assert source.partition("-")[2] in words


@pytest.mark.parametrize("slug", SLUGS)
def test_links_are_states_of_the_figure_and_some_move_it(shipped: TestClient, slug: str) -> None:
    html, usual = chapter_html(shipped, slug), figure(shipped, slug)
    states = moves(html)
    assert len(states) >= 2
    for state in states:
        drawn = figure(shipped, slug, **state)
        assert drawn["notices"] == [], state
        for name, value in state.items():
            shown = drawn["state"][name]
            assert str(shown) == value or float(shown) == float(value), name
    moved = [figure(shipped, slug, **state)["figure"] for state in states]
    without_time = [{**each, "reading": None} for each in moved]
    assert any(each != {**usual["figure"], "reading": None} for each in without_time)


@pytest.mark.parametrize("slug", SLUGS)
def test_its_question_is_open_at_first_and_answered_by_what_it_shows(shipped: TestClient, slug: str) -> None:
    html = chapter_html(shipped, slug)
    assert figure(shipped, slug)["answer"] is None
    assert re.search(r'data-drawn="answer" hidden>', html)
    shown, *_ = moves(question(html))
    answer = figure(shipped, slug, **shown)["answer"]
    assert answer
    assert answer in text_of(chapter_html(shipped, slug, **shown))


@pytest.mark.parametrize("slug", SLUGS)
def test_what_cannot_be_used_becomes_a_notice(shipped: TestClient, slug: str) -> None:
    usual = figure(shipped, slug)
    for bad in ("-7", "<b>\u202e", "9" * 30, "nan"):
        drawn = figure(shipped, slug, **dict.fromkeys(usual["state"], bad))
        assert drawn["says"]
        html = chapter_html(shipped, slug, **dict.fromkeys(usual["state"], bad))
        assert len(drawn["notices"]) == html.count("<p>△")
        assert "<b><" not in html


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_no_number_is_typed_into_the_text(template: Path) -> None:
    source = template.read_text("utf-8")
    assert re.findall(r"\d", re.sub(NO_PROSE, "", source, flags=re.DOTALL)) == []
    spoken = [text for code in re.findall(r"\{\{.*?\}\}", source, re.DOTALL) for text in re.findall(r'"([^"]*)"', code)]
    assert [text for text in spoken if re.search(r"\d", text)] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_no_number_is_typed_into_what_is_said_of_a_figure(slug: str) -> None:
    module = ast.parse((ROOT / "app" / "lesson" / f"{slug.replace('-', '_')}.py").read_text("utf-8"))
    typed = [text for function in module.body if isinstance(function, ast.FunctionDef) for text in spoken_by(function)]
    assert [text for text in typed if re.search(r"\d", text)] == []


def spoken_by(function: ast.FunctionDef) -> Iterator[str]:
    """The strings of a function; neither its docstring nor how numbers are written."""
    formats = {id(part) for node in ast.walk(function) if isinstance(node, ast.FormattedValue) and node.format_spec
               for part in ast.walk(node.format_spec)}  # fmt: skip
    for statement in function.body:
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        for node in ast.walk(statement):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in formats:
                yield node.value


def test_the_list_has_all_chapters_in_order_and_says_who_reads(shipped: TestClient) -> None:
    html = shipped.get("/lesson").text
    assert re.findall(r'<li data-chapter="([^"]*)"', html) == SLUGS
    for chapter in CHAPTERS:
        assert chapter.title in html
        assert chapter.sentence in text_of(html)
    for model in twins(shipped):
        assert model.card["sentence"] in text_of(html)


def test_the_chapters_lead_from_one_to_the_next_and_the_teachers_view_stays(shipped: TestClient) -> None:
    for view in ("", "?view=teacher"):
        visited, way = [], f"/lesson/{SLUGS[0]}{view}"
        while len(visited) <= len(SLUGS) and way != "/lesson":
            html = shipped.get(way).text
            assert ('<header class="top">' in html) == (view == "")
            visited.append(way)
            (way,) = re.findall(r'href="([^"]*)" rel="next"', html)
        assert visited == [f"/lesson/{slug}{view}" for slug in SLUGS]


def test_without_scripts_a_field_leaves_the_figure_where_it_stands(shipped: TestClient) -> None:
    assert '<input type="hidden"' not in chapter_html(shipped, "order-matters", step=2, unit=7)  # it has no such fields
    for query, kept in (({}, []), ({"step": 2, "unit": 7}, [("step", "2"), ("unit", "7")])):
        html = chapter_html(shipped, "conveyor-belt", **query)
        assert re.findall(r'<input type="hidden" name="(\w+)" value="(\w+)">', html) == kept


def test_what_is_no_chapter_is_not_found(shipped: TestClient) -> None:
    for path in ("/lesson/nothing", "/lesson/nothing/figure"):
        assert shipped.get(path).status_code == 404


def test_a_server_without_twins_says_what_is_missing(tiny_folder: Path, tmp_path: Path) -> None:
    shutil.copytree(tiny_folder / "tiny-lstm", tmp_path / "tiny-lstm")
    answer = serve(tmp_path).get("/lesson")
    assert answer.status_code == 404
    assert "an LSTM and a simple RNN" in answer.json()["detail"]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_chapter_says_what_other_twins_do(tiny_folder: Path, slug: str) -> None:
    client = serve(tiny_folder)
    html = chapter_html(client, slug)
    assert figure(client, slug)["value"] in text_of(html)
    for state in moves(html):
        assert figure(client, slug, **state)["notices"] == []
