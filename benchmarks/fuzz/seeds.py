"""What fuzzing starts from, made of the shipped checkpoints: whole files, whose bytes are then changed."""

import io
import json
from collections.abc import Iterator
from pathlib import Path

import h5py
import torch
from safetensors.torch import load_file, save, save_file
from torch import Tensor

from benchmarks.fuzz.targets import FILES, LETTERS, NETWORK, READERS, SMALL, VOCABULARIES, WEIGHTS
from benchmarks.sentences import FIFTY_TOKENS
from model.folders import SHIPPED

TEXTS = (
    FIFTY_TOKENS,
    "aaaXbbb",
    "“Don’t” e\u0301 ﬁ İ ß\r\n\u2028",
    "👩\u200d👩\u200d👧 🏳\ufe0f\u200d🌈 नमस्ते שלום",
    "\0\x7f 1e999",
)


def write_seeds(folder: Path, target: str) -> Path:
    """The folder of a target's seeds, and beside it what the target needs."""
    network = load_file(SMALL / "weights.safetensors")
    rows = len(network["embedding.weight"])
    vocabulary = {chr(97 + number): number for number in range(rows)}
    save_file(foreign(network), folder / NETWORK)
    (folder / LETTERS).write_text(json.dumps(vocabulary))
    corpus = folder / "corpus"
    corpus.mkdir()
    for number, seed in enumerate(seeds(target, foreign(network), vocabulary, folder)):
        (corpus / str(number)).write_bytes(seed)
    return corpus


def seeds(target: str, network: dict[str, Tensor], vocabulary: dict[str, int], folder: Path) -> Iterator[bytes]:
    """Whole inputs of a target; where the first byte chooses a kind, of each kind."""
    match target:
        case "tokenizer":
            yield from (bytes([kind]) + text.encode() for kind in range(len(READERS)) for text in TEXTS)
        case "checkpoint":
            for kind, file in enumerate(FILES):
                yield bytes([kind]) + (SMALL / file).read_bytes()
            yield from (bytes([0]) + (SHIPPED / name / "config.json").read_bytes() for name in READERS)
            yield bytes([0]) + json.dumps(
                {"format": 1, "kind": "gru", "vocabulary": 4, "units": 10, "layers": 1, "width": 3, "head": "linear",
                 "reader": {"start": None, "end": 3, "unknown": 0}}
            ).encode()  # fmt: skip
        case "weights":
            yield bytes([WEIGHTS.index("network.safetensors")]) + save(network)
            yield from (bytes([WEIGHTS.index("network.pt")]) + pickled(network, zipped) for zipped in (True, False))
        case "keras":
            write_keras(folder / "seed.h5", network)
            yield (folder / "seed.h5").read_bytes()
        case "vocabulary":
            texts = (json.dumps(vocabulary), "\n".join(vocabulary), (SMALL / "tokenizer.json").read_text("utf-8"))
            yield from (bytes([kind]) + texts[kind].encode() for kind in range(len(VOCABULARIES)))
            yield bytes([0]) + json.dumps(list(vocabulary)).encode()
            yield bytes([0]) + json.dumps({str(number): letter for letter, number in vocabulary.items()}).encode()


def foreign(network: dict[str, Tensor]) -> dict[str, Tensor]:
    """A network of ours as someone else's program might have saved it."""
    names = {"embedding.weight": "encoder.weight"}
    return {names.get(name, name.replace("recurrent.", "rnn.")): values.float() for name, values in network.items()}


def pickled(network: dict[str, Tensor], zipped: bool) -> bytes:
    """What `torch.save` writes, today or before PyTorch 1.6."""
    file = io.BytesIO()
    torch.save(network, file, _use_new_zipfile_serialization=zipped)
    return file.getvalue()


def write_keras(path: Path, network: dict[str, Tensor]) -> None:
    """A file as Keras 2 wrote them: layers as groups, their names as attributes."""
    layers: dict[str, dict[str, Tensor]] = {
        "embedding_1": {"embeddings:0": network["encoder.weight"]},
        "lstm_1": {
            "kernel:0": network["rnn.weight_ih_l0"].t(),
            "recurrent_kernel:0": network["rnn.weight_hh_l0"].t(),
            "bias:0": network["rnn.bias_ih_l0"] + network["rnn.bias_hh_l0"],
        },
    }
    with h5py.File(path, "w") as file:
        file.attrs.update({"layer_names": [name.encode() for name in layers], "keras_version": b"2.3.1"})
        for layer, weights in layers.items():
            group = file.create_group(layer)
            group.attrs["weight_names"] = [name.encode() for name in weights]
            for name, values in weights.items():
                group[name] = values.numpy()
