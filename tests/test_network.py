"""The network's starting weights and its tied softmax."""

import torch
from torch.nn import functional

from model.network import LanguageModel, Shape, initialise


def network(seed: int = 1) -> LanguageModel:
    made = LanguageModel(Shape("lstm", vocabulary=50, units=16, layers=2))
    initialise(made, seed)
    return made


def test_forget_gates_start_open_at_1_and_other_biases_at_0() -> None:
    parameters = dict(network().recurrent.named_parameters())
    for layer in (0, 1):
        bias = parameters[f"bias_ih_l{layer}"] + parameters[f"bias_hh_l{layer}"]
        assert bias[16:32].tolist() == [1.0] * 16
        assert float(bias.detach().abs().sum()) == 16.0


def test_recurrent_matrices_are_orthogonal_for_each_gate() -> None:
    weights = dict(network().recurrent.named_parameters())["weight_hh_l1"]
    for gate in weights.chunk(4):
        torch.testing.assert_close(gate @ gate.T, torch.eye(16))


def test_the_same_seed_gives_the_same_weights_whatever_came_before() -> None:
    torch.manual_seed(0)
    first = network(3).state_dict()
    torch.manual_seed(99)
    second = network(3).state_dict()
    assert all(torch.equal(first[name], second[name]) for name in first)
    assert not torch.equal(first["embedding.weight"], network(4).state_dict()["embedding.weight"])


def test_logits_share_the_weights_of_the_embedding() -> None:
    made = network().eval()
    hidden, _ = made(torch.tensor([[0, 3, 4]]))
    expected = functional.linear(hidden, made.embedding.weight) + made.bias
    torch.testing.assert_close(made.logits(hidden), expected)
    assert sum(parameter.numel() for parameter in made.parameters()) == 50 * 16 + 50 + 2 * (8 * 16 * 16 + 8 * 16)


def test_the_state_carries_on() -> None:
    made = network().eval()
    tokens = torch.randint(0, 50, (2, 9))
    whole, _ = made(tokens)
    first, state = made(tokens[:, :4])
    second, _ = made(tokens[:, 4:], state)
    torch.testing.assert_close(torch.cat([first, second], dim=1), whole)
