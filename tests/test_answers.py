"""The memory of answers: what is recalled, what is computed anew, and what it may take."""

from pathlib import Path
from typing import Any

import pytest
from serving import API, TEXT, check_problem, serve

from app.answers import AnswerCache, digest
from app.explore import Explorer


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that were computed for, as it happens."""
    read, texts = Explorer.trace, list[str]()

    def counted(self: Explorer, asked: Any) -> Any:
        texts.append(asked.text)
        return read(self, asked)

    monkeypatch.setattr(Explorer, "trace", counted)
    return texts


def test_the_same_question_is_computed_once_however_it_is_put(tiny_folder: Path, computed: list[str]) -> None:
    with serve(tiny_folder) as client:
        first = client.post(f"{API}/trace", json={"text": TEXT, "top_k": 5})
        again = client.post(f"{API}/trace", json={"decimals": 4, "text": TEXT})
        by_link = client.get(f"{API}/trace", params={"text": TEXT})
        other = client.post(f"{API}/trace", json={"text": TEXT, "decimals": 3})
        figures = client.post(f"{API}/figures", json={"text": TEXT})
    assert first.content == again.content == by_link.content
    assert other.content != first.content != figures.content
    assert computed == [TEXT, TEXT]


def test_an_error_is_not_recalled_as_an_answer(tiny_folder: Path, computed: list[str]) -> None:
    with serve(tiny_folder) as client:
        for _ in range(2):
            check_problem(client.post(f"{API}/trace", json={"text": TEXT, "layer": 7}), 404, "not_found")
    assert computed == [TEXT, TEXT]


def test_without_room_everything_is_computed(tiny_folder: Path, computed: list[str]) -> None:
    with serve(tiny_folder, cache=0) as client:
        answers = [client.post(f"{API}/trace", json={"text": TEXT}).json() for _ in range(2)]
    assert answers[0] | {"elapsed": 0} == answers[1] | {"elapsed": 0}
    assert computed == [TEXT, TEXT]


def test_what_was_sent_before_is_not_even_read(tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with serve(tiny_folder) as client:
        first = client.post(f"{API}/trace", json={"text": TEXT})
        monkeypatch.setattr("app.api.strict.parse_json", None)  # whoever reads falls over it
        again = client.post(f"{API}/trace", json={"text": TEXT})
        elsewhere = client.post(f"{API}/figures", content=first.request.content, headers={"Content-Type": "text/plain"})
    assert again.content == first.content
    check_problem(elsewhere, 415, "wrong_content_type")


def test_what_is_sent_in_parts_is_not_taken_for_another_whole() -> None:
    assert digest(b"ab", b"c") != digest(b"a", b"bc")


def test_the_answers_used_last_are_kept() -> None:
    kept = AnswerCache(10)
    for name in (b"a", b"b", b"c"):
        kept.keep(name, b"1234")
        kept.recognise(name.upper(), name)
        kept.get(b"a")
    kept.keep(b"d", bytes(11))
    assert [name for name in (b"a", b"b", b"c", b"d") if kept.get(name)] == [b"a", b"c"]
    assert [name for name in (b"A", b"B", b"C", b"D") if kept.recall(name)] == [b"A", b"C"]
