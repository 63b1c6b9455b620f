"""`/probe`: what the model finds, ranked; when it tells nothing; and what is refused."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import API, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.probe import ProbeAnswer
from model import Kind, LoadedModel, enough_examples, probe_units
from model.knowledge.probe import At

WITH = [f"The queen {word}" for word in ("was", "said", "and the key", "in the door", "did", "would", "or not")]
WITHOUT = [text.replace("queen", "king") for text in WITH]
FIELDS: dict[str, Any] = {"with": WITH, "without": WITHOUT}


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def probe(client: TestClient, **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/probe", json=FIELDS | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    ProbeAnswer.model_validate(answer)
    return answer


@pytest.mark.parametrize(("kind", "signal"), [("lstm", "cell"), ("lstm", "forget"), ("rnn", "hidden"), ("gru", None)])
@pytest.mark.parametrize("at", ["last", "mean"])
def test_a_probe_is_that_of_the_model(
    client: TestClient, tiny_models: dict[Kind, LoadedModel], kind: Kind, signal: str | None, at: At
) -> None:
    answer = probe(client, model=f"tiny-{kind}", layer=1, signal=signal, at=at)
    expected = probe_units(tiny_models[kind], WITH, WITHOUT, 1, signal or "hidden", at)
    assert (answer["model"], answer["layer"], answer["signal"]) == (f"tiny-{kind}", 1, signal or "hidden")
    assert sorted(each["unit"] for each in answer["units"]) == list(range(8))
    for each in answer["units"]:
        assert each["layer"] == 1
        assert each["auc"] == pytest.approx(expected.auc[each["unit"]], rel=1e-5)
    distances = [abs(each["auc"] - 0.5) for each in answer["units"]]
    assert distances == pytest.approx(sorted(distances, reverse=True), abs=1e-6)
    assert answer["band"] == pytest.approx(expected.band, rel=1e-5)
    assert answer["examples"] == [len(WITH), len(WITHOUT)]
    assert answer["notices"] == []


def test_nothing_said_is_the_last_cell_of_the_first_layer(client: TestClient) -> None:
    assert probe(client) == probe(client, model="tiny-lstm", layer=0, signal="cell", at="last")
    assert probe(client) != probe(client, at="mean")


def test_the_same_request_gives_the_same_bytes(client: TestClient) -> None:
    one, other = (client.post(f"{API}/probe", json=FIELDS).content for _ in range(2))
    assert one == other


def test_one_example_of_each_tells_nothing_and_says_so(client: TestClient) -> None:
    answer = probe(client, **{"with": WITH[:1], "without": WITHOUT[:1]})
    assert answer["band"] == [0, 1]
    (notice,) = answer["notices"]
    assert notice.startswith("1 with and 1 without are too few to tell")
    assert f"From {enough_examples(8)} in each list" in notice


def test_as_many_examples_as_the_notice_says_are_enough(client: TestClient) -> None:
    enough = enough_examples(8)
    answer = probe(client, **{"with": WITH[:enough], "without": WITHOUT[:enough]})
    assert answer["band"] != [0, 1]
    assert answer["notices"] == []


def test_texts_that_repeat_are_told(client: TestClient) -> None:
    answer = probe(client, **{"with": WITH + WITH[:2], "without": [*WITHOUT, WITH[0]]})
    assert answer["examples"] == [9, 8]
    assert answer["notices"] == ["Of the 17 texts 3 repeat another one. They are counted, but tell nothing new."]


def test_200_texts_of_each(client: TestClient) -> None:
    many = {"with": [f"The queen {n}" for n in range(200)], "without": [f"The king {n}" for n in range(200)]}
    assert probe(client, **many)["examples"] == [200, 200]
    over = many["with"] + ["The boy"]
    check_problem(client.post(f"{API}/probe", json=many | {"with": over}), 422, "bad_input", "with")
    check_problem(client.post(f"{API}/probe", json=many | {"without": over}), 422, "bad_input", "without")


@pytest.mark.parametrize(("fields", "status", "field"), [
    ({"with": []}, 422, "with"),
    ({"without": []}, 422, "without"),
    ({"with": None}, 422, "with"),
    ({"with": "MARKED words"}, 422, "with"),
    ({"with": ["a", 5]}, 422, "with[1]"),
    ({"with": ["a", " "]}, 422, "with[1]"),
    ({"without": [""]}, 422, "without[0]"),
    ({"without": ["a", "a" * 2001]}, 422, "without[1]"),
    ({"with": ["\U0001f600" * 1000]}, 422, "with[0]"),
    ({"layer": 2}, 404, "layer"),
    ({"layer": -1}, 422, "layer"),
    ({"layer": True}, 422, "layer"),
    ({"signal": "MARKED"}, 422, "signal"),
    ({"signal": "reset"}, 422, "signal"),
    ({"model": "tiny-rnn", "signal": "cell"}, 422, "signal"),
    ({"signal": 5}, 422, "signal"),
    ({"at": "first"}, 422, "at"),
    ({"at": None}, 422, "at"),
    ({"model": "nobody"}, 404, "model"),
    ({"having": ["a"]}, 422, "having"),
    ({"text": "a"}, 422, "text"),
])  # fmt: skip
def test_what_cannot_be_probed_is_named(client: TestClient, fields: dict[str, Any], status: int, field: str) -> None:
    response = client.post(f"{API}/probe", json=FIELDS | fields)
    check_problem(response, status, field=field)
    assert "MARK" not in response.text


def test_a_list_that_is_missing_is_named(client: TestClient) -> None:
    problem = check_problem(client.post(f"{API}/probe", json={"with": WITH}), 422, "bad_input", "without")
    assert problem["detail"] == "`without` is missing."


lists = st.lists(st.text(max_size=6), max_size=3) | st.none() | st.text(max_size=3)


@settings(max_examples=60, deadline=None)
@given(having=lists, lacking=lists)
def test_no_lists_break_the_server(client: TestClient, having: Any, lacking: Any) -> None:
    response = client.post(f"{API}/probe", json={"with": having, "without": lacking, "model": "tiny-rnn"})
    if response.status_code != 200:
        check_problem(response, 422, "bad_input")
