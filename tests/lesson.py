"""Pages of the lesson as the server renders them, and what they link to."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlsplit

from fastapi import FastAPI
from starlette.testclient import TestClient

from app.lesson.chapters import CHAPTERS
from app.lesson.twins import lesson_of
from app.serialize import Json
from model import LoadedModel

SLUGS = [chapter.slug for chapter in CHAPTERS]


def twins(client: TestClient) -> tuple[LoadedModel, LoadedModel]:
    """The LSTM and the RNN that the lesson has chosen."""
    assert isinstance(client.app, FastAPI)
    lesson = lesson_of(client.app.state.explorer)
    return lesson.lstm, lesson.rnn


def chapter_html(client: TestClient, slug: str, **state: object) -> str:
    """The page of a chapter."""
    answer = client.get(f"/lesson/{slug}", params={name: str(value) for name, value in state.items()})
    assert answer.status_code == 200, answer.text[:500]
    return answer.text


def figure(client: TestClient, slug: str, **state: object) -> Json:
    """Its figure in a state, as the script asks for it."""
    answer = client.get(f"/lesson/{slug}/figure", params={name: str(value) for name, value in state.items()})
    assert answer.status_code == 200, answer.text[:500]
    drawn: Json = answer.json()
    return drawn


def moves(html: str) -> list[dict[str, str]]:
    """The states to which the links of a part of a page lead."""
    links = re.findall(r'<a class="move" href="([^"]*)" data-moves>', html)
    return [dict(parse_qsl(urlsplit(unescape(link)).query)) for link in links]


def question(html: str) -> str:
    """The part of a page that asks."""
    found = re.search(r'<section class="lesson-question".*?</section>', html, re.DOTALL)
    assert found
    return found[0]


def text_of(html: str) -> str:
    """What is read of some markup."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]*>", "", html))).strip()
