"""Colour range, half-life and saturation of a model, against its traces one by one."""

import dataclasses
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from model.checkpoint import LoadedModel, load_model
from model.measures import half_life, saturation
from model.network import LanguageModel
from model.trace import trace_text
from model.training.cells import contents_range, unit_measures
from model.training.data import Stream

TEXTS = [f"The queen number {n} said that the boy would wait until she woke in the key." for n in range(40)]


def streams(model: LoadedModel) -> list[Stream]:
    return [np.array([0, *model.tokenizer.encode_ids(text)], dtype=np.uint16) for text in TEXTS[:3]]


def measures(model: LoadedModel) -> tuple[dict[str, Any], list[int]]:
    """Unit measures, and what the progress was told."""
    told: list[int] = []
    return unit_measures(model, streams(model), told.append), told


def with_larger_cells(model: LoadedModel, push: float) -> LoadedModel:
    """The same network with candidates' biases moved, so that its cells grow."""
    network = LanguageModel(model.network.shape)
    network.load_state_dict(model.network.state_dict())
    units = model.units
    for layer in range(model.layers):
        getattr(network.recurrent, f"bias_ih_l{layer}").data[: 3 * units] += push  # gates open, candidates at 1
    return dataclasses.replace(model, network=network.eval().requires_grad_(False))


def test_range_is_the_97th_percentile_of_the_cells_over_32_steps(tiny: LoadedModel) -> None:
    large = with_larger_cells(tiny, 5)
    cells = [trace_text(large, text).signals["cell"][:, :32].abs().flatten() for text in TEXTS]
    expected = float(np.percentile(torch.cat(cells).numpy(), 97))
    assert expected > 10
    assert contents_range(large, TEXTS) == float(f"{expected:.2g}")


def test_later_steps_do_not_count(tiny: LoadedModel) -> None:
    large = with_larger_cells(tiny, 5)
    longer = [text + " The key was in the door." * 5 for text in TEXTS]
    assert all(len(tiny.tokenizer.encode(text)) > 32 for text in TEXTS)
    assert contents_range(large, longer) == contents_range(large, TEXTS)


def test_range_is_never_under_one(tiny: LoadedModel) -> None:
    assert max(float(trace_text(tiny, text).signals["cell"].abs().max()) for text in TEXTS[:3]) < 1
    assert contents_range(tiny, TEXTS) == 1


@pytest.mark.parametrize("name", ["tiny-rnn", "tiny-gru"])
def test_without_cells_everything_lies_within_one(name: str, tiny_folder: Path) -> None:
    assert contents_range(load_model(name, tiny_folder), TEXTS) == 1


def test_half_lives_are_those_of_all_books_together(tiny: LoadedModel) -> None:
    found, told = measures(tiny)
    traces = [trace_text(tiny, text) for text in TEXTS[:3]]
    logs = torch.cat([trace.log_forget[:, 1:] for trace in traces if trace.log_forget is not None], dim=1)
    expected = math.log(0.5) / logs.double().mean(dim=1)
    np.testing.assert_allclose(found["half_life"], expected, atol=0.006)
    assert told == [len(stream) for stream in streams(tiny)]


def test_half_life_of_one_text_is_that_of_its_trace(tiny: LoadedModel) -> None:
    trace = trace_text(tiny, TEXTS[0])
    found = unit_measures(tiny, streams(tiny)[:1], lambda _: None)
    for layer in range(tiny.layers):
        np.testing.assert_allclose(found["half_life"][layer], half_life(trace, layer), atol=0.006)
        for gate in ("input", "forget", "output"):
            np.testing.assert_allclose(
                found["saturation"][gate][layer], saturation(trace.signals[gate][layer]), atol=6e-4
            )


def test_a_memory_that_never_fades_has_no_half_life(tiny: LoadedModel) -> None:
    found, _ = measures(with_larger_cells(tiny, 30))
    assert found["half_life"] == [[None] * 8] * 2
    assert found["saturation"]["forget"] == [[[0.0, 1.0]] * 8] * 2


def test_a_network_without_gates_has_a_mean_alone(tiny_folder: Path) -> None:
    model = load_model("tiny-rnn", tiny_folder)
    found, told = measures(model)
    assert (found["half_life"], found["saturation"]) == ([], {})
    assert np.shape(found["mean_hidden"]) == (2, 8)
    assert told == [len(stream) for stream in streams(model)]


@pytest.mark.parametrize("name", ["tiny-lstm", "tiny-rnn", "tiny-gru"])
def test_the_mean_is_that_of_all_steps_of_all_books(name: str, tiny_folder: Path) -> None:
    model = load_model(name, tiny_folder)
    found, _ = measures(model)
    hidden = torch.cat([trace_text(model, text).signals["hidden"] for text in TEXTS[:3]], dim=1)
    np.testing.assert_allclose(found["mean_hidden"], hidden.double().mean(dim=1), atol=6e-5)


def test_a_gru_has_saturation_alone(tiny_folder: Path) -> None:
    model = load_model("tiny-gru", tiny_folder)
    found, _ = measures(model)
    assert found["half_life"] == []
    assert set(found["saturation"]) == {"reset", "update"}
    shares = np.array(found["saturation"]["update"])
    assert shares.shape == (2, 8, 2)
