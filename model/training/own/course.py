"""The course of a run within a budget of time: when its rate begins to fall, when it ends, and what is kept of it.

The rate is the same until the last quarter (`Recipe.decay`), so the budget in tokens need not be known before: when as
much of the time is over as comes before the fall, or the network no longer gets better on held-out text, the budget is
settled so that the rate falls from there. A run whose recipe has this budget from the start does the very same steps.
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from model.training.data import Stream
from model.training.loop import Run, judge, train_step
from model.training.own.plan import OPEN
from model.training.own.weights import Weights, stored

# Judging takes a third of the time of learning the same text: a twentieth of the run.
JUDGE_AFTER = 8
LEAST_STEPS = 10

# Judgements in a row without a better one.
PATIENCE = 5

# How much a step counts in the loss that is shown.
FRESH = 0.05


@dataclass(frozen=True)
class TrainingReport:
    """How far a run is: `share` of its budget 0..1, seconds `left`, `tokens` read, their loss of late and the best one
    on held-out text in nats per token, tokens per second.
    """

    share: float
    left: float
    tokens: int
    loss: float
    valid: float
    speed: float


@dataclass(frozen=True)
class Budget:
    """What a run may take: `seconds` (None: the recipe's tokens), and `steps` where it has to end before that.

    `patience`: so many judgements in a row without a better one make the rate fall, and then end it (None: endless).
    """

    seconds: float | None = None
    patience: int | None = PATIENCE
    steps: int | None = None


@dataclass
class Course:
    """A run on its way. `best`: the weights as stored, and `line`, the judgement that they are best by.

    `stopped`: somebody did not want to wait for the end.
    """

    run: Run
    valid: list[Stream]
    budget: Budget
    best: Weights = field(default_factory=dict)
    line: dict[str, float] = field(default_factory=lambda: {"valid": math.inf})
    stopped: bool = False
    _since_best: int = 0
    _loss: float = math.nan
    _losses: list[float] = field(default_factory=list)

    def go(
        self, watch: Callable[[Run], None], report: Callable[[TrainingReport], None], stopped: Callable[[], bool]
    ) -> None:
        """Train to the end, or until `stopped`: then the network is judged as it stands. `watch` sees every step."""
        began = time.perf_counter()
        while not self.over and not stopped():
            watch(self.run)
            self._learn(train_step(self.run))
            self.run.seconds = time.perf_counter() - began
            if self._time_has_come:
                self._settle()
            if self.run.step % self._judge_every == 0 or self.run.step == self._steps:
                self._judge()
            report(self._report())
        if not self.over:
            self._stop()

    @property
    def over(self) -> bool:
        """Whether the budget is spent, or the rate has fallen and nothing gets better any more."""
        return self.run.step >= self._steps or (self._falling and self._impatient)

    @property
    def tokens(self) -> int:
        """Tokens read."""
        return self.run.step * self._per_step

    @property
    def _steps(self) -> int:
        """Where it ends, as far as is known."""
        return self.run.recipe.steps if self.budget.steps is None else min(self.run.recipe.steps, self.budget.steps)

    @property
    def _per_step(self) -> int:
        return self.run.recipe.streams * self.run.recipe.window

    @property
    def _judge_every(self) -> int:
        return max(LEAST_STEPS, JUDGE_AFTER * sum(map(len, self.valid)) // self._per_step)

    @property
    def _falling(self) -> bool:
        """Whether the rate falls already."""
        return self.run.step >= self.run.recipe.steps * (1 - self.run.recipe.decay)

    @property
    def _impatient(self) -> bool:
        return self.budget.patience is not None and self._since_best >= self.budget.patience

    @property
    def _time_has_come(self) -> bool:
        """Whether what is left of the time is for the rate to fall in."""
        seconds = self.budget.seconds
        return seconds is not None and self.run.seconds >= seconds * (1 - self.run.recipe.decay)

    def _stop(self) -> None:
        """End before the end: what has been read was the budget."""
        self.stopped = True
        self.run.recipe = replace(self.run.recipe, tokens=self.tokens)
        if self._losses:
            self._judge()

    def _learn(self, loss: float) -> None:
        self._losses.append(loss)
        self._loss = loss if math.isnan(self._loss) else self._loss + FRESH * (loss - self._loss)

    def _settle(self) -> None:
        """Let the rate fall from here, unless it ends earlier anyway."""
        steps = math.ceil(self.run.step / (1 - self.run.recipe.decay))
        if steps < self.run.recipe.steps:
            self.run.recipe = replace(self.run.recipe, tokens=steps * self._per_step)

    def _judge(self) -> None:
        line = judge(self.run, self.valid, sum(self._losses) / len(self._losses))
        self._losses.clear()
        if line["valid"] < self.line["valid"]:
            self.best, self.line, self._since_best = stored(self.run.network), line, 0
            return
        self._since_best += 1
        if self._impatient and not self._falling:
            self._settle()
            self._since_best = 0

    def _report(self) -> TrainingReport:
        speed = self.tokens / self.run.seconds
        if self.budget.seconds is not None and self.run.recipe.tokens == OPEN:
            share, left = self.run.seconds / self.budget.seconds, self.budget.seconds - self.run.seconds
        else:
            share, left = self.run.step / self._steps, (self._steps - self.run.step) * self._per_step / speed
        return TrainingReport(share, left, self.tokens, self._loss, self.line["valid"], speed)
