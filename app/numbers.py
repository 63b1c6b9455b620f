"""Numbers as pages write them: two decimals, a true minus, a sign on contents unless they round to zero."""

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
    """A probability: 16 %, 2.0 %, < 0.1 %."""
    if probability >= 0.1:
        return f"{probability:.0%}".replace("%", " %")
    return f"{probability:.1%}".replace("%", " %") if probability >= 0.001 else "< 0.1 %"


def count(number: int, noun: str) -> str:
    """`1 word`, `2,048 words`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
