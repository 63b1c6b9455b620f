"""The film of a training: a dozen networks of one run, from the untrained one to the one that is kept.

They stand at equal distances in the logarithm of the tokens read, for a network changes most at the beginning. How long
a run will be is not known while it runs, so more are taken than are kept.
"""

import hashlib
import json
import math
from collections.abc import Iterable
from typing import Any

from safetensors.torch import save

from model.checkpoint import LoadedModel
from model.film import FILM, FILM_TABLE
from model.network import LanguageModel
from model.training.cells import unit_measures
from model.training.data import Stream
from model.training.evaluate import stream_loss
from model.training.loop import Run
from model.training.own.weights import Weights, network_of, stored

FRAMES = 12

# The first trained frame has read so small a part of what the last one has.
FIRST = 1 / 500

# While it runs, the next one is taken after so many times the steps.
APART = 1.3


class Camera:
    """Takes a copy of a run's weights now and then."""

    def __init__(self) -> None:
        self.taken: list[tuple[int, Weights]] = []
        self._next = 0

    def watch(self, run: Run) -> None:
        """Take the network as it stands before its next step, if it is time."""
        if run.step >= self._next:
            self.taken.append((run.step * run.recipe.streams * run.recipe.window, stored(run.network)))
            self._next = math.ceil(run.step * APART) or 1

    def frames(self, tokens: int, best: Weights) -> list[tuple[int, Weights]]:
        """(tokens read, weights) of the film that ends with the `best`, which have read so many `tokens`."""
        trained = [frame for frame in self.taken if FIRST * tokens <= frame[0] < tokens] + [(tokens, best)]
        chosen = {round(k * (len(trained) - 1) / (FRAMES - 2)) for k in range(FRAMES - 1)}
        return [self.taken[0], *(trained[n] for n in sorted(chosen))]


def film_files(frames: Iterable[tuple[int, Weights]], model: LoadedModel, valid: list[Stream]) -> dict[str, bytes]:
    """The files of a film by their paths in the model's folder; each frame is judged and measured on held-out text."""
    files: dict[str, bytes] = {}
    entries = []
    for number, (tokens, weights) in enumerate(frames):
        name, content = f"{number:02}.safetensors", save(weights)
        files[f"{FILM}/{name}"] = content
        entries.append(
            {
                "file": name,
                "tokens": tokens,
                "sha256": hashlib.sha256(content).hexdigest(),
                **_measured(network_of(model.network.shape, weights), model, valid),
            }
        )
    files[FILM_TABLE] = (json.dumps({"frames": entries}) + "\n").encode()
    return files


def _measured(network: LanguageModel, model: LoadedModel, valid: list[Stream]) -> dict[str, Any]:
    frame = LoadedModel(model.name, network, model.tokenizer, {})
    return {
        "valid": round(stream_loss(network, valid), 4),
        "units": unit_measures(frame, valid[:1], lambda _: None),  # one stretch: a dozen networks are measured
    }
