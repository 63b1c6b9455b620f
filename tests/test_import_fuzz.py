"""Whatever is in a file, an import ends with a plan or with our own error, and leaves nothing behind."""

import json
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import torch
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from importing import WORDS, saved, word_model
from safetensors.torch import save_file

from model import InputError, import_network, load_model, plan_import, trace_text
from model.foreign import hdf5_file
from model.foreign.hdf5_file import Hdf5, read_hdf5
from model.foreign.vocabulary import read_vocabulary

SLOW = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

PREFIXES = st.sampled_from(["", "rnn.", "rnns.0.", "rnns.1.", "a.lstm.", "encoder.", "decoder.", "embedding."])
ENDS = st.sampled_from(
    ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0", "weight_ih_l1", "weight_hh_l1", "weight_ih",
     "weight_hh", "weight_hr_l0", "weight_ih_l0_reverse", "weight", "bias", "num_batches_tracked"]
)  # fmt: skip
SIZES = st.sampled_from([0, 1, 2, 3, 4, 6, 8, 12])
TENSORS = st.builds(
    lambda shape, dtype: torch.ones(shape, dtype=dtype) / 8,
    st.lists(SIZES, min_size=0, max_size=3),
    st.sampled_from([torch.float32, torch.float16, torch.bfloat16, torch.float64]),
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 20) | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=3), inner, max_size=5),
    max_leaves=12,
)


def ends_well(file: Path, vocabulary: Path | None = None) -> None:
    """An import makes a network that reads its own suggested text, or raises InputError and leaves nothing."""
    home = file.parent / "home"
    try:
        import_network(plan_import(file, "mine", home / "models", vocabulary), replace=True)
    except InputError:
        assert not list(home.rglob("*.*"))
        return
    model = load_model("mine", home / "models")
    assert trace_text(model, model.card["suggested"]["text"]).signals["hidden"].isfinite().all()
    shutil.rmtree(home)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A whole file of each kind, by its name."""
    folder = saved(tmp_path_factory.mktemp("files"), word_model(layers=1).state_dict()).parent
    save_file(word_model(layers=1).state_dict(), folder / "model.safetensors")
    torch.save(word_model(layers=1).state_dict(), folder / "old.pt", _use_new_zipfile_serialization=False)
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".json"}


@SLOW
@given(
    name=st.sampled_from(["model.pt", "model.safetensors", "old.pt"]),
    changes=st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), max_size=8),
    kept=st.floats(0, 1) | st.just(1.0),
)
def test_bytes_of_a_file_changed(
    files: dict[str, bytes], name: str, changes: list[tuple[float, int]], kept: float
) -> None:
    content = bytearray(files[name])
    for place, value in changes:
        content[int(place * (len(content) - 1))] = value
    with TemporaryDirectory() as folder:
        (Path(folder) / "vocab.json").write_text(json.dumps(WORDS))
        (Path(folder) / name).write_bytes(content[: int(kept * len(content))])
        ends_well(Path(folder) / name)


@SLOW
@given(st.dictionaries(st.builds(str.__add__, PREFIXES, ENDS), TENSORS, min_size=1, max_size=9))
def test_any_names_and_shapes(state: dict[str, torch.Tensor]) -> None:
    with TemporaryDirectory() as folder:
        save_file(state, Path(folder) / "model.safetensors")
        (Path(folder) / "vocab.txt").write_text("a\nb\nc\nd")
        ends_well(Path(folder) / "model.safetensors")


@SLOW
@given(JSON | st.dictionaries(st.text(max_size=4), st.integers(-1, 12), max_size=13) | st.lists(st.text(max_size=2)))
def test_any_vocabulary(parsed: object) -> None:
    with TemporaryDirectory() as folder:
        file = saved(Path(folder), word_model(layers=1).state_dict())
        (Path(folder) / "words.json").write_text(json.dumps(parsed))
        (Path(folder) / "vocab.json").unlink()
        ends_well(file)
        ends_well(file, Path(folder) / "words.json")


@SLOW
@given(st.binary(max_size=60), st.sampled_from([".json", ".txt"]))
def test_any_bytes_for_a_vocabulary(content: bytes, ending: str) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"vocab{ending}"
        file.write_bytes(content)
        with suppress(InputError):
            assert read_vocabulary(file).size > 0


ROLES = st.sampled_from(
    ["kernel:0", "recurrent_kernel:0", "bias:0", "embeddings:0", "l_W_i", "l_U", "W", "cell/kernel"]
)
LAYERS = st.sampled_from(["embedding", "lstm", "lstm_1", "dense", "conv1d", "forward_lstm", "dropout"])


@SLOW
@given(
    st.dictionaries(st.builds("{}/{}".format, LAYERS, ROLES), TENSORS, min_size=1, max_size=8),
    st.dictionaries(st.sampled_from(["layer_names", "layer_names0", "keras_version", "model_config"]),
                    st.text(max_size=5) | st.lists(LAYERS) | JSON.map(json.dumps)),
)  # fmt: skip
def test_any_layers_of_keras(
    monkeypatch: pytest.MonkeyPatch, arrays: dict[str, torch.Tensor], attributes: dict[str, str | list[str]]
) -> None:
    found = Hdf5({path: values.float() for path, values in arrays.items()}, {"": attributes})
    monkeypatch.setattr("model.foreign.keras_file.read_hdf5", lambda _: found)
    with TemporaryDirectory() as folder:
        (Path(folder) / "model.h5").write_bytes(b"stands for what was found")
        (Path(folder) / "vocab.txt").write_text("a\nb\nc\nd")
        ends_well(Path(folder) / "model.h5")


@pytest.mark.parametrize(
    "program",
    [
        "import os; os.abort()",
        "import time; time.sleep(60)",
        "print('no safetensors')",
        "raise MemoryError",
    ],
)
def test_a_library_that_dies_or_never_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """The HDF5 library does both on damaged files, so it is run apart (`hdf5_apart`)."""
    (tmp_path / "program.py").write_text(program)
    (tmp_path / "model.h5").write_bytes(b"x")
    monkeypatch.setattr(hdf5_file, "PROGRAM", tmp_path / "program.py")
    with pytest.raises(InputError, match="cut off or damaged"):
        read_hdf5(tmp_path / "model.h5", seconds=1)
