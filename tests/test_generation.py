"""Writing: reproducible, equal to step-by-step tracing, and true to its settings."""

from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from model import InputError, LoadedModel, load_model, predict, trace_text
from model.generation import Sampling, Written, choose, write
from model.holds import Hold, Holds, stacked, trace_held
from model.stepwise import Stepper
from model.tokenizer import START_ID

TEXT = "The queen was"


def written(model: LoadedModel, count: int = 12, *holds: Hold, **settings: Any) -> list[Written]:
    ids = [token.id for token in model.tokenizer.encode(TEXT)]
    return list(write(model, ids, count, Sampling(**settings), holds))


def test_the_same_seed_writes_the_same_and_others_differ(tiny: LoadedModel) -> None:
    texts = [[token.id for token in written(tiny, seed=seed)] for seed in (1, 1, 2, 3, 4)]
    assert texts[0] == texts[1]
    assert len({tuple(text) for text in texts}) > 2


def test_what_it_writes_is_what_tracing_reads(tiny: LoadedModel) -> None:
    hold = Hold(1, (2, 3), "forget", 2, None, 1.0)
    new = [token for token in written(tiny, 10, hold, seed=5) if token.id != START_ID]
    tokens = list(trace_text(tiny, TEXT).tokens)
    trace = trace_held(tiny, [*tokens, *(type(tokens[0])(each.step, each.id, "", 0, 0, None) for each in new)], [hold])
    for name, values in stacked([each.moments for each in new]).items():
        if name != "log_forget":
            torch.testing.assert_close(values, trace.signals[name][:, len(tokens) :], atol=1e-5, rtol=0)
    surprisal = predict(tiny, trace, 1).surprisal[len(tokens) :]
    for each, bits in zip(new, surprisal.tolist(), strict=True):
        assert each.probability == pytest.approx(2**-bits, rel=1e-4)


@pytest.mark.parametrize("kind", ["lstm", "rnn", "gru"])
@pytest.mark.parametrize("first", [None, 0, 2, 40])
def test_what_no_hold_reaches_is_read_at_once_and_gives_the_same(
    tiny_folder: Path, kind: str, first: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = load_model(f"tiny-{kind}", tiny_folder)
    ids = [token.id for token in model.tokenizer.encode(TEXT)]
    holds = [] if first is None else [Hold(1, (2, 3), "hidden", first, None, 0.5)]
    stepped: list[int] = []
    read = Stepper.read
    monkeypatch.setattr(Stepper, "read", lambda self, token: (stepped.append(self.step), read(self, token))[1])
    new = [each for each in write(model, ids, 6, Sampling(seed=3), holds) if each.moments]
    assert stepped[0] == (len(ids) if first is None else min(first, len(ids)))
    slow = Stepper(model, Holds(model, holds).intervene)
    moments = [slow.read(token) for token in [*ids, *(each.id for each in new)]][len(ids) :]
    for name, values in stacked([each.moments for each in new]).items():
        torch.testing.assert_close(values, stacked(moments)[name], atol=1e-5, rtol=0)


def test_without_temperature_it_writes_the_most_probable(tiny: LoadedModel) -> None:
    new = written(tiny, 5, temperature=0.0)
    ids = [token.id for token in tiny.tokenizer.encode(TEXT)]
    first = predict(tiny, trace_text(tiny, TEXT), 1).ids[-1, 0]
    assert new[0].id == first
    assert [each.step for each in new] == list(range(len(ids), len(ids) + len(new)))


def test_the_end_of_the_paragraph_ends_it(tiny: LoadedModel) -> None:
    runs = [written(tiny, 60, seed=seed, temperature=5.0) for seed in range(40)]
    ended = [run for run in runs if run[-1].id == START_ID]
    assert ended, "no run met the end of a paragraph"
    assert all(not run[-1].moments for run in ended)
    assert all(token.id != START_ID for run in runs for token in run[:-1])


def test_the_paragraph_does_not_end_too_soon(tiny: LoadedModel) -> None:
    free = [written(tiny, 40, seed=seed, temperature=5.0) for seed in range(40)]
    kept = [written(tiny, 40, seed=seed, temperature=5.0, least=8) for seed in range(40)]
    assert any(run[-1].id == START_ID and len(run) <= 8 for run in free)
    assert any(run[-1].id == START_ID for run in kept)
    assert all(START_ID not in [token.id for token in run[:8]] for run in kept)
    assert all(0 < each.probability < 1 for run in kept for each in run)


SCORES = st.lists(st.floats(-8, 8, width=32), min_size=3, max_size=12)


@given(SCORES, st.integers(1, 12), st.floats(0, 1), st.floats(0.1, 5), st.integers(0, 99))
def test_only_the_most_probable_are_chosen(
    scores: list[float], k: int, p: float, temperature: float, seed: int
) -> None:
    tensor = torch.tensor(scores, dtype=torch.float64)
    chance = torch.Generator().manual_seed(seed)
    token = choose(tensor, Sampling(temperature, k, p), chance)
    probabilities = (tensor / temperature).softmax(dim=0)
    more_probable = probabilities[probabilities > probabilities[token]]
    assert len(more_probable) < k
    kept = probabilities.sort(descending=True).values[:k].sum()
    assert float(more_probable.sum()) <= p * float(kept) + 1e-9 or len(more_probable) == 0


def test_samples_follow_the_probabilities() -> None:
    scores = torch.tensor([0.5, 0.3, 0.2]).double().log()
    chance = torch.Generator().manual_seed(0)
    drawn = torch.tensor([choose(scores, Sampling(), chance) for _ in range(4000)])
    shares = drawn.bincount(minlength=3) / 4000
    torch.testing.assert_close(shares, torch.tensor([0.5, 0.3, 0.2]), atol=0.03, rtol=0)


@pytest.mark.parametrize("settings", [{"temperature": -1.0}, {"temperature": 5.1}, {"top_k": 0}, {"top_p": 1.5}])
def test_settings_out_of_range_are_refused(tiny: LoadedModel, settings: dict[str, float]) -> None:
    with pytest.raises(InputError, match="choose"):
        written(tiny, 1, **settings)
