"""What one reading has more than another, as heat maps: every signal on the signed scale, 0 the colour of paper."""

from collections.abc import Mapping, Sequence

from app.figures.palette import Theme
from app.figures.panels import Figure, Values, build_panel, with_echoes, word_ticks
from model import Kind, Token, find_signal


def build_differences(
    kind: Kind,
    before: Mapping[str, Values],
    after: Mapping[str, Values],
    range_: float,
    theme: Theme,
    tokens: Sequence[Token],
) -> dict[str, Figure]:
    """One figure for each signal and echo of a layer: after − before, both {signal: [rows, T] float32}."""
    before, after = with_echoes(before), with_echoes(after)
    return difference_panels(kind, {name: after[name] - before[name] for name in after}, range_, theme, tokens)


def difference_panels(
    kind: Kind, differences: Mapping[str, Values], range_: float, theme: Theme, tokens: Sequence[Token]
) -> dict[str, Figure]:
    """One figure for each of {signal or echo: [rows, T] float32}; nan: no colour.

    Contents span ±`range_`, gates ±1, for a gate cannot differ by more.
    """
    ticks = word_ticks(tokens)
    return {
        name: build_panel(values, "signed", _range(kind, name, range_), theme, ticks)
        for name, values in differences.items()
    }


def _range(kind: Kind, name: str, range_: float) -> float:
    is_gate = name not in ("previous", "squashed") and find_signal(kind, name).scale == "gate"
    return 1.0 if is_gate else range_
