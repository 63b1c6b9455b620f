"""Networks of others for the tests of `gatescope import`: those published, and a small one of a known architecture."""

import json
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import Tensor, nn

WORDS = ["<unk>", "<eos>", "the", "queen", "was", "tired", "but", "king", "don't", "said", ",", "."]
KINDS: dict[str, type[nn.LSTM] | type[nn.GRU] | type[nn.RNN]] = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}


def published(package: str, *parts: str) -> Path:
    """A file of a package that `make tools` installs. The package is not imported: it could not be."""
    spec = find_spec(package)
    assert spec is not None, f"{package} is not there: make tools"
    assert spec.submodule_search_locations is not None
    return Path(spec.submodule_search_locations[0], *parts)


class WordModel(nn.Module):
    """The architecture of PyTorch's example `word_language_model`: encoder → dropout → layers → dropout → decoder."""

    def __init__(
        self, vocabulary: int, width: int, units: int, layers: int, kind: str = "lstm", tied: bool = False
    ) -> None:
        super().__init__()
        self.drop = nn.Dropout(0.2)
        self.encoder = nn.Embedding(vocabulary, width)
        self.rnn = KINDS[kind](width, units, layers, dropout=0.2 if layers > 1 else 0)
        self.decoder = nn.Linear(units, vocabulary)
        if tied:
            self.decoder.weight = self.encoder.weight

    def forward(self, ids: Tensor) -> Tensor:
        """Scores [T, V] of the next token for ids [T], from zero state."""
        output, _ = self.rnn(self.drop(self.encoder(ids))[:, None])
        scores: Tensor = self.decoder(self.drop(output))
        return scores[:, 0]


def word_model(width: int = 6, units: int = 8, layers: int = 2, kind: str = "lstm", tied: bool = False) -> WordModel:
    """A random one of WORDS, from seed 3, ready to read."""
    torch.manual_seed(3)
    return WordModel(len(WORDS), width, units, layers, kind, tied).eval().requires_grad_(False)


def saved(folder: Path, state: object, name: str = "model.pt", words: list[str] | None = None) -> Path:
    """A state dict saved by `torch.save`, with a vocabulary beside it. Returns the file of the weights."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(state, folder / name)
    (folder / "vocab.json").write_text(json.dumps(WORDS if words is None else words), "utf-8")
    return folder / name
