"""Loading is strict: whatever is wrong with a folder is named."""

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from foreign import foreign_folder, foreign_tokenizer

from model import (
    SHIPPED,
    CheckpointError,
    InputError,
    LoadedModel,
    MissingError,
    check_name,
    checkpoint_names,
    load_checkpoint,
    load_model,
)
from model.checkpoint import save_checkpoint


@pytest.fixture
def copy(tiny_folder: Path, tmp_path: Path) -> Path:
    """A copy of the tiny LSTM's folder, to be damaged."""
    return Path(shutil.copytree(tiny_folder / "tiny-lstm", tmp_path / "tiny-lstm"))


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-10])


def flip_a_bit(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def grow(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"x")


def empty(path: Path) -> None:
    path.write_bytes(b"")


def remove(path: Path) -> None:
    path.unlink()


@pytest.mark.parametrize("file", ["config.json", "weights.safetensors", "tokenizer.json"])
@pytest.mark.parametrize("damage", [truncate, flip_a_bit, grow, empty, remove])
def test_a_damaged_file_is_named(copy: Path, file: str, damage: Callable[[Path], None]) -> None:
    damage(copy / file)
    with pytest.raises(CheckpointError, match=f"^{file} of tiny-lstm") as caught:
        load_checkpoint(copy)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("damage", [truncate, empty, remove])
def test_a_damaged_card_is_named(copy: Path, damage: Callable[[Path], None]) -> None:
    damage(copy / "card.json")
    with pytest.raises(CheckpointError, match=r"^card\.json of tiny-lstm"):
        load_checkpoint(copy)


def test_a_card_without_seals_is_refused(copy: Path) -> None:
    (copy / "card.json").write_text("{}")
    with pytest.raises(CheckpointError, match="altered or cut off"):
        load_checkpoint(copy)


@pytest.mark.parametrize("bad", [float("nan"), float("inf")])
def test_numbers_that_are_not_finite_are_refused(tiny: LoadedModel, tmp_path: Path, bad: float) -> None:
    network = tiny.network.__class__(tiny.network.shape)
    network.load_state_dict(tiny.network.state_dict())
    network.bias.data[3] = bad
    save_checkpoint(tmp_path / "bad", network, tiny.tokenizer, tiny.card)
    with pytest.raises(CheckpointError, match="not finite, in bias"):
        load_checkpoint(tmp_path / "bad")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 2}, "has format 2; this reads 1"),
        ({"kind": "transformer"}, "describes no network"),
        ({"units": -1}, "describes no network"),
        ({"units": 9}, "does not fit the network"),
        ({"layers": None}, "describes no network"),
    ],
)
def test_a_sealed_but_wrong_config_is_refused(copy: Path, change: dict[str, object], message: str) -> None:
    config = json.loads((copy / "config.json").read_text()) | change
    reseal(copy, "config.json", json.dumps(config))
    with pytest.raises(CheckpointError, match=message):
        load_checkpoint(copy)


def test_a_config_that_lacks_a_size_is_refused(copy: Path) -> None:
    reseal(copy, "config.json", '{"format": 1, "kind": "lstm"}')
    with pytest.raises(CheckpointError, match="lacks 'vocabulary'"):
        load_checkpoint(copy)


def test_a_tokeniser_of_another_size_is_refused(copy: Path) -> None:
    shipped = load_model().tokenizer.to_json()
    reseal(copy, "tokenizer.json", shipped)
    with pytest.raises(CheckpointError, match=r"tokenizer\.json of tiny-lstm has \d+ entries, config\.json says"):
        load_checkpoint(copy)


def test_what_is_saved_is_what_is_loaded_rounded_to_float16(tiny: LoadedModel, tmp_path: Path) -> None:
    card = save_checkpoint(tmp_path / "again", tiny.network, tiny.tokenizer, {"title": "x"})
    again = load_checkpoint(tmp_path / "again")
    assert again.card == card
    assert again.name == "again"
    for name, weight in tiny.network.state_dict().items():
        assert torch.equal(again.network.state_dict()[name], weight.half().float())
        assert again.network.state_dict()[name].dtype == torch.float32
    assert not again.network.training


def test_the_same_network_is_saved_as_the_same_bytes(tiny: LoadedModel, tmp_path: Path) -> None:
    first = save_checkpoint(tmp_path / "a", tiny.network, tiny.tokenizer, {})
    second = save_checkpoint(tmp_path / "b", tiny.network, tiny.tokenizer, {})
    assert first == second


def test_an_unknown_model_is_refused_with_the_names_there_are(tiny_folder: Path) -> None:
    with pytest.raises(MissingError, match=r"no model 'x'\. There are: tiny-gru, tiny-lstm, tiny-rnn"):
        load_model("x", tiny_folder)


def test_a_name_cannot_lead_out_of_the_folder(tiny_folder: Path) -> None:
    with pytest.raises(MissingError):
        load_model("../checkpoints/tiny-lstm", tiny_folder)


def test_the_default_is_listed_first_and_every_shipped_model_loads() -> None:
    names = checkpoint_names()
    assert names[0] == "english-lstm"
    assert "english-rnn" in names
    for name in names:
        model = load_model(name)
        assert model.card["range"] > 0
        assert len(model.sha256) == 64


def test_a_missing_folder_has_no_models(tmp_path: Path) -> None:
    assert checkpoint_names(tmp_path / "nothing") == []


def reseal(folder: Path, file: str, content: str) -> None:
    """Change a file and its seal alike: what a careless editor of checkpoints could do."""
    (folder / file).write_text(content)
    card = json.loads((folder / "card.json").read_text())
    card["sha256"][file] = hashlib.sha256(content.encode()).hexdigest()
    (folder / "card.json").write_text(json.dumps(card))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"head": "softmax"}, "has head 'softmax'; this reads tied, linear, none"),
        ({"head": None}, "has head None"),
        ({"head": "tied"}, "tied softmax needs embeddings as wide as the network has units, 8; these are 5"),
        ({"head": "none"}, "does not fit the network"),
        ({"width": 6}, "does not fit the network"),
        ({"width": 0}, "describes no network"),
        ({"width": True}, "describes no network"),
        ({"width": None}, "describes no network"),
        ({"kind": ["lstm"]}, "describes no network"),
        ({"vocabulary": 1_000_000, "units": 1_000_000, "width": 1_000_000}, "does not fit the network"),
        ({"reader": []}, "has the reader \\[\\]; this reads the ids start, end, unknown"),
        ({"reader": {"begin": 0}}, "has the reader {'begin': 0}"),
        ({"reader": {"start": "0"}}, "each a whole number or null"),
        ({"reader": {"start": -1}}, "each a whole number or null"),
        ({"reader": {"start": 999, "unknown": 0}}, "tokenizer.json of foreign: its start token is 999"),
        ({"reader": {"unknown": 1}}, "its unknown token is 1, but the vocabulary's own is 0"),
        ({"vocabulary": 3}, "does not fit the network"),
    ],
)
def test_what_a_foreign_config_says_is_checked(tmp_path: Path, change: dict[str, object], message: str) -> None:
    folder = foreign_folder(tmp_path)
    config = json.loads((folder / "config.json").read_text()) | change
    reseal(folder, "config.json", json.dumps(config))
    with pytest.raises(CheckpointError, match=message):
        load_checkpoint(folder)


def test_a_vocabulary_may_be_smaller_than_the_network_s_but_not_larger(tmp_path: Path) -> None:
    folder = foreign_folder(tmp_path, units="characters")
    words = foreign_tokenizer("words")
    reseal(folder, "tokenizer.json", words.to_json())
    assert load_checkpoint(folder).tokenizer.size == words.size
    small = foreign_folder(tmp_path, "small")
    reseal(small, "tokenizer.json", foreign_tokenizer("characters").to_json())
    with pytest.raises(CheckpointError, match=r"tokenizer\.json of small has \d+ entries, config\.json says"):
        load_checkpoint(small)


def test_our_own_networks_are_written_as_before(tmp_path: Path) -> None:
    name = checkpoint_names()[-1]
    model = load_model(name)
    save_checkpoint(tmp_path / name, model.network, model.tokenizer, model.card)
    for file in ("config.json", "weights.safetensors", "tokenizer.json", "card.json"):
        assert (tmp_path / name / file).read_bytes() == (SHIPPED / name / file).read_bytes()


@pytest.mark.parametrize("name", ["a", "my-model_2.1", "0" * 64])
def test_a_name_of_small_letters_and_digits_is_one(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize("name", ["", "A", "ä", "-a", ".a", "a b", "a/b", "..", "a@3", "a\n", "0" * 65])
def test_what_cannot_be_a_name_is_refused(name: str) -> None:
    with pytest.raises(InputError, match="cannot be the name of a model") as caught:
        check_name(name)
    assert caught.value.field == "name"


def test_of_several_folders_the_first_is_taken(tiny_folder: Path, tmp_path: Path) -> None:
    foreign_folder(tmp_path, "tiny-lstm")
    foreign_folder(tmp_path, "mine")
    (tmp_path / ".mine.partial").mkdir()
    assert checkpoint_names(tiny_folder, tmp_path) == ["mine", "tiny-gru", "tiny-lstm", "tiny-rnn"]
    assert load_model("tiny-lstm", tiny_folder, tmp_path).card["title"] == "Tiny lstm"
    assert load_model("tiny-lstm", tmp_path, tiny_folder).card["title"] == "A foreign network"
    assert load_model("mine", tiny_folder, tmp_path).name == "mine"
