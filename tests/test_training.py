"""The training loop at tiny size: it learns, keeps the best, and if killed at any moment ends as if it never was."""

import dataclasses
import itertools
import json
import multiprocessing
import signal
import time
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from model.checkpoint import load_checkpoint
from model.errors import MissingError
from model.network import LanguageModel
from model.signals import Kind
from model.tokenizer import TextTokenizer
from model.training import loop
from model.training.data import Stream
from model.training.evaluate import stream_loss
from model.training.recipe import RECIPES, Recipe, find_recipe

REPORT_EVERY, SAVE_EVERY, JUDGE_EVERY = 5, 5, 10


def recipe(kind: Kind = "lstm", steps: int = 40, **changes: Any) -> Recipe:
    tiny = Recipe(kind, vocabulary=300, units=8, layers=2, streams=4, window=8, tokens=steps * 32, warmup=5, rate=0.05)
    return dataclasses.replace(tiny, **changes)


def books(count: int = 2, length: int = 400) -> list[Stream]:
    """Books of a language in which each token all but tells the next."""
    random = np.random.default_rng(1)
    made = []
    for _ in range(count):
        tokens = np.cumsum(random.choice([1, 2], p=[0.9, 0.1], size=length)) % 40 + 1
        tokens[::25] = 0
        made.append(tokens.astype(np.uint16))
    return made


def train(run: loop.Run, folder: Path, tokenizer: TextTokenizer) -> list[loop.Progress]:
    """Train in this process to the end of the budget."""
    reports: list[loop.Progress] = []
    every = (REPORT_EVERY, SAVE_EVERY, JUDGE_EVERY)
    loop.train(run, folder, books(1), tokenizer, {"name": "tiny"}, reports.append, *every)
    return reports


def weights(network: LanguageModel) -> dict[str, bytes]:
    """All weights, bit by bit."""
    return {name: weight.numpy().tobytes() for name, weight in network.state_dict().items()}


def kept(folder: Path) -> loop.Run:
    """A run as its folder has it."""
    content = torch.load(folder / "state.pt", weights_only=True)
    return loop.resume_run(Recipe(**content["recipe"]), np.concatenate(books()), folder)


@pytest.mark.parametrize("kind", ["lstm", "rnn", "gru"])
def test_training_learns_what_follows_what(kind: Kind, tmp_path: Path, tiny_tokenizer: TextTokenizer) -> None:
    """Knowing no more than how frequent each token is leaves ln 40 = 3.7 nats."""
    run = loop.start_run(recipe(kind, steps=150, units=16, layers=1, dropout=0.0), np.concatenate(books()))
    reports = train(run, tmp_path, tiny_tokenizer)
    assert run.best < 3
    assert [report.step for report in reports] == list(range(5, 151, 5))
    assert all(report.steps == 150 and report.speed > 0 for report in reports)


def test_the_seed_decides_the_weights(tmp_path: Path, tiny_tokenizer: TextTokenizer) -> None:
    ends = []
    for number, seed in enumerate((1, 1, 2)):
        run = loop.start_run(recipe(seed=seed), np.concatenate(books()))
        train(run, tmp_path / str(number), tiny_tokenizer)
        ends.append(weights(run.network))
    assert ends[0] == ends[1] != ends[2]


def test_the_best_network_by_validation_loss_is_kept(tmp_path: Path, tiny_tokenizer: TextTokenizer) -> None:
    """At a rate that is far too high the loss goes up and down, so the last network is not the best."""
    run = loop.start_run(recipe(steps=60, rate=0.5, clip=100.0, decay=0.0), np.concatenate(books()))
    train(run, tmp_path, tiny_tokenizer)
    lines = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert [line["step"] for line in lines] == list(range(10, 61, 10))
    best = min(lines, key=lambda line: line["valid"])
    assert best is not lines[-1]
    model = load_checkpoint(tmp_path / "checkpoint")
    assert model.card["best"] == best
    assert stream_loss(model.network, books(1)) == pytest.approx(best["valid"], abs=0.01)  # stored in float16


def test_going_on_from_weights_starts_afresh_with_them(tmp_path: Path, tiny_tokenizer: TextTokenizer) -> None:
    first = loop.start_run(recipe(), np.concatenate(books()))
    train(first, tmp_path / "first", tiny_tokenizer)
    start = load_checkpoint(tmp_path / "first" / "checkpoint").network.state_dict()
    second = loop.start_run(recipe(), np.concatenate(books()), weights=start)
    assert weights(second.network) == {name: weight.numpy().tobytes() for name, weight in start.items()}
    assert second.step == 0
    assert not second.optimiser.state
    assert loop.train_step(second) < 4


def test_a_longer_budget_goes_on_from_the_state_of_a_shorter_one(tmp_path: Path, tiny_tokenizer: TextTokenizer) -> None:
    train(loop.start_run(recipe(steps=20), np.concatenate(books())), tmp_path, tiny_tokenizer)
    run = loop.resume_run(recipe(steps=30), np.concatenate(books()), tmp_path)
    assert run.step == 20
    assert [report.step for report in train(run, tmp_path, tiny_tokenizer)] == [25, 30]


# Processes that find PyTorch in memory: each is forked from one that has imported it.
PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["torch"])


def drive(folder: Path) -> None:
    """Train in a process of its own, which the test kills; what is written stays partial for long enough to be seen."""
    replace = Path.replace
    Path.replace = lambda partial, target: time.sleep(0.1) or replace(partial, target)
    torch.set_num_threads(1)
    stream = np.concatenate(books())
    run = (
        loop.resume_run(recipe(), stream, folder)
        if (folder / "state.pt").exists()
        else loop.start_run(recipe(), stream)
    )
    train(run, folder, TextTokenizer.load(folder / "tokenizer.json"))


# What lies in the folder just then: a moment is caught by waiting for it to appear.
MOMENTS = {
    "while the state is written": "state.pt.partial",
    "while a checkpoint is written": "checkpoint/weights.safetensors.partial",
    "after the log, before the state": "log.jsonl",
}


def test_a_run_killed_again_and_again_ends_with_the_same_weights(tmp_path: Path, tiny_tokenizer: TextTokenizer) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    for folder in (whole, killed):
        folder.mkdir()
        (folder / "tokenizer.json").write_text(tiny_tokenizer.to_json())
    train(loop.start_run(recipe(), np.concatenate(books())), whole, tiny_tokenizer)
    ends = [kill(start(killed), killed / file) for file in MOMENTS.values()]
    assert ends.count(-signal.SIGKILL) >= 2, "the run ended before it could be killed"
    last = start(killed)
    last.join(120)
    assert last.exitcode == 0
    one, other = kept(whole), kept(killed)
    assert one.step == other.step == 40
    assert weights(one.network) == weights(other.network)
    assert (one.best, one.windows.state()) == (other.best, other.windows.state())
    names = ("step", "tokens", "train", "valid")
    assert [[line[name] for name in names] for line in one.history] == [
        [line[name] for name in names] for line in other.history
    ]
    best = [load_checkpoint(folder / "checkpoint") for folder in (whole, killed)]
    assert best[0].sha256 == best[1].sha256


def start(folder: Path) -> ForkServerProcess:
    process = PROCESSES.Process(target=drive, args=(folder,))
    process.start()
    return process


def kill(process: ForkServerProcess, file: Path) -> int | None:
    """Kill a process when a file next changes; how it ended."""
    before = changed(file)
    while process.is_alive() and changed(file) in (0, before):
        time.sleep(0.0005)
    process.kill()
    process.join(60)
    return process.exitcode


def changed(file: Path) -> int:
    """When a file was written last, in ns; 0 where there is none."""
    try:
        return file.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def test_the_rate_warms_up_stays_and_falls() -> None:
    plan = recipe(steps=100, rate=1.0, warmup=10, decay=0.4)
    rates = [plan.rate_at(step) for step in range(plan.steps)]
    assert plan.steps == 100
    assert rates[:10] == pytest.approx([k / 10 for k in range(1, 11)])
    assert set(rates[9:61]) == {1.0}
    assert all(later < earlier for earlier, later in itertools.pairwise(rates[60:]))
    assert rates[80] == pytest.approx(0.5)
    assert rates[99] == pytest.approx(1 / 40)


def test_a_longer_budget_changes_nothing_that_has_happened() -> None:
    short, long = recipe(steps=100), recipe(steps=1000)
    stable = range(round(short.steps * (1 - short.decay)))
    assert len(stable) > short.warmup
    assert [short.rate_at(step) for step in stable] == [long.rate_at(step) for step in stable]


def test_the_twins_get_the_same_care() -> None:
    lstm, rnn = RECIPES["english-lstm"], RECIPES["english-rnn"]
    searched = {"rate", "clip", "cell_penalty", "kind"}
    for field in dataclasses.fields(Recipe):
        if field.name not in searched:
            assert getattr(lstm, field.name) == getattr(rnn, field.name), field.name


def test_an_unknown_recipe_is_named_with_those_there_are() -> None:
    with pytest.raises(MissingError, match=r"no recipe 'french-lstm'\. There are: english-lstm, english-rnn"):
        find_recipe("french-lstm")
