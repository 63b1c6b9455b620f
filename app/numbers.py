"""Numbers as pages write them: two decimals, a true minus, a sign on contents unless they round to zero."""

from collections.abc import Sequence

from model import Scale

MINUS = "−"


def written(scale: Scale, value: float) -> str:
    """A value of a signal: gates plain, contents signed."""
    digits = f"{abs(value):.2f}"
    if scale == "gate" or float(digits) == 0:
        return digits
    return (MINUS if value < 0 else "+") + digits


def signed(value: float) -> str:
    """A number with its sign: +0.09, −1.20, 0.00."""
    return written("signed", value)


def percent(probability: float) -> str:
    """A probability: 16 %, 2.0 %, < 0.1 %; none at all is 0 %."""
    if probability == 0:
        return "0 %"
    if probability >= 0.1:
        return f"{probability:.0%}".replace("%", " %")
    return f"{probability:.1%}".replace("%", " %") if probability >= 0.001 else "< 0.1 %"


def count(number: int, noun: str) -> str:
    """`1 word`, `2,048 words`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def add_up(parts: Sequence[float], total: float) -> list[float]:
    """The parts of a sum to two decimals, so that what is shown adds up; static/js/sums.js does the same.

    Where rounding each alone misses the rounded total, those whose rounding is least wrong take the difference.
    """
    shown = [_hundredths(part) for part in parts]
    missing = _hundredths(total) - sum(shown)
    way = 1 if missing > 0 else -1
    lost = [way * (100 * part - each) for part, each in zip(parts, shown, strict=True)]
    for number in sorted(range(len(parts)), key=lambda number: -lost[number])[: abs(missing)]:
        shown[number] += way
    return [each / 100 for each in shown]


def _hundredths(value: float) -> int:
    """A number as it is written with two decimals, counted in hundredths."""
    return round(100 * float(f"{value:.2f}"))
