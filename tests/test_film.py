"""The film of a training, read from disk: what is missing or damaged is named."""

import hashlib
import json
from pathlib import Path

import pytest
from safetensors.torch import save

from app.registry import ModelRegistry
from model.checkpoint import LoadedModel
from model.errors import CheckpointError
from model.film import film_frames, load_frame, split_frame_name


@pytest.fixture
def folder(tmp_path: Path, tiny: LoadedModel) -> Path:
    """A folder with a film of two frames: the tiny network, and one that does not fit it."""
    (tmp_path / "film").mkdir()
    whole = save({name: weight.contiguous() for name, weight in tiny.network.state_dict().items()})
    frames = []
    for number, content in enumerate((whole, save({"bias": tiny.network.bias.detach()}))):
        (tmp_path / "film" / f"{number:02}.safetensors").write_bytes(content)
        digest = hashlib.sha256(content).hexdigest()
        frames.append({"file": f"{number:02}.safetensors", "tokens": 0, "valid": 1.0, "sha256": digest, "units": {}})
    (tmp_path / "film.json").write_text(json.dumps({"frames": frames}))
    return tmp_path


def test_a_frame_is_a_model_with_weights_of_its_own(folder: Path, tiny: LoadedModel) -> None:
    frame = load_frame(tiny, folder, 0)
    assert (frame.name, frame.tokenizer, frame.card["range"]) == ("tiny-lstm@0", tiny.tokenizer, tiny.card["range"])
    assert frame.sha256 == film_frames(folder)[0].sha256 != tiny.sha256


def test_what_is_damaged_is_named(folder: Path, tiny: LoadedModel) -> None:
    with pytest.raises(CheckpointError, match=r"01\.safetensors of .* does not fit the network"):
        load_frame(tiny, folder, 1)
    file = folder / "film" / "00.safetensors"
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(CheckpointError, match=r"00\.safetensors of .* is altered or cut off"):
        load_frame(tiny, folder, 0)
    file.unlink()
    with pytest.raises(CheckpointError, match=r"00\.safetensors of .* cannot be read: No such file"):
        load_frame(tiny, folder, 0)
    for table in ("{", "{}", '{"frames": [{"file": "00.safetensors"}]}', "[]"):
        (folder / "film.json").write_text(table)
        with pytest.raises(CheckpointError, match=r"film\.json of .* cannot be read"):
            film_frames(folder)


def test_a_model_whose_film_is_damaged_is_not_served(tiny_folder: Path, tmp_path: Path) -> None:
    for path in (tiny_folder / "tiny-rnn").iterdir():
        (tmp_path / "tiny-rnn").mkdir(exist_ok=True)
        (tmp_path / "tiny-rnn" / path.name).write_bytes(path.read_bytes())
    (tmp_path / "tiny-rnn" / "film.json").write_text("cut o")
    registry = ModelRegistry.load((tmp_path, tiny_folder), "tiny-lstm")
    assert "tiny-rnn" in registry.broken


@pytest.mark.parametrize(
    ("name", "parts"),
    [("a@3", ("a", 3)), ("a.b-c@11", ("a.b-c", 11)), ("a", None), ("a@", None), ("a@x", None), ("a@-1", None),
     ("a@²", None), ("a@1@2", None), ("a@9999", None)],
)  # fmt: skip
def test_frames_have_names(name: str, parts: tuple[str, int] | None) -> None:
    assert split_frame_name(name) == parts
