"""textgenrnn 2.0.0 as its author published it: the weights of its file, and the head that reads its states."""

import json

import h5py
import numpy as np
import torch
from importing import published
from numpy.typing import NDArray

from model.checkpoint import LoadedModel
from model.trace import trace_layers

Array = NDArray[np.floating]


def rows_of(matrix: Array) -> Array:
    """A matrix that NVIDIA's library keeps, each gate's block row by row, as Keras' LSTM multiplies with it."""
    blocks = np.split(matrix, 4, axis=1)
    return np.hstack([np.reshape(np.ravel(block), block.shape[::-1]).T for block in blocks])


class TextGenRnn:
    """The weights of textgenrnn as its file has them; Keras' layout of its two LSTMs; and its published head."""

    def __init__(self) -> None:
        with h5py.File(published("textgenrnn", "textgenrnn_weights.hdf5")) as file:
            self.weights = {}
            file.visititems(lambda path, item: self.keep(path, item))
        self.ids = json.loads(published("textgenrnn", "textgenrnn_vocab.json").read_text("utf-8"))

    def keep(self, path: str, item: object) -> None:
        if isinstance(item, h5py.Dataset):
            self.weights[path.split("/", 1)[1].removesuffix(":0")] = item[()].astype(np.float64)

    def layer(self, number: int) -> tuple[Array, Array, Array]:
        kernel, recurrent, bias = (
            self.weights[f"rnn_{number}/{part}"] for part in ("kernel", "recurrent_kernel", "bias")
        )
        return rows_of(kernel), rows_of(recurrent), bias.reshape(2, -1).sum(axis=0)

    def bits(self, model: LoadedModel, text: str) -> float:
        """Bits per character of a text under its published head, which reads the states that `model` computes."""
        ids = [self.ids["<s>"], *(self.ids[letter] for letter in text), self.ids["<s>"]]
        return float(np.mean([self.surprise(model, ids[:step], ids[step]) for step in range(1, len(ids))]))

    def surprise(self, model: LoadedModel, before: list[int], after: int) -> float:
        """It was trained on windows of 40, filled up with row 0 in front; an average over the steps is read off."""
        window = torch.tensor(([0] * 40 + before)[-40:])
        embedded = model.network.embedding(window)
        hidden = trace_layers(model.network.recurrent, embedded)["hidden"]
        seen = torch.cat([embedded, hidden[0], hidden[1]], dim=1).numpy()
        weight = np.exp(seen @ self.weights["attention/attention_W"])
        scores = (weight / weight.sum() * seen).sum(axis=0) @ self.weights["output/kernel"] + self.weights[
            "output/bias"
        ]
        return float((np.log(np.exp(scores - scores.max()).sum()) + scores.max() - scores[after]) / np.log(2))
