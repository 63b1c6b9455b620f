"""`/compare` and `/ablate`: what the model finds, ranked and rounded; and what is refused."""

import base64
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.ablate import AblateAnswer
from app.schemas.compare import CompareAnswer
from model import Kind, LoadedModel, ablate_all, compare_traces, score_texts, trace_text

A, B = "The queen was tired, but the others said no.", "The old king was tired, but the others said no."
SHORT = "The queen was tired, but the king said that"


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def compare(client: TestClient, **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/compare", json={"a": A, "b": B} | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    CompareAnswer.model_validate(answer)
    return answer


def ablate(client: TestClient, **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/ablate", json={"text": SHORT} | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    AblateAnswer.model_validate(answer)
    return answer


@pytest.mark.parametrize("kind", ["lstm", "rnn", "gru"])
@pytest.mark.parametrize("layer", [0, 1])
def test_a_comparison_is_that_of_the_model(
    client: TestClient, tiny_models: dict[Kind, LoadedModel], kind: Kind, layer: int
) -> None:
    model = tiny_models[kind]
    answer = compare(client, model=f"tiny-{kind}", layer=layer, decimals=7)
    a, b = trace_text(model, A), trace_text(model, B)
    expected = compare_traces(a, b, layer)
    assert (answer["model"], answer["layer"]) == (f"tiny-{kind}", layer)
    for side, trace in (("a", a), ("b", b)):
        assert [token["text"] for token in answer[side]["tokens"]] == [token.text for token in trace.tokens]
    assert [tuple(pair) for pair in answer["alignment"]] == expected.alignment
    assert 0 < len(expected.alignment) < len(b.tokens)
    assert list(answer["differences"]) == list(a.signals)
    for name, values in expected.differences.items():
        np.testing.assert_allclose(answer["differences"][name], values, atol=1e-6)
    for name in ("cell", "hidden"):
        assert answer["wake"][name] == (
            pytest.approx(expected.wake[name].tolist(), rel=1e-5) if name in expected.wake else None
        )
    assert answer["wake"]["ends"] == expected.ends


def test_a_text_compared_with_itself_is_zero(client: TestClient) -> None:
    answer = compare(client, a=TEXT, b=TEXT)
    steps = len(answer["a"]["tokens"])
    assert answer["alignment"] == [[step, step] for step in range(steps)]
    assert not any(np.any(values) for values in answer["differences"].values())
    assert answer["wake"] == {"cell": [0] * steps, "hidden": [0] * steps, "ends": None}


def test_the_other_way_round_differences_change_their_sign(client: TestClient) -> None:
    one, other = "The 7 was tired.", "The 8 was tired."  # one way alone to align them
    there, back = compare(client, a=one, b=other), compare(client, a=other, b=one)
    for name, values in there["differences"].items():
        np.testing.assert_array_equal(values, -np.array(back["differences"][name]))
    assert there["wake"] == back["wake"]


def test_differences_in_base64(client: TestClient) -> None:
    plain, packed = (compare(client, decimals=9, encoding=encoding) for encoding in ("list", "base64"))
    for name, values in plain["differences"].items():
        array = packed["differences"][name]
        found = np.frombuffer(base64.b64decode(array["data"]), "<f4").reshape(array["shape"])
        np.testing.assert_allclose(found, values, atol=1e-8)


@pytest.mark.parametrize(("fields", "status", "field"), [
    ({"a": " "}, 422, "a"),
    ({"b": ""}, 422, "b"),
    ({"b": "b" * 2001}, 422, "b"),
    ({"a": None}, 422, "a"),
    ({"b": 5}, 422, "b"),
    ({"text": "a"}, 422, "text"),
    ({"layer": 2}, 404, "layer"),
    ({"model": "nobody"}, 404, "model"),
    ({"decimals": 10}, 422, "decimals"),
    ({"encoding": "hex"}, 422, "encoding"),
])  # fmt: skip
def test_what_cannot_be_compared_is_named(client: TestClient, fields: dict[str, Any], status: int, field: str) -> None:
    check_problem(client.post(f"{API}/compare", json={"a": A, "b": B} | fields), status, field=field)


@pytest.mark.parametrize("kind", ["lstm", "rnn", "gru"])
@pytest.mark.parametrize("step", [None, 0, 3])
def test_an_ablation_is_that_of_the_model(
    client: TestClient, tiny_models: dict[Kind, LoadedModel], kind: Kind, step: int | None
) -> None:
    model = tiny_models[kind]
    answer = ablate(client, model=f"tiny-{kind}", step=step)
    ids = [token.id for token in model.tokenizer.encode(SHORT)]
    expected = ablate_all(model, ids[: None if step is None else step + 1], *pronouns(model))
    assert answer["step"] == (len(ids) - 1 if step is None else step)
    assert (answer["for"], answer["against"], answer["value"]) == (" she", " he", 0)
    check_units(answer, expected.log_odds, expected.ablated)


def test_units_may_be_held_at_their_means(tiny_folder: Path, tmp_path: Path, tiny: LoadedModel) -> None:
    means = torch.linspace(-0.9, 0.9, 16).reshape(2, 8)
    with serve(with_means(tiny_folder, tmp_path, means.tolist())) as client:
        answer = ablate(client, value="mean")
        ids = [token.id for token in tiny.tokenizer.encode(SHORT)]
        expected = ablate_all(tiny, ids, *pronouns(tiny), means)
        assert answer["value"] == "mean"
        check_units(answer, expected.log_odds, expected.ablated)
        assert answer["units"] != ablate(client, value=0)["units"]


def test_a_model_whose_means_nobody_measured(client: TestClient) -> None:
    response = client.post(f"{API}/ablate", json={"text": SHORT, "value": "mean"})
    assert "--only units" in check_problem(response, 422, "bad_input", "value")["detail"]


@pytest.mark.parametrize("name", ["english-lstm", "english-rnn"])
def test_the_shipped_cards_have_means(name: str) -> None:
    card = Path(__file__).parent.parent / "model" / "checkpoints" / name / "card.json"
    means = np.array(json.loads(card.read_text("utf-8"))["units"]["mean_hidden"])
    assert means.shape[1] >= 256
    assert 0 < np.abs(means).max() < 1


def test_several_tokens_are_scored_as_a_sequence(client: TestClient, tiny: LoadedModel) -> None:
    answer = ablate(client, **{"for": " she would", "against": " the king"})
    one, other = score_texts(tiny, [f"{SHORT} she would", f"{SHORT} the king"])
    assert answer["log_odds"] == pytest.approx(one.log_probability - other.log_probability, abs=1e-3)


def test_the_same_continuation_twice_has_no_odds(client: TestClient) -> None:
    answer = ablate(client, **{"for": " he"})
    assert answer["log_odds"] == 0
    assert [(each["layer"], each["unit"]) for each in answer["units"]] == [(n // 8, n % 8) for n in range(16)]


@pytest.mark.parametrize(("fields", "status", "field"), [
    ({"text": " "}, 422, "text"),
    ({"text": "a" * 2001}, 422, "text"),
    ({"step": 500}, 422, "step"),
    ({"step": -1}, 422, "step"),
    ({"for": ""}, 422, "for"),
    ({"against": ""}, 422, "against"),
    ({"for": None}, 422, "for"),
    ({"against": "MARK" * 17}, 422, "against"),
    ({"favoured": " she"}, 422, "favoured"),
    ({"value": "MARK"}, 422, "value"),
    ({"value": 0.5}, 422, "value"),
    ({"value": False}, 422, "value"),
    ({"value": None}, 422, "value"),
    ({"model": "nobody"}, 404, "model"),
    ({"layer": 0}, 422, "layer"),
])  # fmt: skip
def test_what_cannot_be_ablated_is_named(client: TestClient, fields: dict[str, Any], status: int, field: str) -> None:
    response = client.post(f"{API}/ablate", json={"text": SHORT} | fields)
    check_problem(response, status, field=field)
    assert "MARK" not in response.text


def pronouns(model: LoadedModel) -> tuple[list[int], list[int]]:
    return model.tokenizer.encode_ids(" she"), model.tokenizer.encode_ids(" he")


def check_units(answer: dict[str, Any], log_odds: float, ablated: torch.Tensor) -> None:
    """Every unit once, with its numbers, by falling |change|."""
    assert answer["log_odds"] == pytest.approx(log_odds, rel=1e-5)
    found = {(each["layer"], each["unit"]): each for each in answer["units"]}
    assert len(found) == len(answer["units"]) == ablated.numel()
    for (layer, unit), each in found.items():
        assert each["log_odds"] == pytest.approx(float(ablated[layer, unit]), rel=1e-5)
        assert each["change"] == pytest.approx(float(ablated[layer, unit]) - log_odds, rel=1e-4, abs=1e-9)
    sizes = [abs(each["change"]) for each in answer["units"]]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 0


def with_means(folder: Path, place: Path, means: list[list[float]]) -> Path:
    """A copy of checkpoints whose LSTM has its means in its card."""
    copy = Path(shutil.copytree(folder, place / "checkpoints"))
    file = copy / "tiny-lstm" / "card.json"
    card = json.loads(file.read_text("utf-8"))
    card["units"]["mean_hidden"] = means
    file.write_text(json.dumps(card), "utf-8")
    return copy
