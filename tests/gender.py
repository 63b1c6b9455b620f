"""Small networks that read pronouns, and one that is wired by hand to follow the subject's gender."""

import torch

from model.checkpoint import LoadedModel
from model.network import LanguageModel, Shape, initialise
from model.signals import Kind
from model.tokenizer import TextTokenizer

# In a vocabulary learned from this, both pronouns are one token each.
PRONOUNS = "So he said that she knew what he saw and she said that he knew." * 20


def build(kind: Kind, tokenizer: TextTokenizer, layers: int = 2) -> LoadedModel:
    network = LanguageModel(Shape(kind, tokenizer.size, units=8, layers=layers))
    initialise(network, seed=5)
    network.embedding.weight.data *= 10
    return LoadedModel(f"tiny-{kind}", network.eval().requires_grad_(False), tokenizer, {})


def wire_gender_cell(network: LanguageModel, tokenizer: TextTokenizer, unit: int) -> None:
    """Input 7 of the embedding is +1 at the last token of " queen", −1 at that of " king", 0 elsewhere.

    The unit's input gate opens and its forget gate shuts where |input 7| is 1 (told by input 6), its output stays open,
    and the softmax rows of the pronouns read the unit.
    """
    (he,), (she,) = tokenizer.encode_ids(" he"), tokenizer.encode_ids(" she")
    queen, king = tokenizer.encode_ids(" queen"), tokenizer.encode_ids(" king")
    assert (len(queen), len(king)) == (1, 1)
    layer, table = network.recurrent, network.embedding.weight.data
    for weight in layer.parameters():
        weight.data.zero_()
    table[:, 5:] = 0
    table[queen[0], 6:], table[king[0], 6:] = torch.tensor([1.0, 1.0]), torch.tensor([1.0, -1.0])
    rows = {gate: index * network.shape.units + unit for index, gate in enumerate("ifgo")}
    for gate, rest, at_person in (("i", -5.0, 10.0), ("f", 5.0, -10.0), ("o", 5.0, 0.0)):
        layer.bias_ih_l0.data[rows[gate]] = rest
        layer.weight_ih_l0.data[rows[gate], 6] = at_person
    layer.weight_ih_l0.data[rows["g"], 7] = 5.0
    table[he, unit], table[she, unit] = -1.0, 1.0
