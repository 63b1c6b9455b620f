"""What a measurement is, and how a duration is taken."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

REPEATS = 21


@dataclass(frozen=True)
class Measurement:
    """A number with its unit and, where one is promised, its bound: the most that it may be, with `least` the least."""

    what: str
    value: float
    unit: str
    bound: float | None = None
    least: bool = False

    @property
    def holds(self) -> bool:
        if self.bound is None:
            return True
        return self.value >= self.bound if self.least else self.value <= self.bound

    @property
    def text(self) -> str:
        return f"{self.value:.3g} {self.unit}".strip() if abs(self.value) < 100 else f"{self.value:,.0f} {self.unit}"

    @property
    def verdict(self) -> str:
        if self.bound is None:
            return ""
        promise = f"{'≥' if self.least else '≤'} {self.bound:,g} {self.unit}".strip()
        return promise + ("" if self.holds else "  MISSED")


def seconds(action: Callable[[], object]) -> float:
    """How long one call takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def median_ratio(one: Callable[[], object], other: Callable[[], object], calls: int = 10) -> float:
    """Median over paired rounds of (time of `one`) ÷ (time of `other`).

    The two are timed right after each other, `calls` times a round, so that a busy moment of the machine hits both.
    """
    for _ in range(3 * calls):
        one(), other()
    rounds = [(_total(one, calls), _total(other, calls)) for _ in range(REPEATS)]
    return median(first / second for first, second in rounds)


def median_ms(actions: Sequence[Callable[[], object]]) -> float:
    """Median duration of some actions, in milliseconds."""
    return 1000 * median(seconds(action) for action in actions)


def _total(action: Callable[[], object], calls: int) -> float:
    return seconds(lambda: [action() for _ in range(calls)])
