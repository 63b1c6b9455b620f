"""The doing of what was planned: the network as ours, its card, its folder; read once more before it gets its name."""

from pathlib import Path

import torch
from torch import Tensor

from model.card import check_card
from model.checkpoint import Card, LoadedModel, load_checkpoint, save_checkpoint
from model.foreign.card import imported_card
from model.foreign.found import ForeignNetwork
from model.foreign.placing import place
from model.foreign.plan import ImportPlan
from model.network import LanguageModel, Shape


def import_network(plan: ImportPlan, *, replace: bool = False) -> Card:
    """Write the network of a plan into its folder, whole or not at all. Returns its card.

    Raises InputError where it cannot be written, and where the name is taken and not to be replaced.
    """
    model = LoadedModel(plan.name, build(plan.network, plan.shape), plan.reading.tokenizer, {})
    card = imported_card(model, plan.record)

    def fill(folder: Path) -> None:
        save_checkpoint(folder, model.network, model.tokenizer, card, torch.float32)
        check_card(load_checkpoint(folder))

    place(plan.folder, fill, replace=replace)
    return card


def build(found: ForeignNetwork, shape: Shape) -> LanguageModel:
    """The network with the weights that were found, ready to read. What is one-hot has an embedding of ones."""
    network = LanguageModel(shape)
    embedding = torch.eye(found.width) if found.embedding is None else found.embedding
    weights: dict[str, Tensor] = {"embedding.weight": embedding}
    for number, layer in enumerate(found.layers):
        weights[f"recurrent.weight_ih_l{number}"] = layer.input
        weights[f"recurrent.weight_hh_l{number}"] = layer.recurrent
        weights[f"recurrent.bias_ih_l{number}"] = layer.input_bias
        weights[f"recurrent.bias_hh_l{number}"] = layer.recurrent_bias
    network.load_state_dict(weights | _head(found))
    return network.eval().requires_grad_(False)


def _head(found: ForeignNetwork) -> dict[str, Tensor]:
    bias = torch.zeros(found.vocabulary) if found.head_bias is None else found.head_bias
    if found.head == "tied":
        return {"bias": bias}
    return {} if found.head_weight is None else {"head.weight": found.head_weight, "head.bias": bias}
