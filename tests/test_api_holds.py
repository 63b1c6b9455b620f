"""Holds in requests: all views show the held run; a reading without holds stays as it was; and what is refused."""

import base64
import json
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.answers import FiguresAnswer, TraceAnswer
from app.schemas.ledger import LedgerAnswer, LedgerFiguresAnswer
from model import Hold, Kind, LoadedModel, memory_spans, predict, trace_held, trace_text, unit_ledger

SHUT = {"layer": 0, "units": [3, 5], "signal": "forget", "steps": [2, 4], "value": 0}
OPEN = SHUT | {"units": [5], "steps": [4, 6], "value": 1}
OVERRIDDEN = "hold 2 overrides hold 1 at step 4"
OPERATIONS = ("trace", "figures", "ledger", "figures/ledger")


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def ask(client: TestClient, operation: str = "trace", **fields: Any) -> dict[str, Any]:
    response = client.post(f"{API}/{operation}", json={"text": TEXT} | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def without_time(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name != "elapsed"}


@pytest.mark.parametrize("kind", ["lstm", "rnn", "gru"])
def test_the_trace_is_that_of_the_held_run(
    client: TestClient, tiny_models: dict[Kind, LoadedModel], kind: Kind
) -> None:
    model = tiny_models[kind]
    tokens = model.tokenizer.encode(TEXT)
    held = {"layer": 0, "units": [1], "signal": "hidden", "steps": [1, 3], "value": -0.5}
    answer = ask(client, model=f"tiny-{kind}", holds=[held], decimals=7, top_k=3)
    TraceAnswer.model_validate(answer)
    expected = trace_held(model, tokens, [Hold(0, (1,), "hidden", 1, 3, -0.5)])
    for layer in answer["layers"]:
        for name, values in layer["signals"].items():
            np.testing.assert_allclose(values, expected.signals[name][layer["layer"]], atol=1e-6)
    assert [row[1] for row in answer["layers"][0]["signals"]["hidden"]][1:4] == [-0.5] * 3
    best = predict(model, expected, 3).ids.tolist()
    assert [[guess["id"] for guess in each["top"]] for each in answer["predictions"]] == best
    assert answer["notices"] == []


def test_no_units_and_no_steps_are_all(client: TestClient) -> None:
    answer = ask(client, holds=[{"layer": 1, "units": None, "signal": "output", "steps": None, "value": 0}])
    assert not np.any(answer["layers"][1]["signals"]["hidden"])
    assert len({json.dumps(each["top"]) for each in answer["predictions"]}) == 1
    assert answer == answer | without_time(ask(client, holds=[{"layer": 1, "signal": "output", "value": 0}]))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_later_hold_wins_and_the_answer_says_so(client: TestClient, operation: str) -> None:
    fields = {"unit": 5} if "ledger" in operation else {}
    answer = ask(client, operation, holds=[SHUT, OPEN], **fields)
    assert answer["notices"] == [OVERRIDDEN]
    schema = dict(zip(OPERATIONS, (TraceAnswer, FiguresAnswer, LedgerAnswer, LedgerFiguresAnswer), strict=True))
    schema[operation].model_validate(answer)
    if operation == "trace":
        forget = np.array(answer["layers"][0]["signals"]["forget"])
        assert forget[2:7, 5].tolist() == [0, 0, 1, 1, 1]
        assert forget[2:5, 3].tolist() == [0, 0, 0]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_without_holds_nothing_changes(client: TestClient, operation: str) -> None:
    fields = {"unit": 5} if "ledger" in operation else {}
    plain = ask(client, operation, **fields)
    held = ask(client, operation, holds=[SHUT], **fields)
    assert without_time(held) != without_time(plain)
    for again in (ask(client, operation, holds=[], **fields), ask(client, operation, **fields)):
        assert without_time(again) == without_time(plain)
    if operation != "figures":
        assert "notices" not in plain


def test_a_reading_without_holds_goes_through_the_fused_layers(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("app.reading.trace_held")
    assert ask(client, text="The key was in the door.", holds=[])["tokens"]


def test_holds_are_remembered_apart(client: TestClient, tiny: LoadedModel) -> None:
    holds = [[SHUT], [SHUT | {"value": 0.25}], [SHUT | {"units": [3]}], [SHUT | {"steps": [2, 3]}], [SHUT, OPEN], []]
    first = [without_time(ask(client, holds=each)) for each in holds]
    second = [without_time(ask(client, holds=each)) for each in holds]
    assert first == second
    assert len({json.dumps(answer["layers"]) for answer in first}) == len(holds)
    plain = trace_text(tiny, TEXT).signals["cell"][0]
    np.testing.assert_allclose(first[-1]["layers"][0]["signals"]["cell"], plain, atol=1e-4)


def decoded(array: dict[str, Any]) -> Any:
    """An array in base64, as the API or as a figure has it, in its shape."""
    shape = array["shape"] if "data" in array else [int(size) for size in array["shape"].split(", ")]
    return np.frombuffer(base64.b64decode(array.get("data") or array["bdata"]), dtype="<f4").reshape(shape)


@pytest.mark.parametrize("kind", ["lstm", "rnn", "gru"])
def test_beside_the_held_figures_stand_the_same_rows_without_holds(client: TestClient, kind: Kind) -> None:
    held = {"layer": 1, "units": [1], "signal": "hidden", "steps": [2, None], "value": 0.75}
    fields: dict[str, Any] = {"model": f"tiny-{kind}", "layer": 1, "show": 32, "sort": "liveliness"}
    plain, answer = ask(client, "figures", **fields), ask(client, "figures", **fields, holds=[held])
    FiguresAnswer.model_validate(answer)
    assert "original" not in plain
    assert answer["units"] == plain["units"]
    assert answer["original"]["predictions"] == plain["predictions"]
    assert answer["original"]["perplexity"] == plain["perplexity"] != answer["perplexity"]
    for name, figure in (plain["figures"] | plain["echoes"]).items():
        before, now = decoded(figure["data"][0]["z"]), (answer["figures"] | answer["echoes"])[name]["data"][0]["z"]
        np.testing.assert_array_equal(decoded(answer["original"]["values"][name]), before)
        difference = answer["differences"][name]["data"][0]
        np.testing.assert_array_equal(decoded(difference["z"]), decoded(now) - before)
        assert difference["zmin"] == -difference["zmax"] < 0
    row = answer["units"].index(1)
    assert decoded(answer["figures"]["hidden"]["data"][0]["z"])[row, 2:].tolist() == pytest.approx(
        [0.75] * (len(answer["tokens"]) - 2)
    )


def test_an_open_end_goes_on_to_the_end_of_any_text(client: TestClient) -> None:
    for text in (TEXT, "The key was in the door."):
        open_end, last = SHUT | {"steps": [2, None]}, len(ask(client, text=text)["tokens"]) - 1
        same = ask(client, text=text, holds=[SHUT | {"steps": [2, last]}])
        assert without_time(ask(client, text=text, holds=[open_end])) == without_time(same)


@pytest.mark.parametrize("operation", ["trace", "figures"])
def test_holds_are_cut_to_the_text_where_that_is_asked_for(client: TestClient, operation: str) -> None:
    last = len(ask(client)["tokens"]) - 1
    holds = [SHUT | {"steps": [2, last + 3]}, OPEN | {"steps": [last + 1, last + 2]}]
    answer = ask(client, operation, holds=holds, clip=True)
    assert answer["notices"] == [
        f"Hold 1 goes to step {last + 3}; the text ends before, at step {last}.",
        f"Hold 2 begins at step {last + 1}, but the text ends at step {last}: it waits.",
    ]
    kept = ask(client, operation, holds=[SHUT | {"steps": [2, last]}])
    assert without_time(answer) | {"notices": []} == without_time(kept)
    waiting = ask(client, operation, holds=holds[1:], clip=True)
    assert without_time(waiting) | {"notices": []} == {"notices": []} | without_time(ask(client, operation))


def test_a_gate_that_is_held_has_the_reasons_that_it_would_have(client: TestClient) -> None:
    query = {"text": TEXT, "unit": 3, "step": 4, "holds": json.dumps([SHUT])}
    held = client.get(f"{API}/explain", params=query).json()
    free = client.get(f"{API}/explain", params=query | {"holds": "[]"}).json()
    gate = held["gates"]["forget"]
    assert gate["value"] == 0
    parts = [each["part"] for each in gate["recurrent"]]
    assert sum([gate["word"], gate["rest"], gate["bias"], *parts]) == pytest.approx(gate["preactivation"], abs=1e-5)
    assert gate["preactivation"] != free["gates"]["forget"]["preactivation"]  # the words before were read otherwise
    assert held["notices"] == []
    assert "notices" not in free


def test_the_ledger_is_that_of_the_held_run(client: TestClient, tiny: LoadedModel) -> None:
    cell = {"layer": 0, "units": [5], "signal": "cell", "steps": [3, 3], "value": 4.0}
    answer = ask(client, "ledger", unit=5, holds=[OPEN, cell], decimals=9)
    LedgerAnswer.model_validate(answer)
    holds = [Hold(0, (5,), "forget", 4, 6, 1.0), Hold(0, (5,), "cell", 3, 3, 4.0)]
    account = unit_ledger(trace_held(tiny, tiny.tokenizer.encode(TEXT), holds), 0, 5)
    np.testing.assert_allclose(answer["cell"], account.cell, atol=1e-6)
    assert answer["writes"][3] == [0, 0, 0, 4.0]
    assert answer["writes"][6][3] == 4.0
    assert answer["residual"] < 1e-5
    found = [(each["from"], each["to"], each["end"]) for each in answer["spans"]]
    ends = {True: "held", False: None}  # what ends where the hold begins, the hold has ended
    assert found == [(span.start, span.stop, ends[span.by == 3] or span.end) for span in memory_spans(account)]


def test_in_an_address_holds_are_json(client: TestClient) -> None:
    query = {"text": TEXT, "holds": json.dumps([SHUT, OPEN])}
    answer = client.get(f"{API}/trace", params=query)
    assert answer.status_code == 200, answer.text
    assert without_time(answer.json()) == without_time(ask(client, holds=[SHUT, OPEN]))


def test_what_is_downloaded_is_the_held_run(client: TestClient) -> None:
    query = {"text": TEXT, "holds": json.dumps([SHUT])}
    expected = np.array(ask(client, holds=[SHUT], decimals=9)["layers"][0]["signals"]["cell"])
    with np.load(BytesIO(client.get(f"{API}/export", params=query | {"format": "npz"}).content)) as file:
        np.testing.assert_allclose(file["cell"][0], expected, atol=1e-7)
    answer = client.get(f"{API}/export", params=query | {"format": "json"}).json()
    assert without_time(answer) == without_time(ask(client, holds=[SHUT]))
    rows = client.get(f"{API}/export", params=query | {"format": "csv", "layer": 0, "units": "3"}).text.splitlines()
    assert [row.split(",")[-5] for row in rows[3:6]] == ["0.0"] * 3


@pytest.mark.parametrize(("fields", "status", "field"), [
    ({"units": [8]}, 404, "units"),
    ({"layer": 2}, 404, "layer"),
    ({"units": []}, 422, "units"),
    ({"units": [1, 1]}, 422, "units"),
    ({"units": 3}, 422, "units"),
    ({"layer": -1}, 422, "layer"),
    ({"layer": None}, 422, "layer"),
    ({"signal": "MARK"}, 422, "signal"),
    ({"signal": None}, 422, "signal"),
    ({"steps": [3, 2]}, 422, "steps"),
    ({"steps": [3]}, 422, "steps"),
    ({"steps": [-1, 3]}, 422, "steps[0]"),
    ({"steps": [3, 60_000]}, 422, "steps"),
    ({"steps": [60_000, 60_001]}, 422, "steps"),
    ({"steps": 3}, 422, "steps"),
    ({"steps": [None, 3]}, 422, "steps"),
    ({"value": 1.01}, 422, "value"),
    ({"value": -0.01}, 422, "value"),
    ({"value": True}, 422, "value"),
    ({"value": "1"}, 422, "value"),
    ({"value": None}, 422, "value"),
    ({"value": 10**400}, 422, "value"),
    ({"signal": "hidden", "value": -1.1}, 422, "value"),
    ({"signal": "candidate", "value": 1.1}, 422, "value"),
    ({"signal": "cell", "value": 1e7}, 422, "value"),
    ({"step": 3}, 422, "step"),
])  # fmt: skip
@pytest.mark.parametrize("operation", ["trace", "ledger"])
def test_a_hold_that_cannot_be_is_named(
    client: TestClient, operation: str, fields: dict[str, Any], status: int, field: str
) -> None:
    response = client.post(f"{API}/{operation}", json={"text": TEXT, "holds": [OPEN, SHUT | fields]})
    check_problem(response, status, field=f"holds[1].{field}")
    assert "MARK" not in response.text


def test_the_end_of_the_text_is_told(client: TestClient, tiny: LoadedModel) -> None:
    last = len(tiny.tokenizer.encode(TEXT)) - 1
    assert ask(client, holds=[SHUT | {"steps": [last, last]}])
    response = client.post(f"{API}/figures", json={"text": TEXT, "holds": [SHUT | {"steps": [0, last + 1]}]})
    assert f"ends at step {last}" in check_problem(response, 422, field="holds[0].steps")["detail"]


@pytest.mark.parametrize(("count", "status"), [(64, 200), (65, 422)])
def test_64_holds_are_the_limit(client: TestClient, count: int, status: int) -> None:
    response = client.post(f"{API}/trace", json={"text": TEXT, "holds": [SHUT] * count})
    assert response.status_code == status
    if status == 422:
        check_problem(response, 422, "bad_input", "holds")


@pytest.mark.parametrize("holds", [None, "x", 5, {}, [5], [[]], [None]])
def test_what_is_no_list_of_holds(client: TestClient, holds: Any) -> None:
    check_problem(client.post(f"{API}/trace", json={"text": TEXT, "holds": holds}), 422, "bad_input")
    response = client.get(f"{API}/trace", params={"text": TEXT, "holds": json.dumps(holds)})
    check_problem(response, 422, "bad_input")


@pytest.mark.parametrize("holds", ["", "[", "[{]", "NaN", "[1e999]", '["\\ud800"]', "[" * 10_000, "1" * 20_001])
def test_what_is_no_json_in_an_address(client: TestClient, holds: str) -> None:
    for name, more in (("trace", {}), ("export", {"format": "csv"})):
        response = client.get(f"{API}/{name}", params={"text": TEXT, "holds": holds} | more)
        assert check_problem(response, 422, "bad_input")["field"].startswith("holds")
