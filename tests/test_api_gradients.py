"""`/gradients`: the curves of networks that share their tokens, and what is refused."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient
from torch import Tensor

from app.schemas.gradients import GradientsAnswer
from model import Kind, LoadedModel, halving_distance, load_checkpoint, loss_gradients, trace_text
from model.checkpoint import save_checkpoint
from model.network import LanguageModel, Shape
from model.tokenizer import TextTokenizer

LONG = 4 * (TEXT + " ")


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


@pytest.fixture(scope="module")
def mixed(tiny_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server that has a model `other`, of other tokens, besides."""
    folder = Path(shutil.copytree(tiny_folder, tmp_path_factory.mktemp("mixed") / "checkpoints"))
    tokenizer = TextTokenizer.train(iter(["She sells sea shells."]), 260)
    network = LanguageModel(Shape("rnn", tokenizer.size, units=4, layers=2))
    save_checkpoint(folder / "other", network, tokenizer, load_checkpoint(folder / "tiny-rnn").card)
    with serve(folder) as client:
        yield client


def ask(client: TestClient, **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/gradients", json={"text": TEXT} | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    GradientsAnswer.model_validate(answer)
    return answer


def halving(norms: Tensor) -> float | None:
    """With the six digits that an answer has."""
    distance = halving_distance(norms)
    return None if distance is None else float(f"{distance:.6g}")


@pytest.mark.parametrize("layer", [0, 1])
@pytest.mark.parametrize("step", [1, 7, None])
def test_the_curves_are_those_of_the_models(
    client: TestClient, tiny_models: dict[Kind, LoadedModel], layer: int, step: int | None
) -> None:
    names = ["tiny-rnn", "tiny-lstm", "tiny-gru"]
    answer = ask(client, text=LONG, models=names, layer=layer, step=step)
    assert [entry["model"] for entry in answer["models"]] == names
    for entry, model in zip(answer["models"], (tiny_models[kind] for kind in ("rnn", "lstm", "gru")), strict=True):
        trace = trace_text(model, LONG)
        last = len(trace.tokens) - 1
        assert len(answer["tokens"]) == last + 1
        assert answer["step"] == (last if step is None else step)
        expected = loss_gradients(model, trace, layer, answer["step"])
        assert entry["layer"] == layer
        assert entry["loss"] == pytest.approx(expected.loss, rel=1e-5)
        assert entry["hidden"] == pytest.approx(expected.hidden.tolist(), rel=1e-5)
        assert entry["halves_every"]["hidden"] == halving(expected.hidden)
        if expected.cell is None:
            assert (entry["cell"], entry["halves_every"]["cell"]) == (None, None)
        else:
            assert entry["cell"] == pytest.approx(expected.cell.tolist(), rel=1e-5)
            assert entry["halves_every"]["cell"] == halving(expected.cell)


def test_norms_keep_their_digits_however_small(client: TestClient, tiny_models: dict[Kind, LoadedModel]) -> None:
    (entry,) = ask(client, text=4 * LONG, models=["tiny-gru"])["models"]
    trace = trace_text(tiny_models["gru"], 4 * LONG)
    smallest = float(loss_gradients(tiny_models["gru"], trace, 0, len(trace.tokens) - 1).hidden.min())
    assert 0 < smallest < 1e-9
    assert min(entry["hidden"]) == float(f"{smallest:.6g}")


def test_a_short_text_tells_no_slope(client: TestClient) -> None:
    (entry,) = ask(client, models=["tiny-lstm"], step=19)["models"]
    assert entry["halves_every"] == {"hidden": None, "cell": None}


def test_no_models_are_all_that_share_the_tokens_of_the_default_one(mixed: TestClient) -> None:
    assert [entry["model"] for entry in ask(mixed)["models"]] == ["tiny-lstm", "tiny-gru", "tiny-rnn"]
    assert [entry["model"] for entry in ask(mixed, models=["other"])["models"]] == ["other"]


def test_models_of_different_tokens_cannot_be_compared(mixed: TestClient) -> None:
    body = {"text": TEXT, "models": ["tiny-lstm", "tiny-rnn", "other"]}
    detail = check_problem(mixed.post(f"{API}/gradients", json=body), 422, "bad_input", "models")["detail"]
    assert "tiny-lstm and other" in detail


def test_one_token_has_no_gradient_and_two_have(client: TestClient) -> None:
    response = client.post(f"{API}/gradients", json={"text": "7"})
    assert "one token" in check_problem(response, 422, "bad_input", "text")["detail"]
    assert [len(entry["hidden"]) for entry in ask(client, text="77")["models"]] == [2, 2, 2]


@pytest.mark.parametrize(("fields", "status", "field"), [
    ({"layer": 2}, 404, "layer"),
    ({"models": ["nobody"]}, 404, "models"),
    ({"models": []}, 422, "models"),
    ({"models": ["tiny-rnn", "tiny-rnn"]}, 422, "models"),
    ({"models": "tiny-rnn"}, 422, "models"),
    ({"model": "tiny-rnn"}, 422, "model"),
    ({"step": 0}, 422, "step"),
    ({"step": -1}, 422, "step"),
    ({"step": 9999}, 422, "step"),
    ({"text": "77", "step": 3}, 422, "step"),
    ({"text": " "}, 422, "text"),
    ({"text": "a" * 2001}, 422, "text"),
])  # fmt: skip
def test_what_does_not_exist_is_named(client: TestClient, fields: dict[str, Any], status: int, field: str) -> None:
    check_problem(client.post(f"{API}/gradients", json={"text": TEXT} | fields), status, field=field)
