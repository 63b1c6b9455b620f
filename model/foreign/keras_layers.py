"""The layers of a Keras model, in its order, with what the file says of each. Layouts of Keras 1, 2 and 3 (`.h5`)."""

import json
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from model.foreign.found import refused
from model.foreign.hdf5_file import Attributes, Hdf5

# What Keras 1 called the parts of its matrices, in the order of the gates.
KERAS_1 = {"kernel": "W", "recurrent_kernel": "U", "bias": "b"}
KERAS_1_GATES = ("i", "f", "c", "o")
KERAS_1_GRU = ("z", "r", "h")


@dataclass(frozen=True)
class KerasLayer:
    """`weights` by role: kernel, recurrent_kernel, bias, embeddings, or what else they are called.

    `kind`: its class, and `config`: its settings; both empty where the file holds weights alone.
    """

    name: str
    weights: dict[str, Tensor]
    kind: str = ""
    config: dict[str, Any] = field(default_factory=dict)
    reverse: bool = False


def layers_of(file: Hdf5, architecture: str | None) -> list[KerasLayer]:
    """The layers of a file; `architecture`: what model.to_json() says, from elsewhere, where the file does not."""
    root = "model_weights/" if "model_weights" in file.attributes else ""
    names = _names(file.attributes.get(root.rstrip("/"), {}), "layer_names") or _groups(file, root)
    described = _described(file.attributes[""].get("model_config") or architecture)
    return [
        _layer(name, _under(file.arrays, f"{root}{name}/"), *described.get(name, ("", {})))
        for name in dict.fromkeys(names)
    ]


def keras_version(file: Hdf5) -> tuple[int, int]:
    """Which Keras wrote a file, (0, 0) where it does not say."""
    for place in ("", "model_weights"):
        numbers = str(file.attributes.get(place, {}).get("keras_version", "")).split(".")
        if len(numbers) >= 2 and all(part.isdecimal() and part.isascii() and len(part) < 4 for part in numbers[:2]):
            return int(numbers[0]), int(numbers[1])
    return 0, 0


def _names(attributes: Attributes, name: str) -> list[str]:
    """A list of names; one too long for an attribute is in pieces: name0, name1 …"""
    pieces = [attributes.get(name), *(attributes.get(f"{name}{k}") for k in range(len(attributes)))]
    return [text for piece in pieces if isinstance(piece, list) for text in piece]


def _groups(file: Hdf5, root: str) -> list[str]:
    tops = (path.removeprefix(root).split("/")[0] for path in file.arrays if path.startswith(root))
    return list(dict.fromkeys(sorted(tops)))


def _under(arrays: dict[str, Tensor], group: str) -> dict[str, Tensor]:
    return {path.removeprefix(group): values for path, values in arrays.items() if path.startswith(group)}


def _layer(name: str, arrays: dict[str, Tensor], kind: str, config: dict[str, Any]) -> KerasLayer:
    reverse = kind == "Bidirectional" or any(
        part.startswith("backward_") for path in arrays for part in path.split("/")
    )
    weights = {path.split("/")[-1].split(":")[0].removeprefix(f"{name}_"): values for path, values in arrays.items()}
    if len(weights) < len(arrays) and not reverse:
        raise refused(
            f"{name} is a model of several layers inside the model, and which of its weights are whose cannot be told. "
            "Save the inner model alone: model.get_layer(…).save('network.h5')."
        )
    return KerasLayer(name, _today(weights), kind, config, reverse or bool(config.get("go_backwards")))


def _today(weights: dict[str, Tensor]) -> dict[str, Tensor]:
    """Weights by the roles of Keras 2, whose Keras 1 had a matrix for each gate."""
    if weights.keys() == {"W"}:
        return {"embeddings": weights["W"]}
    for gates in (KERAS_1_GATES, KERAS_1_GRU):
        if weights.keys() == {f"{part}_{gate}" for part in "WUb" for gate in gates}:
            return {role: _joined([weights[f"{part}_{gate}"] for gate in gates]) for role, part in KERAS_1.items()}
    if "W" in weights:
        return {role: weights[part] for role, part in KERAS_1.items() if part in weights}
    return weights


def _joined(parts: list[Tensor]) -> Tensor:
    try:
        return torch.cat(parts, dim=-1)
    except RuntimeError as error:
        raise refused(
            f"Matrices of one layer do not fit each other: {[list(part.shape) for part in parts]}."
        ) from error


def _described(architecture: object) -> dict[str, tuple[str, dict[str, Any]]]:
    """{name of a layer: (class, settings)} of an architecture in JSON; nothing where it is none.

    TimeDistributed is seen through: it applies a layer at every step, as is done here anyway.
    """
    try:
        parsed = json.loads(architecture) if isinstance(architecture, str) else None
    except (ValueError, RecursionError):
        return {}
    config = parsed.get("config") if isinstance(parsed, dict) else None
    layers = config.get("layers") if isinstance(config, dict) else config
    found = {}
    for layer in layers if isinstance(layers, list) else []:
        settings = layer.get("config") if isinstance(layer, dict) else None
        if not isinstance(settings, dict):
            continue
        name, kind = str(layer.get("name") or settings.get("name")), str(layer.get("class_name"))
        inner = settings.get("layer")
        if kind == "TimeDistributed" and isinstance(inner, dict) and isinstance(inner.get("config"), dict):
            kind, settings = str(inner.get("class_name")), inner["config"]
        found[name] = kind, settings
    return found
