"""What a rate limit says: so many requests in so much time."""

from limits import RateLimitItem, parse


def read_rate(rate: str) -> RateLimitItem:
    """A rate in words, "60/minute" or "5 per second". Raises ValueError for what is none."""
    try:
        read = parse(rate)
    except ValueError as error:
        raise ValueError(f"{rate[:60]!r} is no rate; write one such as 60/minute") from error
    if read.amount < 1:
        raise ValueError(f"{rate[:60]!r} lets nobody in; leave it empty for no limit")
    return read
