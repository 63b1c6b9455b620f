"""`/memory-test`: what is left of a subject, typed or built in; and what is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import API, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.memory_test import MemoryFiguresAnswer, MemoryTestAnswer
from model import FILLERS, SUBJECTS, Kind, LoadedModel, memory_test, subject_difference

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


def draw(client: TestClient, **fields: Any) -> dict[str, Any]:
    """The answer with its figure, which Plotly itself takes."""
    response = client.post(f"{API}/figures/memory-test", json=fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    MemoryFiguresAnswer.model_validate(answer)
    go.Figure(answer["figures"]["left"])
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


def test_carriers_are_the_five_strongest_parts(client: TestClient, tiny_models: dict[Kind, LoadedModel]) -> None:
    for entry, kind in zip(ask(client, **TYPED)["models"], ("lstm", "gru", "rnn"), strict=True):
        parts = subject_difference(tiny_models[kind], (("The queen", "The king"),), (TYPED["filler"],)).carried()
        assert float(parts.sum()) == pytest.approx(entry["mean"][-1], rel=1e-5)
        strongest = sorted(range(8), key=lambda unit: -abs(float(parts[unit])))[:5]
        assert [(each["layer"], each["unit"]) for each in entry["carriers"]] == [(1, unit) for unit in strongest]
        assert [each["part"] for each in entry["carriers"]] == pytest.approx(parts[strongest].tolist(), rel=1e-5)


def test_the_figure_draws_what_the_operation_answers(client: TestClient) -> None:
    answer, expected = draw(client, **TYPED), ask(client, **TYPED)
    assert {name: answer[name] for name in ("distances", "models")} == {
        name: expected[name] for name in ("distances", "models")
    }
    lines = {trace["name"]: trace for trace in answer["figures"]["left"]["data"] if "name" in trace}
    for kind, entry in zip(("LSTM", "GRU", "RNN"), expected["models"], strict=True):
        assert lines[kind]["x"] == expected["distances"]
        assert lines[kind]["y"] == entry["mean"]
    assert [lines[kind]["line"]["dash"] for kind in ("LSTM", "RNN")] == ["solid", "dash"]
    assert {note["text"] for note in answer["figures"]["left"]["layout"]["annotations"]} >= {"LSTM", "RNN", "GRU"}


def test_behind_a_typed_pair_lie_the_built_in_ones_before_the_same_filler(client: TestClient) -> None:
    answer = draw(client, **TYPED, models=["tiny-rnn"])
    (known,) = ask(client, filler=TYPED["filler"], models=["tiny-rnn"])["models"]
    assert answer["built_in"] == [known]
    band, behind, front = answer["figures"]["left"]["data"]
    assert band["y"] == known["high"] + known["low"][::-1]
    assert (behind["y"], front["y"]) == (known["mean"], answer["models"][0]["mean"])


def test_the_built_in_list_has_nothing_behind_it(client: TestClient) -> None:
    answer = draw(client, models=["tiny-lstm"])
    assert answer["built_in"] is None
    assert answer["words"] is None
    band, line = answer["figures"]["left"]["data"]
    (entry,) = answer["models"]
    assert (band["y"], line["y"]) == (entry["high"] + entry["low"][::-1], entry["mean"])


def test_the_texts_read_as_far_as_the_figure_goes(client: TestClient, tiny: LoadedModel) -> None:
    for fields, pair in (({}, SUBJECTS[0]), ({"a": "A nun", "b": "A monk"}, ("A nun", "A monk"))):
        answer = draw(client, **fields, models=["tiny-lstm"])
        for side, subject in zip("ab", pair, strict=True):
            text = answer["texts"][side]
            assert text.startswith(subject + FILLERS[0][:20])
            ids = tiny.tokenizer.encode_ids(subject) + tiny.tokenizer.encode_ids(FILLERS[0])[:50]
            assert tiny.tokenizer.encode_ids(text) == ids


def test_the_words_are_those_of_the_filler_and_no_markup(client: TestClient) -> None:
    answer = draw(client, **TYPED | {"filler": " <b>waited</b> \u202e"}, models=["tiny-lstm"])
    assert "<b>waited</b>" in "".join(answer["words"])
    assert answer["words"][-1].startswith("⟨U+202E⟩")
    hints = "".join(hint for trace in answer["figures"]["left"]["data"] for hint in trace.get("text", []))
    assert "&lt;" in hints
    assert "<" not in hints


def test_a_filler_of_one_token_is_a_point(client: TestClient) -> None:
    answer = draw(client, **TYPED | {"filler": ","}, models=["tiny-lstm"])
    assert answer["distances"] == [1]
    assert answer["figures"]["left"]["data"][-1]["mode"] == "markers"


@pytest.mark.parametrize("name", ["memory-test", "figures/memory-test"])
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
def test_what_cannot_be_read_is_named(
    client: TestClient, name: str, fields: dict[str, Any], status: int, field: str
) -> None:
    response = client.post(f"{API}/{name}", json=TYPED | fields)
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
