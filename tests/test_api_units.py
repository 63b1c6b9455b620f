"""`/units`: what lies beside the weights joined with the card; where it is missing or strange, what makes it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from serving import API, check_problem, serve
from starlette.testclient import TestClient

from app.schemas.units import UnitsAnswer
from model import NAMEABLE, SHIPPED, checkpoint_names, load_model, read_knowledge

EVIDENCE = {"signal": "cell", "sign": -1, "auc": 0.97, "band": [0.31, 0.69]}
KNOWS = {"property": "inside_quotes", **EVIDENCE, "effect": 0.8, "effect_interval": [0.5, 1.1], "rank": 1}
TRACK = {"property": "late_in_sentence", "layer": 0, "unit": 2, **EVIDENCE}
COMMAND = "python -m model.knowledge units tiny-lstm"


@pytest.fixture
def folder(tiny_folder: Path, tmp_path: Path) -> Path:
    """A copy of the checkpoints, whose LSTM has a full card."""
    copy = Path(shutil.copytree(tiny_folder, tmp_path / "checkpoints"))
    card = json.loads((copy / "tiny-lstm" / "card.json").read_text())
    shares = [[[unit / 10, 0.1] for unit in range(8)], [[0.0, unit / 10] for unit in range(8)]]
    card["units"]["saturation"] = {"input": shares, "forget": shares}
    (copy / "tiny-lstm" / "card.json").write_text(json.dumps(card))
    return copy


def record(folder: Path, **fields: Any) -> dict[str, Any]:
    """What `knowledge.json` may say of the tiny LSTM."""
    return {
        "model": "tiny-lstm",
        "sha256": load_model("tiny-lstm", folder).sha256,
        "units": [{"layer": 1, "unit": 3, "knows": [KNOWS]}],
        "tracks": [TRACK],
        "unclaimed": ["subject_gender"],
        "properties": [],
    } | fields


def write(folder: Path, text: str) -> None:
    (folder / "tiny-lstm" / "knowledge.json").write_text(text)


def ask(client: TestClient, **query: str) -> dict[str, Any]:
    response = client.get(f"{API}/units", params=query)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    UnitsAnswer.model_validate(answer)
    return answer


def test_all_units_come_with_what_they_know_and_are_like(folder: Path) -> None:
    write(folder, json.dumps(record(folder)))
    with serve(folder) as client:
        answer = ask(client)
    assert (answer["model"], answer["notices"]) == ("tiny-lstm", [])
    assert [(each["layer"], each["unit"]) for each in answer["units"]] == [(i, k) for i in range(2) for k in range(8)]
    assert {(each["layer"], each["unit"]): each["knows"] for each in answer["units"] if each["knows"]} == {
        (1, 3): [KNOWS]
    }
    knower, last = answer["units"][8 + 3], answer["units"][-1]
    assert (knower["half_life"], last["half_life"]) == (1.5, None)
    assert knower["saturation"] == {"input": [0.0, 0.3], "forget": [0.0, 0.3]}
    assert (answer["tracks"], answer["unclaimed"]) == ([TRACK], ["subject_gender"])


def test_what_is_measured_while_the_server_runs_is_told(folder: Path) -> None:
    with serve(folder) as client:
        before = ask(client)
        write(folder, json.dumps(record(folder)))
        after = ask(client)
    assert not any(unit["knows"] for unit in before["units"])
    assert (before["tracks"], before["unclaimed"]) == ([], [*NAMEABLE])
    (notice,) = before["notices"]
    assert COMMAND in notice
    assert any(unit["knows"] for unit in after["units"])


STRANGE: dict[str, Callable[[Path], str]] = {
    "of other weights": lambda folder: json.dumps(record(folder, sha256="0" * 64)),
    "cut off": lambda folder: json.dumps(record(folder))[:-9],
    "empty": lambda _: "",
    "a list": lambda _: "[]",
    "nested deeply": lambda _: 100_000 * "[",
    "without units": lambda folder: json.dumps(record(folder, units=None)),
    "of an older form": lambda folder: json.dumps(record(folder, units=[{"layer": 1, "unit": 3, "knows": ["x"]}])),
    "no number": lambda folder: json.dumps(
        record(folder, units=[{"layer": 1, "unit": 3, "knows": [KNOWS | {"effect": float("nan")}]}])
    ),
}


@pytest.mark.parametrize("strange", STRANGE.values(), ids=STRANGE)
def test_a_strange_file_is_a_notice_that_names_what_to_do(folder: Path, strange: Callable[[Path], str]) -> None:
    write(folder, strange(folder))
    with serve(folder) as client:
        answer = ask(client)
    (notice,) = answer["notices"]
    assert "knowledge.json of tiny-lstm" in notice
    assert COMMAND in notice
    assert str(folder) not in notice
    assert len(answer["units"]) == 16
    assert answer["unclaimed"] == [*NAMEABLE]


def test_a_folder_in_its_place_does_not_tell_where_it_is(folder: Path) -> None:
    (folder / "tiny-lstm" / "knowledge.json").mkdir()
    with serve(folder) as client:
        (notice,) = ask(client)["notices"]
    assert COMMAND in notice
    assert str(folder) not in notice


@pytest.mark.parametrize("name", checkpoint_names())
def test_every_shipped_model_answers(shipped: TestClient, name: str) -> None:
    answer = ask(shipped, model=name)
    model = load_model(name)
    assert len(answer["units"]) == model.layers * model.units
    gated = model.kind == "lstm"
    assert all((unit["saturation"] is not None) == gated for unit in answer["units"])
    assert any(unit["half_life"] is not None for unit in answer["units"]) == gated
    if (SHIPPED / name / "knowledge.json").exists():
        told = read_knowledge(SHIPPED / name, model)
        assert [unit["knows"] for unit in answer["units"] if unit["knows"]] == [each["knows"] for each in told["units"]]
        assert (answer["tracks"], answer["unclaimed"]) == (told["tracks"], told["unclaimed"])
        assert answer["notices"] == []
    else:
        assert len(answer["notices"]) == 1


@pytest.fixture(scope="module")
def shipped() -> TestClient:
    return serve(SHIPPED, model=checkpoint_names()[0])


@pytest.mark.parametrize(("query", "status", "field"), [
    ("model=nobody", 404, "model"),
    ("layer=0", 422, "layer"),
    ("model=tiny-lstm&model=tiny-rnn", 422, None),
    ("model=%ff", 422, None),
])  # fmt: skip
def test_what_cannot_be_asked_is_named(folder: Path, query: str, status: int, field: str | None) -> None:
    with serve(folder) as client:
        check_problem(client.get(f"{API}/units?{query}"), status, field=field)
