"""`/trace`: the numbers of the model, selected, rounded or in base64."""

import base64
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.answers import TraceAnswer
from model import LoadedModel, predict, signal_names, trace_text


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def ask(client: TestClient, **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/trace", json={"text": TEXT} | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    TraceAnswer.model_validate(answer)
    return answer


def test_the_values_are_those_of_the_model(client: TestClient, tiny: LoadedModel) -> None:
    answer, trace = ask(client, decimals=9), trace_text(tiny, TEXT)
    assert [layer["layer"] for layer in answer["layers"]] == [0, 1]
    for layer in answer["layers"]:
        assert layer["units"] == list(range(8))
        assert list(layer["signals"]) == list(signal_names("lstm"))
        for name, values in layer["signals"].items():
            np.testing.assert_allclose(values, trace.signals[name][layer["layer"]], atol=1e-9)


@pytest.mark.parametrize("decimals", [0, 3, 9])
def test_signals_and_surprisal_are_rounded(client: TestClient, decimals: int) -> None:
    answer = ask(client, decimals=decimals)
    values = np.array(answer["layers"][0]["signals"]["cell"])
    surprisal = [each["surprisal"] for each in answer["predictions"][1:]]
    for numbers in (values.ravel().tolist(), surprisal):
        assert all(number == round(number, decimals) for number in numbers)


def test_base64_gives_float32_as_computed(client: TestClient, tiny: LoadedModel) -> None:
    encoded = ask(client, encoding="base64", layer=1, units=[5, 2])["layers"][0]["signals"]["forget"]
    array = np.frombuffer(base64.b64decode(encoded["data"]), dtype="<f4").reshape(encoded["shape"])
    expected = trace_text(tiny, TEXT).signals["forget"][1][:, [5, 2]].numpy()
    assert encoded["dtype"] == "f4"
    assert array.tobytes() == np.ascontiguousarray(expected).tobytes()


def test_layers_signals_and_units_are_selected(client: TestClient) -> None:
    everything = ask(client)["layers"][1]["signals"]
    (layer,) = ask(client, layer=1, signals=["hidden", "forget"], units=[7, 0])["layers"]
    assert layer["layer"] == 1
    assert layer["units"] == [7, 0]
    assert list(layer["signals"]) == ["forget", "hidden"]
    for name, values in layer["signals"].items():
        assert values == [[row[7], row[0]] for row in everything[name]]


def test_tokens_cover_the_text(client: TestClient) -> None:
    tokens = ask(client, text="“Zoë” 👩‍👩‍👧 said e\u0301")["tokens"]
    assert tokens[0] == {"step": 0, "id": 0, "text": "<s>", "start": 0, "end": 0, "part": None}
    assert [token["step"] for token in tokens] == list(range(len(tokens)))
    assert tokens[-1]["end"] == len("“Zoë” 👩‍👩‍👧 said e\u0301")
    assert any(token["part"] == [1, 4] for token in tokens)


def test_predictions_are_those_of_the_model(client: TestClient, tiny: LoadedModel) -> None:
    answer = ask(client, top_k=3)
    expected = predict(tiny, trace_text(tiny, TEXT), 3)
    assert answer["predictions"][0]["surprisal"] is None
    for step, prediction in enumerate(answer["predictions"]):
        assert [guess["id"] for guess in prediction["top"]] == expected.ids[step].tolist()
        found = [guess["probability"] for guess in prediction["top"]]
        np.testing.assert_allclose(found, expected.probabilities[step], rtol=1e-5)
        assert all(number == float(f"{number:.6g}") for number in found)
    assert answer["perplexity"] == pytest.approx(expected.perplexity, rel=1e-5)


@pytest.mark.parametrize("top_k", [0, 1, 50])
def test_as_many_guesses_as_are_asked_for(client: TestClient, top_k: int) -> None:
    assert {len(each["top"]) for each in ask(client, top_k=top_k)["predictions"]} == {top_k}


@pytest.mark.parametrize("kind", ["rnn", "gru"])
def test_other_kinds_have_their_own_signals(client: TestClient, kind: Any) -> None:
    answer = ask(client, model=f"tiny-{kind}")
    assert answer["kind"] == kind
    assert list(answer["layers"][0]["signals"]) == list(signal_names(kind))


def test_get_answers_what_post_does(client: TestClient) -> None:
    query = {"text": TEXT, "layer": 1, "signals": "forget,cell", "units": "1,3", "top_k": 2, "decimals": 3}
    found = client.get(f"{API}/trace", params=query).json()
    expected = ask(client, layer=1, signals=["forget", "cell"], units=[1, 3], top_k=2, decimals=3)
    assert without_time(found) == without_time(expected)


@pytest.mark.parametrize(
    ("fields", "status", "field"),
    [
        ({"model": "nobody"}, 404, "model"),
        ({"layer": 2}, 404, "layer"),
        ({"units": [8]}, 404, "units"),
        ({"signals": ["forgot"]}, 422, "signals"),
        ({"signals": []}, 422, "signals"),
        ({"units": [1, 1]}, 422, "units"),
        ({"layer": -1}, 422, "layer"),
        ({"decimals": 10}, 422, "decimals"),
        ({"top_k": 51}, 422, "top_k"),
        ({"encoding": "hex"}, 422, "encoding"),
        ({"holds": {}}, 422, "holds"),
        ({"text": 5}, 422, "text"),
        ({"decimals": "5"}, 422, "decimals"),
        ({"decimals": 5.0}, 422, "decimals"),
        ({"decimals": True}, 422, "decimals"),
    ],
)
def test_what_does_not_exist_is_named(client: TestClient, fields: dict[str, Any], status: int, field: str) -> None:
    check_problem(client.post(f"{API}/trace", json={"text": TEXT} | fields), status, field=field)


def test_a_signal_of_another_kind_is_unknown(client: TestClient) -> None:
    response = client.post(f"{API}/trace", json={"text": TEXT, "model": "tiny-rnn", "signals": ["forget"]})
    assert "hidden" in check_problem(response, 422, field="signals")["detail"]


def test_the_same_request_gives_the_same_bytes_whatever_else_runs(tiny_folder: Path) -> None:
    texts = [f"{TEXT} And she slept {'well ' * number}" for number in range(12)]
    with serve(tiny_folder, cache=0, concurrency=4) as alone:
        expected = [without_time(ask(alone, text=text, encoding="base64")) for text in texts]
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda text: without_time(ask(alone, text=text, encoding="base64")), texts * 4))
    assert found == expected * 4


def test_a_cached_answer_is_the_same(client: TestClient) -> None:
    assert without_time(ask(client, text="Once more.")) == without_time(ask(client, text="Once more."))


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "elapsed"}
