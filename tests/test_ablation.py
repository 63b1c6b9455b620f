"""Ablation equals cutting the unit's outgoing weights in torch, for every unit at once."""

import copy

import pytest
import torch
from torch import nn

from model import InputError, Kind, LoadedModel, score_texts, trace_text
from model.ablation import ablate_all
from model.holds import Hold, trace_held

TEXT = "The queen was tired, but the king said that"


def cut(model: LoadedModel, layer: int, unit: int, ids: list[int]) -> torch.Tensor:
    """Logits after `ids` with the outgoing weights of a unit at zero; the head is untied from the embedding first."""
    network = copy.deepcopy(model.network)
    head = nn.Linear(model.units, model.tokenizer.size)
    with torch.no_grad():
        head.weight.copy_(network.embedding.weight)
        head.bias.copy_(network.bias)
        getattr(network.recurrent, f"weight_hh_l{layer}")[:, unit] = 0
        if layer + 1 < model.layers:
            getattr(network.recurrent, f"weight_ih_l{layer + 1}")[:, unit] = 0
        else:
            head.weight[:, unit] = 0
        return head(network.recurrent(network.embedding(torch.tensor([ids])))[0][0, -1])


@pytest.mark.parametrize("kind", ["lstm", "rnn"])
def test_it_equals_cutting_the_outgoing_weights(tiny_models: dict[Kind, LoadedModel], kind: Kind) -> None:
    model = tiny_models[kind]
    ids = [token.id for token in model.tokenizer.encode(TEXT)]
    she, he = (model.tokenizer.encode_ids(word) for word in (" she", " he"))
    assert len(she) == len(he) == 1
    found = ablate_all(model, ids, she, he)
    logits = trace_text(model, TEXT).signals["hidden"][-1, -1]
    plain = model.network.logits(logits).detach()
    assert found.log_odds == pytest.approx(float(plain[she[0]] - plain[he[0]]), abs=1e-5)
    for layer in range(model.layers):
        for unit in range(model.units):
            scores = cut(model, layer, unit, ids)
            assert float(found.ablated[layer, unit]) == pytest.approx(float(scores[she[0]] - scores[he[0]]), abs=1e-5)
    assert found.change.shape == (model.layers, model.units)


def test_continuations_of_several_tokens_are_scored_as_sequences(tiny: LoadedModel) -> None:
    ids = [token.id for token in tiny.tokenizer.encode(TEXT)]
    one, other = " she would", " the king"
    found = ablate_all(tiny, ids, tiny.tokenizer.encode_ids(one), tiny.tokenizer.encode_ids(other))
    first, second, alone = score_texts(tiny, [TEXT + one, TEXT + other, TEXT])
    expected = (first.log_probability - alone.log_probability) - (second.log_probability - alone.log_probability)
    assert found.log_odds == pytest.approx(expected, abs=1e-4)


def test_a_unit_may_be_held_elsewhere_and_other_holds_stay(tiny: LoadedModel) -> None:
    ids = [token.id for token in tiny.tokenizer.encode(TEXT)]
    she, he = (tiny.tokenizer.encode_ids(word) for word in (" she", " he"))
    values = torch.linspace(-0.5, 0.5, 16).reshape(2, 8)
    also = Hold(0, (3,), "forget", 0, None, 1.0)
    found = ablate_all(tiny, ids, she, he, values, [also])
    trace = trace_held(tiny, tiny.tokenizer.encode(TEXT), [also, Hold(1, (5,), "hidden", 0, None, float(values[1, 5]))])
    scores = tiny.network.logits(trace.signals["hidden"][-1, -1]).detach()
    assert float(found.ablated[1, 5]) == pytest.approx(float(scores[she[0]] - scores[he[0]]), abs=1e-5)


def test_an_empty_continuation_is_refused(tiny: LoadedModel) -> None:
    with pytest.raises(InputError, match="empty"):
        ablate_all(tiny, [0, 5], [], [7])
