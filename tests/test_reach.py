"""How far back losses reach in books: medians over windows, each read from zero state."""

from pathlib import Path

import numpy as np
import pytest
import torch

from model.checkpoint import LoadedModel, load_model
from model.gradients import halving_distance, token_gradients
from model.tokenizer import START_ID
from model.training.data import Stream
from model.training.memory import sample_windows
from model.training.reach import gradient_reach

TOKENS = 60
BACK = (1, 10, 20, 40, 50)


def books() -> list[Stream]:
    random = np.random.default_rng(3)
    made = [random.integers(1, 300, size=size).astype(np.uint16) for size in (200, 90)]
    for book in made:
        book[::40] = START_ID
    return made


def curves(model: LoadedModel, name: str) -> list[torch.Tensor]:
    """The norms of each window by `token_gradients`, nearest first."""
    windows = sample_windows(books(), 9, TOKENS)
    found = [token_gradients(model, torch.tensor([START_ID, *window.tolist()]), 1) for window in windows]
    return [getattr(each, name).flip(0) for each in found]


@pytest.mark.parametrize(("name", "signals"), [("tiny-lstm", ("hidden", "cell")), ("tiny-rnn", ("hidden",))])
def test_medians_over_windows_relative_to_the_state_that_predicts(
    tiny_folder: Path, name: str, signals: tuple[str, ...]
) -> None:
    model = load_model(name, tiny_folder)
    told: list[int] = []
    found = gradient_reach(model, books(), 9, TOKENS, told.append)
    assert (found["windows"], found["tokens"], found["layer"], found["steps_back"]) == (9, TOKENS, 1, list(BACK))
    assert sum(told) == 9
    for signal in signals:
        norms = curves(model, signal)
        assert all(len(each) == TOKENS + 1 for each in norms)
        expected = [np.median([float(each[back] / each[0]) for each in norms]) for back in BACK]
        assert found[signal] == pytest.approx(expected, rel=6e-3)
        halvings = [halving_distance(each.flip(0)) for each in norms]
        middle = np.median([np.inf if each is None else each for each in halvings])
        assert found["halves_every"][signal] == (pytest.approx(middle, rel=6e-3) if np.isfinite(middle) else None)
    for signal in {"hidden", "cell"} - set(signals):
        assert found[signal] is None
        assert found["halves_every"][signal] is None


def test_a_curve_that_does_not_fall_in_half_of_the_windows_has_no_halving_distance(
    tiny: LoadedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    distances = iter([5.0, None, None] * 2)
    monkeypatch.setattr("model.training.reach.halving_distance", lambda _: next(distances))
    assert gradient_reach(tiny, books(), 3, TOKENS)["halves_every"] == {"hidden": None, "cell": None}


def test_the_same_windows_every_time(tiny: LoadedModel) -> None:
    assert gradient_reach(tiny, books(), 4, TOKENS) == gradient_reach(tiny, books(), 4, TOKENS)
    assert gradient_reach(tiny, books(), 4, TOKENS) != gradient_reach(tiny, books(), 5, TOKENS)
