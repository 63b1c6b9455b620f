"""Keras HDF5 against Keras' own layers on PyTorch: what it writes today, what Keras 1 and 2 wrote, and textgenrnn."""

import copy
import json
import os
from collections.abc import Iterator
from pathlib import Path

import h5py
import numpy as np
import pytest
import torch
from importing import published
from textgenrnn_weights import Array, TextGenRnn

from model import InputError, import_network, load_model, plan_import, trace_text
from model.checkpoint import LoadedModel
from model.trace import trace_layers

os.environ["KERAS_BACKEND"] = "torch"
import keras

# Keras' variables do not know NumPy 2's argument `copy`.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")

LETTERS = [" ", *"abcdefgh"]
TEXT = "A bad cab"
EXACT = 1e-5


@pytest.fixture(autouse=True)
def on_the_processor() -> Iterator[None]:
    """Keras would take a graphics card where there is one."""
    with keras.device("cpu"):
        yield


def beside(file: Path, tokens: list[str] | dict[str, int]) -> Path:
    (file.parent / "vocab.json").write_text(json.dumps(tokens), "utf-8")
    return file


def imported(file: Path, home: Path) -> LoadedModel:
    import_network(plan_import(file, "mine", home / "models"))
    return load_model("mine", home / "models")


def sigmoid(x: Array) -> Array:
    return 1 / (1 + np.exp(-x))


def lstm_signals(inputs: Array, kernel: Array, recurrent: Array, bias: Array) -> dict[str, Array]:
    """Every signal of an LSTM by Keras' own layout (i f c o; x·W), in a loop over the steps."""
    units = len(recurrent)
    hidden = cell = np.zeros(units)
    steps: dict[str, list[Array]] = {name: [] for name in ("input", "forget", "candidate", "output", "cell", "hidden")}
    for x in inputs:
        i, f, g, o = np.split(x @ kernel + hidden @ recurrent + bias, 4)
        i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
        cell = f * cell + i * g
        hidden = o * np.tanh(cell)
        for name, value in zip(steps, (i, f, g, o, cell, hidden), strict=True):
            steps[name].append(value)
    return {name: np.array(values) for name, values in steps.items()}


def keras_states(inputs: Array, kernel: Array, recurrent: Array, bias: Array) -> dict[str, Array]:
    """Hidden states and cells [T, U] as Keras' LSTM cell computes them, step by step."""
    cell = keras.layers.LSTMCell(len(recurrent))
    cell.build((1, inputs.shape[1]))
    cell.set_weights([kernel, recurrent, bias])
    state = [torch.zeros(1, len(recurrent))] * 2
    found = []
    for x in inputs:
        _, state = cell(torch.tensor(x, dtype=torch.float32)[None], state)
        found.append([each.detach().numpy()[0] for each in state])
    hidden, cells = zip(*found, strict=True)
    return {"hidden": np.array(hidden), "cell": np.array(cells)}


def test_textgenrnn_signal_by_signal(tmp_path: Path) -> None:
    """A network that nobody here wrote, in NVIDIA's layout: all signals of both layers, by Keras and by hand.

    By hand in float64, where rounding hides nothing; the float32 of Keras and of the page is as near as 40 steps allow.
    """
    original = TextGenRnn()
    model = imported(published("textgenrnn", "textgenrnn_weights.hdf5"), tmp_path)
    assert (model.kind, model.layers, model.units, model.predicts) == ("lstm", 2, 128, False)
    text = "What is the best thing about being a cat?"
    trace = trace_text(model, text)
    assert trace.ids.tolist() == [original.ids[token] for token in ["<s>", *text]]
    double = copy.deepcopy(model.network).double()
    exact = trace_layers(double.recurrent, double.embedding(trace.ids))
    below = original.weights["embedding/embeddings"][trace.ids]
    for layer in (0, 1):
        weights = original.layer(layer + 1)
        expected = lstm_signals(below, *weights)
        for name, values in expected.items():
            np.testing.assert_allclose(exact[name][layer], values, rtol=0, atol=1e-12, err_msg=f"{name} of {layer}")
            np.testing.assert_allclose(trace.signals[name][layer], values, rtol=EXACT, atol=2 * EXACT)
        for name, values in keras_states(below, *weights).items():
            np.testing.assert_allclose(exact[name][layer], values, rtol=EXACT, atol=EXACT, err_msg=f"{name} of {layer}")
        below = expected["hidden"]
    # That the layout was understood, and not the same mistake made twice: the published head reads English off these
    # states. With the matrices taken for Keras' own it takes 65 bits and more.
    assert original.bits(model, "My friend and I just made a video of a cat.") < 1.5
    assert "attention" in model.card["imported"]["left_out"][0]


def keras_model(kind: str, *, softmax: bool = True, **options: object) -> "keras.Model":
    """Two recurrent layers of 6 units over LETTERS, from seed 4."""
    recurrent = {"lstm": keras.layers.LSTM, "gru": keras.layers.GRU, "rnn": keras.layers.SimpleRNN}[kind]
    keras.utils.set_random_seed(4)
    layers = [keras.layers.Embedding(9, 5), keras.layers.Dropout(0.5)]
    layers += [recurrent(6, return_sequences=True, bias_initializer="random_normal", **options) for _ in range(2)]
    model = keras.Sequential([*layers, *([keras.layers.Dense(9, activation="softmax")] if softmax else [])])
    model.build((1, 4))
    return model


def written(folder: Path, model: "keras.Model") -> Path:
    """The model as Keras saves it to HDF5, its vocabulary beside it."""
    model.save(folder / "model.h5")
    return beside(folder / "model.h5", LETTERS)


def assert_same(model: LoadedModel, original: "keras.Model") -> None:
    trace = trace_text(model, TEXT)
    assert trace.ids.tolist() == [LETTERS.index(letter) for letter in TEXT.lower()]
    expected = original(trace.ids[None])[0].detach()
    ours = trace.signals["hidden"][-1]
    ours = model.network.logits(ours).softmax(-1) if model.predicts else ours
    torch.testing.assert_close(ours, expected, rtol=0, atol=EXACT)


@pytest.mark.parametrize(("kind", "softmax"), [("lstm", True), ("gru", True), ("rnn", False)])
def test_what_keras_writes_today(tmp_path: Path, kind: str, softmax: bool) -> None:
    original = keras_model(kind, softmax=softmax)
    model = imported(written(tmp_path, original), tmp_path)
    assert (model.kind, model.predicts) == (kind, softmax)
    assert_same(model, original)


def old_file(path: Path, layers: dict[str, dict[str, Array]], **attributes: object) -> Path:
    """A file as Keras 1 and 2 wrote them: weights at the top, `layer_names` and `weight_names` as attributes."""
    with h5py.File(path, "w") as file:
        file.attrs.update({"layer_names": [name.encode() for name in layers], "keras_version": b"2.1.5"} | attributes)
        for layer, weights in layers.items():
            group = file.create_group(layer)
            group.attrs["weight_names"] = [name.encode() for name in weights]
            for name, values in weights.items():
                group[name] = values
    return beside(path, LETTERS)


def weights_of(model: "keras.Model") -> dict[str, dict[str, Array]]:
    """{layer: {role: values}} of a model, as its variables are called."""
    return {layer.name: {each.name: each.numpy() for each in layer.weights} for layer in model.layers}


def architecture(model: "keras.Model", **gates: str) -> str:
    """What Keras 1 and 2 said of a model, with other gates if they are named."""
    layers = [
        {"class_name": type(layer).__name__, "config": {"name": layer.name, "activation": "tanh", **gates}}
        for layer in model.layers[:-1]
    ]
    return json.dumps({"class_name": "Sequential", "config": layers})


def cudnn(weights: dict[str, Array], gates: int) -> dict[str, Array]:
    """A layer's weights as CuDNNLSTM and CuDNNGRU keep them: each gate's block turned in its memory, two biases."""

    def turned(matrix: Array) -> Array:
        return np.hstack([np.ravel(block.T).reshape(block.shape) for block in np.split(matrix, gates, axis=1)])

    bias = weights["bias"]
    two = np.stack([0.25 * bias, 0.75 * bias]) if bias.ndim == 1 else bias
    return {"kernel:0": turned(weights["kernel"]), "recurrent_kernel:0": turned(weights["recurrent_kernel"]),
            "bias:0": two.ravel()}  # fmt: skip


@pytest.mark.parametrize("kind", ["lstm", "gru"])
def test_the_layout_of_the_graphics_card(tmp_path: Path, kind: str) -> None:
    """Weights alone: only CuDNNLSTM and CuDNNGRU have biases of that length, and their gates are sigmoids for sure."""
    original = keras_model(kind)
    layers = {
        name: cudnn(weights, {"lstm": 4, "gru": 3}[kind]) if "recurrent_kernel" in weights else weights
        for name, weights in weights_of(original).items()
    }
    assert_same(imported(old_file(tmp_path / "old.h5", layers), tmp_path), original)


def test_keras_1_had_a_matrix_for_each_gate(tmp_path: Path) -> None:
    original = keras_model("lstm")
    layers = {}
    for name, weights in weights_of(original).items():
        if "recurrent_kernel" in weights:
            parts = {"W": weights["kernel"], "U": weights["recurrent_kernel"], "b": weights["bias"]}
            layers[name] = {
                f"{name}_{part}_{gate}": block
                for part, matrix in parts.items()
                for gate, block in zip("ifco", np.split(matrix, 4, axis=-1), strict=True)
            }
        else:
            layers[name] = dict(zip([f"{name}_W", f"{name}_b"], weights.values(), strict=False))
    said = architecture(original, inner_activation="sigmoid")
    file = old_file(tmp_path / "old.h5", layers, keras_version=b"1.2.2", model_config=said)
    assert_same(imported(file, tmp_path), original)


def test_gates_that_may_be_hard_sigmoids_are_not_guessed(tmp_path: Path) -> None:
    """Keras before 2.3 made them so unless told otherwise; what the program said may lie beside the weights."""
    original = keras_model("lstm")
    file = old_file(tmp_path / "old.h5", weights_of(original))
    assert "are hard sigmoids unless the program said otherwise" in refusal(file)
    (tmp_path / "architecture.json").write_text(architecture(original, recurrent_activation="hard_sigmoid"))
    assert "computes its gates by hard_sigmoid" in refusal(file)
    (tmp_path / "architecture.json").write_text(architecture(original, recurrent_activation="sigmoid"))
    model = imported(file, tmp_path)
    assert_same(model, original)
    newer = old_file(tmp_path / "new.h5", weights_of(original), keras_version=b"2.4.0")
    (tmp_path / "architecture.json").unlink()
    assert "are sigmoids" in plan_import(newer, "mine", tmp_path / "models").network.assumed[0]


def refusal(file: Path) -> str:
    with pytest.raises(InputError) as raised:
        plan_import(file, "mine", file.parent / "none")
    return raised.value.detail


def test_networks_that_cannot_be_shown_are_told(tmp_path: Path) -> None:
    layers = keras.layers
    reading = [layers.Embedding(9, 5)]
    for model, says in (
        (keras_model("gru", reset_after=False), "reset_after=True"),
        (keras.Sequential([*reading, layers.Bidirectional(layers.LSTM(6))]), "reads backward"),
        (keras.Sequential([*reading, layers.Conv1D(5, 3), layers.LSTM(6)]), "conv1d (Conv1D), no embedding"),
        (keras.Sequential([*reading, layers.MaxPooling1D(), layers.LSTM(6)]), "(MaxPooling1D): what the recurrent"),
        (keras.Sequential([*reading, layers.LSTM(6, return_sequences=True), layers.LSTM(4)]), "has 4 units, lstm"),
        (keras.Sequential([*reading, layers.Dense(9)]), "There is no recurrent layer in the file"),
    ):
        keras.utils.set_random_seed(1)
        if not model.built:
            model.build((1, 8))
        file = written(tmp_path, model)
        assert says in refusal(file), says


def test_files_that_must_not_be_read(tmp_path: Path) -> None:
    """Arrays larger than any memory, arrays in other files, a file cut off: told before anything is read."""
    with h5py.File(tmp_path / "bomb.h5", "w") as file:
        file.create_dataset("lstm/kernel:0", (10**6, 10**6), "f4", chunks=(10, 10))
    with h5py.File(tmp_path / "chunks.h5", "w") as file:
        file.create_dataset("lstm/kernel:0", (10, 10), "f4", chunks=(10, 10), maxshape=(None, None))
    with h5py.File(tmp_path / "elsewhere.h5", "w") as file:
        file.create_dataset("kernel:0", (2,), "f4", external=[(str(tmp_path / "secret"), 0, 8)])
    (tmp_path / "cut.h5").write_bytes(published("textgenrnn", "textgenrnn_weights.hdf5").read_bytes()[:-1000])
    (tmp_path / "text.h5").write_text("no weights at all")
    for name, says in {
        "bomb.h5": "it has 1,000,000,000,000 numbers", "chunks.h5": "There is no recurrent layer",
        "elsewhere.h5": "lies in another file", "cut.h5": "cut off or damaged", "text.h5": "cut off or damaged",
    }.items():  # fmt: skip
        assert says in refusal(tmp_path / name), name
