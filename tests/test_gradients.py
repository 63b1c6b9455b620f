"""Gradients through time against finite differences, by a second reading of the text with PyTorch's own cells."""

import math

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from model import InputError, Kind, LoadedModel, halving_distance, load_model, loss_gradients, predict, trace_text
from model.network import LanguageModel, Shape
from model.recurrence import Weights
from model.tokenizer import TextTokenizer

KINDS: tuple[Kind, ...] = ("lstm", "rnn", "gru")
TEXT = "the queen was"
LONG = 12 * "The queen was tired, but the king said that he would wait until she woke. "
NUDGE = 1e-5

# Where a state is changed, and by how much: (name, layer, step, unit, change).
Change = tuple[str, int, int, int, float]


def random_model(kind: Kind, units: int, layers: int, seed: int, tokenizer: TextTokenizer) -> LoadedModel:
    """A network whose weights and biases are all far from zero and from each other."""
    network = LanguageModel(Shape(kind, tokenizer.size, units, layers)).eval()
    generator = torch.Generator().manual_seed(seed)
    for weight in network.parameters():
        nn.init.normal_(weight, std=0.7, generator=generator)
    return LoadedModel("random", network, tokenizer, {})


def changed_loss(model: LoadedModel, ids: Tensor, step: int, change: Change) -> float:
    """The loss at a step when one number of one state is changed as the text is read, layer by layer, in float64."""
    name, at_layer, at_step, unit, amount = change
    network = model.network
    inputs = list(network.embedding.weight[ids[:step]].double())
    for layer in range(model.layers):
        weights = Weights(*(weight.double() for weight in Weights.of(network.recurrent, layer).flat))
        hidden = cell = torch.zeros(model.units, dtype=torch.float64)
        outputs = []
        for now, word in enumerate(inputs):
            nudge = torch.zeros_like(hidden)
            if (layer, now) == (at_layer, at_step):
                nudge[unit] = amount
            if model.kind == "lstm":
                gates = weights.input @ word + weights.recurrent @ hidden + weights.input_bias + weights.recurrent_bias
                cell = torch.lstm_cell(word[None], (hidden[None], cell[None]), *weights.flat)[1][0]
                cell = cell + nudge if name == "cell" else cell
                hidden = gates[-model.units :].sigmoid() * cell.tanh()
            elif model.kind == "rnn":
                hidden = torch.rnn_tanh_cell(word[None], hidden[None], *weights.flat)[0]
            else:
                hidden = torch.gru_cell(word[None], hidden[None], *weights.flat)[0]
            hidden = hidden + nudge if name == "hidden" else hidden
            outputs.append(hidden)
        inputs = outputs
    log_p = (network.embedding.weight.double() @ inputs[-1] + network.bias.double()).log_softmax(dim=0)
    return -float(log_p[ids[step]])


def difference_norm(model: LoadedModel, ids: Tensor, step: int, name: str, layer: int, at: int) -> float:
    """The norm of the gradient in one state, by central differences."""
    slopes = [
        (changed_loss(model, ids, step, (name, layer, at, unit, NUDGE))
         - changed_loss(model, ids, step, (name, layer, at, unit, -NUDGE))) / (2 * NUDGE)
        for unit in range(model.units)
    ]  # fmt: skip
    return math.hypot(*slopes)


@torch.no_grad()
@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("layers", "layer"), [(1, 0), (2, 0), (2, 1)])
@pytest.mark.parametrize("kind", KINDS)
def test_finite_differences(tiny_tokenizer: TextTokenizer, kind: Kind, layers: int, layer: int, seed: int) -> None:
    model = random_model(kind, 4, layers, seed, tiny_tokenizer)
    trace = trace_text(model, TEXT)
    for step in (1, 2, len(trace.tokens) - 1):
        found = loss_gradients(model, trace, layer, step)
        assert found.loss == pytest.approx(changed_loss(model, trace.ids, step, ("hidden", 0, 0, 0, 0.0)), abs=1e-9)
        assert (found.step, len(found.hidden), found.cell is None) == (step, step, kind != "lstm")
        for name, norms in (("hidden", found.hidden), ("cell", found.cell)):
            if norms is not None:
                expected = [difference_norm(model, trace.ids, step, name, layer, at) for at in range(step)]
                np.testing.assert_allclose(norms, expected, rtol=1e-6, atol=1e-9)
                assert min(expected) > 1e-9


@pytest.mark.parametrize("kind", KINDS)
def test_the_loss_is_the_surprisal(tiny_models: dict[Kind, LoadedModel], kind: Kind) -> None:
    model = tiny_models[kind]
    trace = trace_text(model, LONG)
    surprisal = predict(model, trace, 1).surprisal
    for step in (1, 7, len(trace.tokens) - 1):
        found = loss_gradients(model, trace, 1, step)
        assert found.loss == pytest.approx(float(surprisal[step]) * math.log(2), abs=1e-5)


def test_the_gradient_of_the_last_state_is_that_of_the_softmax(tiny: LoadedModel) -> None:
    """∂L/∂h_{s−1} = Wᵀ(p − 1_{x_s}) in the last layer, and ∂L/∂c_{s−1} is that through o ⊙ (1 − tanh² c)."""
    trace = trace_text(tiny, TEXT)
    step = len(trace.tokens) - 1
    weight, bias = tiny.network.embedding.weight.double(), tiny.network.bias.double()
    output, cell, hidden = (trace.signals[name][-1, step - 1].double() for name in ("output", "cell", "hidden"))
    missed = (weight @ hidden + bias).softmax(dim=0)
    missed[trace.tokens[step].id] -= 1
    found = loss_gradients(tiny, trace, 1, step)
    assert found.cell is not None
    direct = weight.T @ missed
    assert float(found.hidden[-1]) == pytest.approx(float(direct.norm()), rel=1e-5)
    assert float(found.cell[-1]) == pytest.approx(float((direct * output * (1 - cell.tanh() ** 2)).norm()), rel=1e-5)


@pytest.mark.parametrize("step", [0, -1, 4, 99])
def test_a_step_without_a_loss_is_named(tiny: LoadedModel, step: int) -> None:
    trace = trace_text(tiny, "777")
    with pytest.raises(InputError, match="from 1 to 3") as raised:
        loss_gradients(tiny, trace, 0, step)
    assert raised.value.field == "step"


@given(halving=st.floats(0.5, 500), length=st.integers(22, 300), start=st.floats(1e-6, 1e6))
@settings(deadline=None)
def test_a_curve_that_halves_evenly_is_told_so(halving: float, length: int, start: float) -> None:
    norms = start * 0.5 ** (torch.arange(length - 1, -1, -1, dtype=torch.float64) / halving)
    assert halving_distance(norms) == pytest.approx(halving, rel=1e-6)


def test_only_distances_from_20_to_100_count() -> None:
    distances = torch.arange(200, dtype=torch.float64)
    norms = 0.5 ** (distances / 10)
    norms[:20], norms[101:] = 7.0, 7.0
    assert halving_distance(norms.flip(0)) == pytest.approx(10)


@pytest.mark.parametrize("norms", [
    0.5 ** torch.arange(21, dtype=torch.float64).flip(0),  # too short
    torch.ones(50, dtype=torch.float64),                   # flat
    0.5 ** torch.arange(50, dtype=torch.float64),          # rising with distance
    torch.zeros(50, dtype=torch.float64),                  # nothing left
])  # fmt: skip
def test_a_curve_that_tells_nothing_has_no_halving_distance(norms: Tensor) -> None:
    assert halving_distance(norms) is None


def test_the_belt_of_the_lstm_reaches_further_back_than_the_rnn() -> None:
    """The notes' claim, of the twins that ship: over distances 20 to 100 the belt's curve falls more slowly."""
    lstm, rnn = load_model("english-lstm"), load_model("english-rnn")
    step = 120
    belt = loss_gradients(lstm, trace_text(lstm, LONG), lstm.layers - 1, step).cell
    assert belt is not None
    twin = loss_gradients(rnn, trace_text(rnn, LONG), rnn.layers - 1, step).hidden
    slow, fast = halving_distance(belt), halving_distance(twin)
    assert slow is not None
    assert fast is not None
    assert slow > fast
