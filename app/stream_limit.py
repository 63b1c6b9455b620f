"""The limit on open streams: so many in all, and so many from one address, so that nobody takes all of them.

An address is that of the connection, or what a proxy that uvicorn trusts (`FORWARDED_ALLOW_IPS`) says.
"""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.requests import Request

from app.limit import BusyError
from app.problem import ProblemError


class StreamLimit:
    """At most `total` streams are open at the same time, at most `each` of them from one address."""

    def __init__(self, total: int, each: int) -> None:
        self._free = total
        self._each = each
        self._open: Counter[str] = Counter()

    @contextmanager
    def place(self, request: Request) -> Iterator[None]:
        """A place for one stream, until the block ends.

        Raises BusyError if none is free, and ProblemError 429 if this address has as many as one may have.
        """
        address = request.client.host if request.client else ""
        if self._free == 0:
            raise BusyError
        if self._open[address] >= self._each:
            wait = {"Retry-After": str(BusyError.retry_after)}
            detail = (
                f"From your address {self._each} streams are open, as many as may be. Close one, or wait for its end."
            )
            raise ProblemError(429, "too_many_streams", detail, headers=wait)
        self._free -= 1
        self._open[address] += 1
        try:
            yield
        finally:
            self._free += 1
            self._open -= Counter([address])  # forgets those that have none
