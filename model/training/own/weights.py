"""Weights as they are stored: copies in float16, and a network that has them again."""

from torch import Tensor

from model.network import LanguageModel, Shape

Weights = dict[str, Tensor]


def stored(network: LanguageModel) -> Weights:
    """A copy of a network's weights in float16."""
    return {name: weight.detach().cpu().half().clone() for name, weight in network.state_dict().items()}


def network_of(shape: Shape, weights: Weights) -> LanguageModel:
    """The network with these weights, ready to read."""
    network = LanguageModel(shape)
    network.load_state_dict({name: weight.float() for name, weight in weights.items()})
    return network.eval().requires_grad_(False)
