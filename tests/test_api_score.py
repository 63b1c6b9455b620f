"""`/score`: many texts, each as if it were alone."""

import base64
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from serving import API, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.answers import ScoresAnswer
from model import LoadedModel, predict, trace_text

TEXTS = ["The keys were here.", "The queen said that she would wait until he woke.", "a"]


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder, max_body=1_000_000) as client:
        yield client


def test_scores_agree_with_the_trace(client: TestClient, tiny: LoadedModel) -> None:
    answer = client.post(f"{API}/score", json={"texts": TEXTS, "decimals": 6}).json()
    ScoresAnswer.model_validate(answer)
    for text, score in zip(TEXTS, answer["scores"], strict=True):
        trace = trace_text(tiny, text)
        surprisal = predict(tiny, trace, 1).surprisal[1:].numpy()
        assert score["tokens"] == len(trace.tokens) - 1
        np.testing.assert_allclose(score["surprisal"], surprisal, atol=1e-4)
        assert score["log_probability"] == pytest.approx(-float(surprisal.sum()) * np.log(2), rel=1e-4)


def test_surprisal_in_base64(client: TestClient) -> None:
    (score,) = client.post(f"{API}/score", json={"texts": TEXTS[:1], "encoding": "base64"}).json()["scores"]
    assert score["surprisal"]["shape"] == [score["tokens"]]
    assert len(base64.b64decode(score["surprisal"]["data"])) == 4 * score["tokens"]


@pytest.mark.parametrize("count", [1, 256])
def test_as_many_texts_as_the_limits_allow(client: TestClient, count: int) -> None:
    assert len(client.post(f"{API}/score", json={"texts": ["A cat."] * count}).json()["scores"]) == count


@pytest.mark.parametrize("count", [0, 257])
def test_not_more_and_not_fewer(client: TestClient, count: int) -> None:
    check_problem(client.post(f"{API}/score", json={"texts": ["A cat."] * count}), 422, field="texts")


def test_the_text_at_fault_is_named(client: TestClient) -> None:
    check_problem(client.post(f"{API}/score", json={"texts": ["good", " \n"]}), 422, field="texts[1]")
    check_problem(client.post(f"{API}/score", json={"texts": ["good", 5]}), 422, field="texts[1]")
    check_problem(client.post(f"{API}/score", json={"texts": ["good", "a" * 2001]}), 422, field="texts[1]")
