"""Models of one's own beside those that ship: all are served, and one that is broken stops nothing."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from foreign import START, foreign_card, foreign_folder, foreign_tokenizer
from serving import API, check_problem
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from model.checkpoint import load_checkpoint, save_checkpoint


@pytest.fixture
def home(tmp_path: Path, tiny_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of one's own with a foreign network in it; the tiny ones are those that ship."""
    monkeypatch.setattr("app.settings.SHIPPED", tiny_folder)
    foreign_folder(tmp_path / "models", "mine", start=True)
    return tmp_path


def served(home: Path, **settings: Any) -> TestClient:
    return TestClient(
        create_app(Settings(**{"home": str(home), "model": "tiny-lstm", "hosts": ("testserver",)} | settings))
    )


def test_models_of_one_s_own_are_served_beside_those_that_ship(home: Path) -> None:
    client = served(home)
    told = client.get(f"{API}/models").json()
    assert [each["name"] for each in told["models"]] == ["tiny-lstm", "mine", "tiny-gru", "tiny-rnn"]
    assert {each["name"]: each["origin"] for each in told["models"]} == {
        "tiny-lstm": "shipped", "tiny-gru": "shipped", "tiny-rnn": "shipped", "mine": "imported",
    }  # fmt: skip
    assert told["notices"] == []
    page = client.get("/?model=mine&text=the+queen")
    assert page.status_code == 200
    assert served(home, model="mine").get("/readyz").json()["models"][0] == "mine"


def test_a_broken_one_is_named_and_stops_nothing(home: Path) -> None:
    weights = home / "models" / "mine" / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])
    client = served(home)
    (notice,) = client.get(f"{API}/models").json()["notices"]
    assert notice.startswith("Model mine is broken and not served: weights.safetensors of mine is altered")
    check_problem(client.post(f"{API}/trace", json={"text": "a", "model": "mine"}), 503, "model_broken")


def test_the_same_weights_with_another_vocabulary_are_another_network(home: Path) -> None:
    save_checkpoint(
        home / "models" / "twice",
        load_checkpoint(home / "models" / "mine").network,
        foreign_tokenizer(end=True),
        foreign_card("twice"),
        torch.float32,
    )
    client = served(home)
    for name, first in (("mine", START), ("twice", "the")):
        told = client.post(f"{API}/trace", json={"text": "the queen", "model": name}).json()
        assert (told["model"], told["tokens"][0]["text"]) == (name, first)


def test_a_name_that_ships_is_not_taken_over(home: Path) -> None:
    shutil.move(home / "models" / "mine", home / "models" / "tiny-rnn")
    told = served(home).get(f"{API}/models").json()
    assert [each["origin"] for each in told["models"]] == ["shipped"] * 3
    assert told["notices"] == [
        "There are two models called tiny-rnn; that of your own is not served. Give its folder another name."
    ]


def test_one_that_is_taken_away_meanwhile_is_served_on(home: Path) -> None:
    client = served(home)
    shutil.rmtree(home / "models")
    assert client.get("/").status_code == 200
    assert client.get("/?model=mine").status_code == 200
    assert client.post(f"{API}/trace", json={"text": "the queen", "model": "mine"}).status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"range": 0}, "range '0'"),
        ({"range": None}, "range 'None'"),
        ({"title": None}, "title 'None'"),
        ({"origin": "stolen"}, "origin 'stolen'"),
        ({"suggested": {"text": "the", "layer": 0, "unit": 8, "step": 0}}, "suggested.unit '8'"),
        ({"suggested": {"text": " ", "layer": 0, "unit": 0, "step": 0}}, "suggested.text ' '"),
        ({"units": {}}, "units.half_life 'None'"),
    ],
)
def test_a_card_that_cannot_be_shown_is_named(home: Path, change: dict[str, Any], field: str) -> None:
    path = home / "models" / "mine" / "card.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | change))
    (notice,) = served(home).get(f"{API}/models").json()["notices"]
    assert f"card.json of mine has {field}" in notice
