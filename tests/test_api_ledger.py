"""`/ledger`: the account of a unit, the shares of a layer, and what is refused."""

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.ledger import LedgerAnswer, SharesAnswer
from model import LoadedModel, half_life, layer_shares, memory_spans, trace_text, unit_ledger


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def ask(client: TestClient, **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/ledger", json={"text": TEXT} | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    (SharesAnswer if fields.get("unit") is None else LedgerAnswer).model_validate(answer)
    return answer


@pytest.mark.parametrize("layer", [0, 1])
def test_the_account_is_that_of_the_model(client: TestClient, tiny: LoadedModel, layer: int) -> None:
    answer, trace = ask(client, layer=layer, unit=3, decimals=7), trace_text(tiny, TEXT)
    account = unit_ledger(trace, layer, 3)
    assert (answer["model"], answer["layer"], answer["unit"]) == ("tiny-lstm", layer, 3)
    assert [token["text"] for token in answer["tokens"]] == [token.text for token in trace.tokens]
    assert [len(row) for row in answer["writes"]] == list(range(1, len(trace.tokens) + 1))
    for step, row in enumerate(answer["writes"]):
        np.testing.assert_allclose(row, account.writes[step, : step + 1], atol=1e-7)
    np.testing.assert_allclose(answer["cell"], account.cell, atol=1e-7)
    assert answer["initial"] == [0] * len(trace.tokens)
    assert answer["residual"] == pytest.approx(account.residual, rel=1e-5)
    assert answer["half_life"] == pytest.approx(float(half_life(trace, layer)[3]), abs=1e-6)


def test_what_was_written_adds_up_to_the_cell(client: TestClient) -> None:
    answer = ask(client, unit=5, decimals=9)
    for row, initial, cell in zip(answer["writes"], answer["initial"], answer["cell"], strict=True):
        assert sum(row) + initial == pytest.approx(cell, abs=1e-5 * max(1, abs(cell)))


def test_the_cell_is_that_of_the_trace(client: TestClient) -> None:
    query = {"text": TEXT, "layer": 1, "units": 6, "signals": "cell"}
    trace = client.get(f"{API}/trace", params=query).json()["layers"][0]["signals"]["cell"]
    assert ask(client, layer=1, unit=6)["cell"] == [row[0] for row in trace]


@pytest.mark.parametrize(("least", "share"), [(0.1, 0.1), (0.0, 0.5), (0.02, 0.9), (1, 0), (0, 1)])
def test_spans_go_by_the_thresholds_that_are_asked_for(
    client: TestClient, tiny: LoadedModel, least: float, share: float
) -> None:
    answer = ask(client, layer=1, unit=2, least=least, share=share, decimals=9)
    expected = memory_spans(unit_ledger(trace_text(tiny, TEXT), 1, 2), least, share)
    found = [(each["from"], each["to"], each["end"], each["by"]) for each in answer["spans"]]
    assert found == [(span.start, span.stop, span.end, span.by) for span in expected]
    for each, span in zip(answer["spans"], expected, strict=True):
        assert (each["value"], each["held"]) == pytest.approx((span.value, span.held), abs=1e-8)


def test_thresholds_are_a_tenth_unless_they_are_named(client: TestClient) -> None:
    named, plain = ask(client, unit=1, least=0.1, share=0.1), ask(client, unit=1)
    assert plain["spans"] == named["spans"] != ask(client, unit=1, least=0.0)["spans"]


def test_without_a_unit_come_the_shares_of_the_layer(client: TestClient, tiny: LoadedModel) -> None:
    answer, trace = ask(client, layer=1, decimals=6), trace_text(tiny, TEXT)
    assert set(answer) == {"model", "layer", "tokens", "shares", "by_hand", "elapsed"}
    expected = layer_shares(trace, 1)
    assert [len(row) for row in answer["shares"]] == list(range(1, len(trace.tokens) + 1))
    for step, row in enumerate(answer["shares"]):
        np.testing.assert_allclose(row, expected[step, : step + 1], atol=1e-6)


def test_in_base64_a_triangle_is_a_square(client: TestClient) -> None:
    plain, packed = (ask(client, unit=3, decimals=9, encoding=encoding) for encoding in ("list", "base64"))
    steps = len(plain["tokens"])
    assert packed["writes"]["shape"] == [steps, steps]
    square = unpacked(packed["writes"])
    assert not np.triu(square, 1).any()
    for step, row in enumerate(plain["writes"]):
        np.testing.assert_allclose(square[step, : step + 1], row, atol=1e-7)
    np.testing.assert_allclose(unpacked(packed["cell"]), plain["cell"], atol=1e-7)
    assert packed["initial"]["shape"] == [steps]
    assert unpacked(ask(client, encoding="base64")["shares"]).shape == (steps, steps)


def unpacked(array: dict[str, Any]) -> np.ndarray:
    return np.frombuffer(base64.b64decode(array["data"]), "<f4").reshape(array["shape"])


@pytest.mark.parametrize("kind", ["rnn", "gru"])
@pytest.mark.parametrize("unit", [None, 3])
def test_a_model_without_cells_has_none(client: TestClient, kind: str, unit: int | None) -> None:
    response = client.post(f"{API}/ledger", json={"text": TEXT, "model": f"tiny-{kind}", "unit": unit})
    assert "gradients" in check_problem(response, 422, "no_cells", "model")["detail"]


@pytest.mark.parametrize(("fields", "status", "field"), [
    ({"unit": 8}, 404, "unit"),
    ({"layer": 2}, 404, "layer"),
    ({"model": "nobody"}, 404, "model"),
    ({"unit": -1}, 422, "unit"),
    ({"unit": "3"}, 422, "unit"),
    ({"least": -0.1}, 422, "least"),
    ({"least": 1.1}, 422, "least"),
    ({"least": None}, 422, "least"),
    ({"share": 2}, 422, "share"),
    ({"share": "0.1"}, 422, "share"),
    ({"step": 3}, 422, "step"),
    ({"decimals": 10}, 422, "decimals"),
    ({"text": " "}, 422, "text"),
    ({"text": "a" * 2001}, 422, "text"),
])  # fmt: skip
def test_what_does_not_exist_is_named(client: TestClient, fields: dict[str, Any], status: int, field: str) -> None:
    check_problem(client.post(f"{API}/ledger", json={"text": TEXT} | fields), status, field=field)
