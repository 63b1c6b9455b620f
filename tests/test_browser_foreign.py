"""The page of networks that nobody here wrote: without predictions, without a start mark; the film of a training."""

import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch
from browser import Visit, serving
from cards import run_check
from foreign import foreign_folder
from safetensors.torch import load_file, save_file

from app.main import create_app
from app.settings import Settings

pytest_plugins = "browser_fixtures"

TEXT = "The queen said that the zebra would wait."  # one word is in no vocabulary
FRAMES = ({"tokens": 0, "valid": 2.77}, {"tokens": 12_000, "valid": 1.5})


@pytest.fixture(scope="module")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server of `mute`, which predicts nothing, and of `words`, which has no start mark and a film."""
    home = tmp_path_factory.mktemp("models")
    foreign_folder(home, "mute", head="none", start=True)
    film(foreign_folder(home, "words"))
    with serving(create_app(Settings(model="mute"), home)) as address:
        yield address


def film(folder: Path) -> None:
    """Frames before the network in a folder: of its shape, with other weights."""
    (folder / "film").mkdir()
    card = json.loads((folder / "card.json").read_text("utf-8"))
    table = []
    for number, frame in enumerate(FRAMES):
        file = folder / "film" / f"{number:02}.safetensors"
        torch.manual_seed(number)
        weights = load_file(folder / "weights.safetensors")
        save_file({name: 0.1 * torch.randn_like(values) for name, values in weights.items()}, file)
        sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
        table.append({"file": file.name, **frame, "sha256": sha256, "units": card["units"]})
    (folder / "film.json").write_text(json.dumps({"frames": table}), "utf-8")


def test_a_network_that_predicts_nothing_shows_all_the_rest(visitor: Callable[..., Visit], foreign: str) -> None:
    visit = visitor(address=foreign).open(text=TEXT, cause="write", tab="gradients")
    for part in ("#continue", ".lane.surprise", ".lane.guess", "#film", "#tab-write", "#tab-gradients"):
        visit.expect(part).to_be_hidden()
    visit.reach("#through")
    visit.expect("#tab-ledger").to_have_attribute("aria-selected", "true")
    visit.expect("#panel-ledger .ledger-lead").not_to_be_empty()
    visit.expect(".tile.unknown").to_have_count(1)
    assert "not in its vocabulary" in str(visit.find(".tile.unknown").get_attribute("aria-label"))
    visit.reach("#cause")
    visit.find("#swap-other").fill(TEXT.replace("queen", "king"))
    visit.expect(".swap-strips").to_contain_text("king")
    visit.expect("#panel-swap .swap-guesses").to_be_empty()
    visit.find("[name=words][value=prose]").check(force=True)
    visit.expect(".token.unknown").to_have_count(1)
    visit.expect(".prose .of-guesses").to_be_hidden()
    assert visit.axe().response["violations"] == []


def test_without_a_start_mark_the_first_word_is_the_first_step(visitor: Callable[..., Visit], foreign: str) -> None:
    visit = visitor(address=foreign).open(model="words", text="the queen was tired", step=0)
    assert visit.words() == ["the", "queen", "was", "tired"]
    visit.expect(".where").to_have_text("word 1 of 4")
    visit.expect("#status").to_contain_text("4 tokens")
    visit.expect(".bits > span >> nth=0").to_be_empty()
    visit.expect(".bits > span >> nth=1").not_to_be_empty()
    visit.find("#model").select_option("mute")
    visit.wait_until(lambda: visit.words()[0] == "start")
    visit.expect(".where").to_have_text("word 1 of 4")


def test_a_film_shows_the_same_sentence_at_other_moments_of_the_training(
    visitor: Callable[..., Visit], foreign: str, tmp_path: Path
) -> None:
    visit = visitor(address=foreign).open(model="words", text="the queen was tired", unit=5, step=2)
    visit.expect(".film-line").to_have_text("the finished network")
    finished = visit.find("[data-panel=cell] .value").inner_text()
    visit.find("#film-stop").focus()
    visit.page.keyboard.press("ArrowLeft")
    visit.expect(".film-line").to_have_text("after 12,000 tokens, held-out loss 1.50 nats per token")
    visit.wait_until(lambda: visit.find("[data-panel=cell] .value").inner_text() != finished)
    assert visit.query() | {"model": "words@1", "unit": "5", "step": "2"} == visit.query()
    visit.find("#export").click()
    with visit.page.expect_download() as card:
        visit.find("[data-format=html]").click()
    file = tmp_path / card.value.suggested_filename
    card.value.save_as(file)
    assert "largest difference 0.0" in run_check(file, foreign)
    visit.reload()
    visit.expect(".film-line").to_have_text("after 12,000 tokens, held-out loss 1.50 nats per token")
    visit.expect("#model").to_have_value("words")
    visit.find("#film button").click()
    visit.expect(".film-line").to_have_text("the finished network")
    visit.expect("#film button").to_have_text("Play")
    visit.wait_until(lambda: visit.find("[data-panel=cell] .value").inner_text() == finished)
