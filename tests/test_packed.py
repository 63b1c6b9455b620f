"""The softmax with a weight that is packed once: the plain product's numbers, and never those of an older weight."""

import copy
import math
from collections.abc import Callable

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn
from torch.nn import functional

from model.network import LanguageModel, Shape
from model.packed import MOST, can_be_packed
from model.trace import BLOCK

UNITS, VOCABULARY = 6, 11


@pytest.fixture
def network() -> LanguageModel:
    torch.manual_seed(0)
    return LanguageModel(Shape("lstm", VOCABULARY, UNITS)).eval().requires_grad_(False)


def expected(network: LanguageModel, hidden: Tensor) -> Tensor:
    weight, bias = (each.detach().double() for each in network.softmax())
    return functional.linear(hidden.double(), weight, bias).float()


def assert_is_exact(network: LanguageModel, hidden: Tensor) -> None:
    torch.testing.assert_close(network.logits(hidden), expected(network, hidden), rtol=1e-5, atol=1e-5)


@given(
    sizes=st.tuples(st.integers(1, 300), st.integers(1, 90)),
    leading=st.lists(st.integers(1, 9), max_size=3),
    seed=st.integers(0, 10_000),
)
@settings(max_examples=60, deadline=None)
def test_it_is_the_plain_product_of_any_shape(sizes: tuple[int, int], leading: list[int], seed: int) -> None:
    torch.manual_seed(seed)
    vocabulary, units = sizes
    network = LanguageModel(Shape("gru", vocabulary, units, head="linear")).requires_grad_(False)
    hidden = torch.randn(*leading, units).tanh()
    assert can_be_packed(hidden, network.softmax()[0]) == (math.prod(leading) <= MOST)
    assert_is_exact(network, hidden)
    if leading:  # rows that do not lie one behind the other
        assert_is_exact(network, hidden.transpose(0, -2)[..., ::2, :])


def test_the_rows_of_a_block_are_few() -> None:
    assert MOST == BLOCK


def test_a_row_is_the_same_alone_and_among_others(network: LanguageModel) -> None:
    hidden = torch.randn(MOST, UNITS)
    whole = network.logits(hidden)
    assert all(torch.equal(network.logits(hidden[:rows]), whole[:rows]) for rows in range(1, MOST))


def add_one(weight: nn.Parameter) -> None:
    weight += 1


def put_another(weight: nn.Parameter) -> None:
    weight.data = torch.randn_like(weight)


@pytest.mark.parametrize("change", [add_one, put_another])
def test_a_weight_that_has_changed_is_packed_again(
    network: LanguageModel, change: Callable[[nn.Parameter], None]
) -> None:
    hidden = torch.randn(3, UNITS)
    before = network.logits(hidden)
    change(network.embedding.weight)
    assert not torch.allclose(network.logits(hidden), before)
    assert_is_exact(network, hidden)


def test_a_network_that_was_rounded_is_packed_again(network: LanguageModel) -> None:
    hidden = torch.randn(3, UNITS)
    before = network.logits(hidden)
    network.bfloat16().float()
    assert not torch.equal(network.logits(hidden), before)
    assert_is_exact(network, hidden)


def test_gradients_flow_where_they_are_wanted(network: LanguageModel) -> None:
    hidden = torch.randn(3, UNITS, requires_grad=True)
    network.logits(hidden)[:, 4].sum().backward()
    torch.testing.assert_close(hidden.grad, network.softmax()[0][4].expand(3, UNITS))


def test_float64_stays_float64(network: LanguageModel) -> None:
    hidden = torch.randn(3, UNITS).double()
    assert torch.equal(network.double().logits(hidden), functional.linear(hidden, *network.softmax()))


def test_no_rows_give_no_rows(network: LanguageModel) -> None:
    assert network.logits(torch.empty(0, UNITS)).shape == (0, VOCABULARY)


def test_weights_made_in_inference_mode_are_taken_as_they_are() -> None:
    with torch.inference_mode():
        network, hidden = LanguageModel(Shape("lstm", VOCABULARY, UNITS)), torch.randn(3, UNITS)
        assert_is_exact(network, hidden)


def test_a_copy_packs_for_itself(network: LanguageModel) -> None:
    hidden = torch.randn(3, UNITS)
    before = network.logits(hidden)
    other = copy.deepcopy(network)
    add_one(other.embedding.weight)
    assert_is_exact(other, hidden)
    assert torch.equal(network.logits(hidden), before)
