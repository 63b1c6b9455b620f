"""The page of one's own probe as the server renders it: the ranking of the API, and a sentence for every trouble."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from rendered import start
from serving import API, serve
from starlette.testclient import TestClient
from test_api_probe import WITH, WITHOUT

from app.pages.probe_examples import ENGLISH, STRINGS
from model import enough_examples

LISTS = {"with": "\n".join(WITH), "without": "\r\n".join(WITHOUT)}


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def page(client: TestClient, **query: Any) -> str:
    response = client.get("/probe", params=query)
    assert response.status_code == 200
    return response.text


def troubles(html: str) -> list[str]:
    return [unescape(each) for each in re.findall(r"△ ([^<]*)<", html)]


def test_the_page_holds_the_ranking_of_the_api(client: TestClient) -> None:
    asked = {"model": "tiny-gru", "layer": 1, "signal": "update", "at": "mean"}
    html = page(client, **LISTS, **asked, unit=3)
    answer = client.post(f"{API}/figures/probe", json={"with": WITH, "without": WITHOUT, **asked}).json()
    data = start(html)
    assert data["answer"] == answer
    assert data["view"] == asked | {"having": LISTS["with"], "lacking": LISTS["without"], "unit": 3}
    rows = re.findall(r'<tr><th scope="row">(\d+)</th><td>([\d.]+)</td>', html)
    assert [int(unit) for unit, _ in rows] == [each["unit"] for each in answer["units"]]
    assert [auc for _, auc in rows] == [f"{each['auc']:.3f}" for each in answer["units"]]


def test_it_opens_with_an_example_and_links_to_the_others(client: TestClient) -> None:
    html = page(client)
    first, *_ = ENGLISH
    assert start(html)["view"]["having"].split("\n") == list(first.having)
    assert start(html)["answer"]["examples"] == [len(first.having), len(first.lacking)]
    links = re.findall(r'<a href="([^"]+)" data-example', html)
    assert len(links) == len(ENGLISH)
    other = start(client.get(unescape(links[1])).text)
    assert other["view"]["lacking"].split("\n") == list(ENGLISH[1].lacking)


@pytest.mark.parametrize("example", [*ENGLISH, *STRINGS], ids=lambda each: each.name)
def test_examples_have_enough_distinct_sentences_to_tell(example: Any) -> None:
    assert min(len(example.having), len(example.lacking)) >= enough_examples(1024)
    assert len({*example.having, *example.lacking}) == len(example.having) + len(example.lacking)


@pytest.mark.parametrize(("query", "trouble"), [
    ({"with": "", "without": "b"}, "Type at least one sentence."),
    ({"with": "a"}, "Type at least one sentence."),
    ({"with": "a", "without": "b\r\n\r\n" + "c" * 2001}, "Line 3: Text is 2,001 characters long"),
    ({"with": "a\n" * 201, "without": "b"}, "201 sentences: at most 200"),
    ({"with": "a", "without": "b"}, "1 with and 1 without are too few to tell"),
    ({**LISTS, "model": "<b>"}, "There is no model “<b>”"),
    ({**LISTS, "layer": "9"}, "There is no layer “9”"),
    ({**LISTS, "at": "first"}, "At can be last or mean"),
])  # fmt: skip
def test_what_cannot_be_asked_is_said(client: TestClient, query: dict[str, str], trouble: str) -> None:
    html = page(client, **query)
    assert any(each.startswith(trouble) for each in troubles(html)), troubles(html)


@pytest.mark.parametrize("text", ["\0\x1b[31m", "</textarea><script>alert(1)</script>", "\u202e", "{{7*7}}", "﷽" * 300])
def test_nothing_that_is_typed_breaks_the_page(client: TestClient, text: str) -> None:
    html = page(client, **{"with": f"a\n{text}", "without": f"{text}\nb"})
    assert "<script>alert" not in html
    assert start(html)["answer"]["examples"] == [2, 2]
    assert client.get("/probe?with=%ff&without=%ed%a0%80").status_code == 200
