"""Gates taken apart: the parts add up, and what they add up to is what PyTorch's own cells compute."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import API, TEXT, check_problem, serve
from starlette.testclient import TestClient
from torch import Tensor, nn

from app.schemas.answers import ExplainAnswer
from model import (
    Kind,
    LoadedModel,
    Trace,
    checkpoint_names,
    explain_gates,
    load_model,
    signal_names,
    strongest,
    trace_text,
    trace_tokens,
)
from model.explain import GATES
from model.network import RECURRENT, LanguageModel, Shape
from model.tokenizer import TextTokenizer

KINDS: tuple[Kind, ...] = ("lstm", "rnn", "gru")
FUNCTIONS = {"candidate": torch.tanh, "hidden": torch.tanh}


@pytest.fixture(scope="module")
def client(tiny_folder: Path) -> Iterator[TestClient]:
    with serve(tiny_folder) as client:
        yield client


def random_model(kind: Kind, units: int, layers: int, seed: int, tokenizer: TextTokenizer) -> LoadedModel:
    """A network whose weights and biases are all far from zero and from each other."""
    network = LanguageModel(Shape(kind, tokenizer.size, units, layers)).eval()
    generator = torch.Generator().manual_seed(seed)
    for weight in network.parameters():
        nn.init.normal_(weight, generator=generator)
    return LoadedModel("random", network, tokenizer, {})


def hidden_before(trace: Trace, layer: int, step: int) -> Tensor:
    hidden = trace.signals["hidden"][layer].double()
    return hidden[step - 1] if step else torch.zeros_like(hidden[0])


@settings(max_examples=60, deadline=None)
@given(
    kind=st.sampled_from(KINDS), units=st.integers(1, 12), layers=st.integers(1, 3), seed=st.integers(0, 10_000),
    data=st.data(),
)  # fmt: skip
def test_parts_add_up_to_the_preactivation_and_it_gives_the_value(
    tiny_tokenizer: TextTokenizer, kind: Kind, units: int, layers: int, seed: int, data: Any
) -> None:
    model = random_model(kind, units, layers, seed, tiny_tokenizer)
    tokens = tiny_tokenizer.encode(data.draw(st.text("the queen w.", min_size=1, max_size=12)))
    trace = trace_tokens(model, tokens)
    layer, unit = data.draw(st.integers(0, layers - 1)), data.draw(st.integers(0, units - 1))
    step = data.draw(st.integers(0, len(tokens) - 1))
    gates = explain_gates(model, trace, layer, unit, step)
    assert tuple(gates) == GATES[kind]
    for name, gate in gates.items():
        parts = [*gate.inputs.tolist(), *gate.recurrent.tolist(), gate.bias]
        assert sum(parts) == pytest.approx(gate.preactivation, abs=1e-9)
        value = FUNCTIONS.get(name, torch.sigmoid)(torch.tensor(gate.preactivation))
        assert gate.value == float(trace.signals[name][layer, step, unit])
        assert gate.value == pytest.approx(float(value), abs=1e-5)
        if step == 0:
            assert gate.recurrent.tolist() == [0] * units


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layer", [0, 1])
def test_one_step_of_pytorchs_own_module_gives_the_same_state(
    tiny_tokenizer: TextTokenizer, kind: Kind, layer: int
) -> None:
    """The state that the explained gates lead to is what `torch.nn` makes of the same input and state, in float64."""
    model = random_model(kind, 6, 2, 3, tiny_tokenizer)
    trace = trace_text(model, "the queen was")
    step = 3
    words = model.network.embedding.weight[trace.ids].detach().double()
    inputs = words if layer == 0 else trace.signals["hidden"][0].double()
    module = RECURRENT[kind](6, 6).double()
    for name, parameter in module.named_parameters():
        parameter.data = getattr(model.network.recurrent, name.replace("l0", f"l{layer}")).data.double()
    before = hidden_before(trace, layer, step)[None]
    cell = trace.signals["cell"][layer, step - 1].double() if kind == "lstm" else torch.zeros(6)
    state: Any = (before, cell[None]) if kind == "lstm" else before
    expected = module(inputs[step][None], state)[0][0].detach()
    found = [
        state_after(kind, explain_gates(model, trace, layer, unit, step), before[0, unit], cell[unit])
        for unit in range(6)
    ]
    torch.testing.assert_close(torch.stack(found), expected, atol=1e-6, rtol=0)


def state_after(kind: Kind, gates: dict[str, Any], before: Tensor, cell: Tensor) -> Tensor:
    """h of one unit by the formulas of the table of signals, from pre-activations alone."""
    made = {
        name: FUNCTIONS.get(name, torch.sigmoid)(torch.tensor(gate.preactivation, dtype=torch.float64))
        for name, gate in gates.items()
    }
    if kind == "rnn":
        return made["hidden"]
    if kind == "gru":
        return (1 - made["update"]) * made["candidate"] + made["update"] * before
    return made["output"] * (made["forget"] * cell + made["input"] * made["candidate"]).tanh()


@pytest.mark.parametrize("name", checkpoint_names())
def test_parts_add_up_in_the_networks_that_ship(name: str) -> None:
    model = load_model(name)
    trace = trace_text(model, TEXT if model.tokenizer.reads(TEXT) else model.card["suggested"]["text"])
    for unit, step in ((0, 0), (model.units // 2, 3), (model.units - 1, len(trace.tokens) - 1)):
        for signal, gate in explain_gates(model, trace, model.layers - 1, unit, step).items():
            value = FUNCTIONS.get(signal, torch.sigmoid)(torch.tensor(gate.preactivation))
            assert gate.value == pytest.approx(float(value), abs=1e-5)


def test_every_gate_is_a_signal() -> None:
    for kind in KINDS:
        assert set(GATES[kind]) <= set(signal_names(kind))


@given(parts=st.lists(st.floats(-9, 9), min_size=1, max_size=30), top=st.integers(0, 40))
def test_the_strongest_parts_come_first_and_the_rest_is_their_remainder(parts: list[float], top: int) -> None:
    named, rest = strongest(torch.tensor(parts, dtype=torch.float64), top)
    sizes = [abs(part) for part in named.values()]
    assert len(named) == min(top, len(parts))
    assert sizes == sorted(sizes, reverse=True)
    assert all(parts[unit] == part for unit, part in named.items())
    others = [part for unit, part in enumerate(parts) if unit not in named]
    assert all(abs(part) <= size for part in others for size in sizes)
    assert rest == pytest.approx(sum(others), abs=1e-9)


def ask(client: TestClient, **fields: Any) -> dict[str, Any]:
    response = client.get(f"{API}/explain", params={"text": TEXT, "unit": 3} | fields)
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    ExplainAnswer.model_validate(answer)
    return answer


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("layer", [0, 1])
@pytest.mark.parametrize("top", [0, 1, 8, 64])
def test_rounded_parts_add_up(client: TestClient, kind: Kind, layer: int, top: int) -> None:
    answer = ask(client, model=f"tiny-{kind}", layer=layer, top=top, step=4)
    assert (answer["kind"], answer["layer"], answer["unit"], answer["step"]) == (kind, layer, 3, 4)
    assert tuple(answer["gates"]) == GATES[kind]
    for gate in answer["gates"].values():
        assert ("word" in gate, "below" in gate, "below_rest" in gate) == (layer == 0, layer == 1, layer == 1)
        named = [*gate["recurrent"], *gate.get("below", [])]
        assert len(gate["recurrent"]) == min(top, 8)
        parts = [part["part"] for part in named]
        parts += [gate.get("word", 0), gate.get("below_rest", 0), gate["rest"], gate["bias"]]
        assert sum(parts) == pytest.approx(gate["preactivation"], abs=1e-5)


def test_the_answer_is_that_of_the_model(client: TestClient, tiny: LoadedModel) -> None:
    answer, trace = ask(client, layer=1, step=5, unit=6, decimals=9), trace_text(tiny, TEXT)
    assert answer["token"]["start"] == trace.tokens[5].start
    for name, gate in explain_gates(tiny, trace, 1, 6, 5).items():
        found = answer["gates"][name]
        assert found["value"] == pytest.approx(gate.value, abs=1e-9)
        assert found["preactivation"] == pytest.approx(gate.preactivation, abs=1e-9)
        below = {part["unit"]: part["part"] for part in found["below"]}
        assert below == pytest.approx(strongest(gate.inputs, 8)[0], abs=1e-9)


def test_values_are_those_of_the_trace(client: TestClient) -> None:
    answer = ask(client, layer=1, step=5, decimals=4)
    query = {"text": TEXT, "layer": 1, "units": 3}
    trace = client.get(f"{API}/trace", params=query).json()["layers"][0]["signals"]
    assert {name: gate["value"] for name, gate in answer["gates"].items()} == {
        name: trace[name][5][0] for name in GATES["lstm"]
    }


def test_no_layer_is_the_first_and_no_step_the_last(client: TestClient) -> None:
    answer = ask(client)
    last = len(client.get(f"{API}/trace", params={"text": TEXT}).json()["tokens"]) - 1
    assert (answer["layer"], answer["step"], answer["token"]["step"]) == (0, last, last)
    explicit = ask(client, layer=0, step=last)
    assert answer["gates"] == explicit["gates"]


def test_nothing_comes_from_before_the_first_step(client: TestClient) -> None:
    for gate in ask(client, step=0, layer=1)["gates"].values():
        assert {part["part"] for part in gate["recurrent"]} == {0}
        assert gate["rest"] == 0


@pytest.mark.parametrize(("fields", "status", "field"), [
    ({"unit": 8}, 404, "unit"),
    ({"layer": 2}, 404, "layer"),
    ({"model": "nobody"}, 404, "model"),
    ({"step": 9999}, 422, "step"),
    ({"step": -1}, 422, "step"),
    ({"step": "last"}, 422, "step"),
    ({"unit": -1}, 422, "unit"),
    ({"unit": ""}, 422, "unit"),
    ({"unit": "1,2"}, 422, "unit"),
    ({"top": 65}, 422, "top"),
    ({"top": -1}, 422, "top"),
    ({"decimals": 10}, 422, "decimals"),
    ({"signals": "forget"}, 422, "signals"),
    ({"text": " "}, 422, "text"),
    ({"text": "a" * 2001}, 422, "text"),
])  # fmt: skip
def test_what_does_not_exist_is_named(client: TestClient, fields: dict[str, Any], status: int, field: str) -> None:
    response = client.get(f"{API}/explain", params={"text": TEXT, "unit": 3} | fields)
    check_problem(response, status, field=field)


def test_a_step_behind_the_last_one_is_told_how_many_there_are(client: TestClient) -> None:
    detail = check_problem(client.get(f"{API}/explain?text=7&unit=0&step=2"), 422, "bad_input", "step")["detail"]
    assert detail == "There is no step 2: the text has 2, counted from 0 to 1."


def test_a_unit_must_be_named(client: TestClient) -> None:
    detail = check_problem(client.get(f"{API}/explain?text=a"), 422, "bad_input", "unit")["detail"]
    assert detail == "`unit` is missing."
