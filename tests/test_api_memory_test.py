"""`/memory-test`: what is left of a subject, typed or built in; and what is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import API, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.memory_test import MemoryTestAnswer
from model import FILLERS, Kind, LoadedModel, memory_test

TYPED = {"a": "The queen", "b": "The king", "filler": " was sitting by the window, alone,"}


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def ask(client: TestClient, **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/memory-test", json=fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    MemoryTestAnswer.model_validate(answer)
    return answer


def test_typed_subjects_and_filler_are_read_to_the_end(
    client: TestClient, tiny_models: dict[Kind, LoadedModel]
) -> None:
    filler = 10 * TYPED["filler"]
    answer = ask(client, **TYPED | {"filler": filler}, models=["tiny-rnn", "tiny-lstm"])
    length = len(tiny_models["lstm"].tokenizer.encode_ids(filler))
    assert length > 100
    assert answer["distances"] == list(range(1, length + 1))
    assert [entry["model"] for entry in answer["models"]] == ["tiny-rnn", "tiny-lstm"]
    for entry, kind in zip(answer["models"], ("rnn", "lstm"), strict=True):
        expected = memory_test(tiny_models[kind], (("The queen", "The king"),), (filler,), longest=length)
        assert entry["mean"] == pytest.approx(expected.mean, rel=1e-5)
        assert entry["low"] == entry["high"] == entry["mean"]  # of one reading there is no spread
    assert max(map(abs, answer["models"][0]["mean"])) > 0


def test_nothing_typed_is_the_built_in_list(client: TestClient, tiny: LoadedModel) -> None:
    answer, expected = ask(client, models=["tiny-lstm"]), memory_test(tiny)
    (entry,) = answer["models"]
    assert answer["distances"] == expected.distances == list(range(1, 51))
    for name in ("mean", "low", "high"):
        assert entry[name] == pytest.approx(getattr(expected, name), rel=1e-5)
    assert all(low <= high for low, high in zip(entry["low"], entry["high"], strict=True))


def test_typed_subjects_are_read_before_the_built_in_fillers(client: TestClient, tiny: LoadedModel) -> None:
    (entry,) = ask(client, a="The queen", b="The king", models=["tiny-lstm"])["models"]
    assert entry["mean"] == pytest.approx(memory_test(tiny, (("The queen", "The king"),), FILLERS).mean, rel=1e-5)


def test_other_words_may_be_compared(client: TestClient) -> None:
    there, back = (
        ask(client, **TYPED, **{"for": one, "against": other})["models"][0]["mean"]
        for one, other in ((" was", " said"), (" said", " was"))
    )
    assert there == pytest.approx([-value for value in back], abs=1e-6)
    assert there != ask(client, **TYPED)["models"][0]["mean"]


def test_no_models_are_all_that_share_the_tokens(client: TestClient) -> None:
    assert [entry["model"] for entry in ask(client, **TYPED)["models"]] == ["tiny-lstm", "tiny-gru", "tiny-rnn"]


@pytest.mark.parametrize(("fields", "status", "field"), [
    ({"b": None}, 422, "b"),
    ({"a": None}, 422, "a"),
    ({"a": " "}, 422, "a"),
    ({"b": "b" * 2001}, 422, "b"),
    ({"filler": ""}, 422, "filler"),
    ({"filler": "a" * 2001}, 422, "filler"),
    ({"filler": 5}, 422, "filler"),
    ({"for": " MARKED words"}, 422, "for"),
    ({"against": ""}, 422, "against"),
    ({"for": None}, 422, "for"),
    ({"favoured": " she"}, 422, "favoured"),
    ({"models": ["nobody"]}, 404, "models"),
    ({"models": []}, 422, "models"),
    ({"text": "a"}, 422, "text"),
])  # fmt: skip
def test_what_cannot_be_read_is_named(client: TestClient, fields: dict[str, Any], status: int, field: str) -> None:
    response = client.post(f"{API}/memory-test", json=TYPED | fields)
    check_problem(response, status, field=field)
    assert "MARK" not in response.text


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"5", b'"text"', b"true"])
def test_a_body_that_is_no_request(client: TestClient, body: bytes) -> None:
    response = client.post(f"{API}/memory-test", content=body, headers={"content-type": "application/json"})
    check_problem(response, 422, "bad_input")


strange = st.none() | st.text(max_size=12) | st.sampled_from([" she", " he", " was", "\0", "女王", "e\u0301"])


@settings(max_examples=100, deadline=None)
@given(fields=st.dictionaries(st.sampled_from(["a", "b", "filler", "for", "against"]), strange))
def test_no_words_break_the_server(client: TestClient, fields: dict[str, Any]) -> None:
    response = client.post(f"{API}/memory-test", json={"models": ["tiny-rnn"]} | fields)
    if response.status_code != 200:
        check_problem(response, 422, "bad_input")
