"""The commands over networks that nobody here wrote, and over frames of a film."""

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest
from foreign import FOREIGN_TEXT, foreign_folder
from safetensors.torch import save
from serving import TEXT
from terminal import gatescope, refused

from model.checkpoint import load_model


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of one's own networks, still empty."""
    monkeypatch.setenv("GATESCOPE_HOME", str(tmp_path))
    return tmp_path / "models"


def drawn_rows(drawn: str) -> list[list[str]]:
    return [line.split() for line in drawn.splitlines() if re.match(r" +\d+  ", line)]


def test_a_network_without_predictions_is_drawn_without_surprisal(home: Path) -> None:
    foreign_folder(home, "plain", head="none")
    drawn = gatescope("trace", FOREIGN_TEXT, "--model", "plain", "--units", "2").stdout
    assert "perplexity" not in drawn
    assert "bits" not in drawn
    values = json.loads(gatescope("trace", FOREIGN_TEXT, "--model", "plain", "--units", "2", "--json").stdout)
    cells = values["layers"][0]["signals"]["cell"]
    rows = drawn_rows(drawn)
    assert [len(row) for row in rows] == [3] * len(cells)
    assert [float(row[2].replace("−", "-")) for row in rows] == [pytest.approx(cell, abs=0.00501) for (cell,) in cells]
    assert "plain  LSTM" in (listed := gatescope("models", COLUMNS="200").stdout)
    assert "no predictions" in listed
    assert "differ" in gatescope("compare", "the queen was", "the king was", "--model", "plain").stdout
    (row,) = drawn_rows(gatescope("trace", "the queen", "--lines", "--model", "plain").stdout)
    assert row[:4] == ["1", "2", "–", "–"]
    for command in ("generate", "score"):
        wrong = refused(gatescope(command, FOREIGN_TEXT, "--model", "plain"), 1)
        assert "predict" in wrong


def test_a_network_without_a_start_token_is_counted_from_its_first_word(home: Path) -> None:
    foreign_folder(home, "begins", head="linear")
    first, *_ = drawn_rows(gatescope("trace", FOREIGN_TEXT, "--model", "begins", COLUMNS="120").stdout)
    assert first[:3] == ["0", "The", "–"]
    (row,) = drawn_rows(gatescope("score", "queen", "--model", "begins").stdout)
    assert row == ["1", "0", "0.00", "–", "–", "queen"]
    assert gatescope("generate", "the queen", "--model", "begins", "--tokens", "3").stdout.startswith("the queen")


def test_a_frame_of_a_film_is_read_as_any_network(home: Path, tiny_folder: Path) -> None:
    shutil.copytree(tiny_folder / "tiny-lstm", home / "filmed")
    model = load_model("filmed", home)
    moment = save({name: torch_weight.half() * 0.5 for name, torch_weight in model.network.state_dict().items()})
    frame = {"file": "00.safetensors", "tokens": 10, "valid": 5.0, "sha256": hashlib.sha256(moment).hexdigest()}
    (home / "filmed" / "film").mkdir()
    (home / "filmed" / "film" / "00.safetensors").write_bytes(moment)
    (home / "filmed" / "film.json").write_text(
        json.dumps({"frames": [frame | {"units": model.card["units"]}]}), "utf-8"
    )
    then, now = (
        json.loads(gatescope("trace", TEXT, "--model", name, "--json").stdout) for name in ("filmed@0", "filmed")
    )
    assert then["model"] == "filmed@0"
    assert then["perplexity"] != now["perplexity"]
    for command in (["trace", TEXT], ["score", TEXT], ["compare", "a b", "c b"], ["generate", "a", "--tokens", "2"]):
        done = gatescope(*command, "--model", "filmed@0", "--json")
        assert done.exit_code == 0, done.stderr
        assert gatescope(*command, "--model", "filmed@0").exit_code == 0
    assert "a film, @0 to @0" in gatescope("models", COLUMNS="200").stdout
    assert "has no frame 1" in refused(gatescope("trace", TEXT, "--model", "filmed@1"), 1)
    assert "no such model" in refused(gatescope("trace", TEXT, "--model", "filmed@x"), 1)
