"""How sooner one pronoun is expected than the other, in words."""

import math

from model import AGAINST, FAVOURED

EVEN = 1.05  # odds below this are not told as a difference


def odds_words(log_odds: float) -> str:
    """ln p(she) − ln p(he) in nats -> “he” 3.9 times as likely as “she”."""
    one, other = (FAVOURED, AGAINST) if log_odds > 0 else (AGAINST, FAVOURED)
    times = math.exp(min(abs(log_odds), math.log(1e6)))
    if times < EVEN:
        return f"“{one.strip()}” and “{other.strip()}” equally likely"
    return f"“{one.strip()}” {times:,.1f} times as likely as “{other.strip()}”"
