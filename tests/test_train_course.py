"""The course of a run: it ends with its budget, early where nothing gets better, and can be run again to the bit."""

import math
from dataclasses import replace

import numpy as np
import torch

from model.training.data import Stream
from model.training.loop import start_run
from model.training.own.course import Budget, Course, TrainingReport
from model.training.own.plan import OPEN
from model.training.own.weights import Weights
from model.training.recipe import Recipe

TINY = Recipe("lstm", vocabulary=50, units=8, streams=4, window=8, warmup=5, rate=0.05, bf16=False, tokens=OPEN)
STEP = TINY.streams * TINY.window


def stream(seed: int, length: int = 800) -> Stream:
    """Tokens each of which all but tells the next; another `seed` has the same rule."""
    steps = np.random.default_rng(seed).choice([1, 2], p=[0.9, 0.1], size=length)
    tokens = np.cumsum(steps) % 40 + 1
    tokens[::25] = 0
    return tokens.astype(np.uint16)


def run(recipe: Recipe, budget: Budget, valid: Stream | None = None, stop_after: float = math.inf) -> Course:
    course = Course(start_run(recipe, stream(1)), [stream(2, 100) if valid is None else valid], budget)
    reports: list[TrainingReport] = []
    course.go(lambda _: None, reports.append, lambda: len(reports) >= stop_after)
    assert len(reports) == course.run.step
    assert all(0 < report.share <= 1.5 and report.speed > 0 for report in reports)
    return course


def same(one: Weights, other: Weights) -> bool:
    return all(torch.equal(weight, other[name]) for name, weight in one.items())


def test_a_budget_of_time_is_settled_in_tokens_that_give_the_same_weights_again() -> None:
    timed = run(TINY, Budget(seconds=0.6, patience=None))
    recipe = timed.run.recipe
    assert recipe.tokens < OPEN
    assert timed.run.step == recipe.steps
    again = run(replace(TINY, tokens=recipe.tokens), Budget(patience=None))
    assert again.run.step == timed.run.step
    assert same(again.best, timed.best)


def test_it_ends_early_where_held_out_text_gets_no_better() -> None:
    unlike = np.random.default_rng(3).integers(41, 50, size=100).astype(np.uint16)
    unlike[0] = 0
    course = run(replace(TINY, tokens=5000 * STEP), Budget(patience=3), valid=unlike)
    assert course.run.step < 1000
    assert course.run.recipe.tokens < 5000 * STEP
    assert not course.stopped
    best = min(course.run.history, key=lambda line: line["valid"])
    assert course.line == best is not course.run.history[-1]
    endless = run(replace(TINY, tokens=300 * STEP), Budget(patience=None, steps=120), valid=unlike)
    assert endless.run.step == 120


def test_stopped_by_hand_the_network_is_judged_as_it_stands() -> None:
    course = run(TINY, Budget(seconds=60), stop_after=7)
    assert course.stopped
    assert (course.run.step, course.line["step"], course.tokens) == (7, 7, course.run.recipe.tokens)
    assert course.best
    assert not run(TINY, Budget(seconds=60), stop_after=0).best
