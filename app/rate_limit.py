"""So many requests from one address in so much time; those beyond are told when to come back. Off by default: a class
behind one address must work.

Pages and API count; scripts, pictures and the questions of a supervisor do not. An address is that of the connection,
or what a proxy that uvicorn trusts (`FORWARDED_ALLOW_IPS`) says.
"""

import math
import time
from collections import Counter

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.errors import respond
from app.problem import Problem
from app.rates import read_rate

FREE = ("/static/", "/assets/", "/healthz", "/readyz", "/metrics")


class RateLimit:
    """Answers 429 with Retry-After to an address that asks more often than `rate`, say "60/minute"; "" is no limit."""

    def __init__(self, app: ASGIApp, rate: str) -> None:
        self.app = app
        self._rate = read_rate(rate) if rate else None
        self._window = Window(self._rate.get_expiry() if self._rate else 1)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._rate and not scope["path"].startswith(FREE):
            address = scope["client"][0] if scope["client"] else ""
            if self._window.count(address) > self._rate.amount:
                detail = (
                    f"More than {self._rate.amount} requests in {self._rate.multiples} {self._rate.GRANULARITY.name}."
                )
                wait = self._window.rest
                problem = Problem(
                    429, "too_many", f"{detail} Try again in {wait} s.", headers={"Retry-After": str(wait)}
                )
                return await respond(Request(scope), problem)(scope, receive, send)
        return await self.app(scope, receive, send)


class Window:
    """Counts who asked how often in the present window of so many seconds; the next one begins at nothing, for all.

    By the monotonic clock: the stores of `limits` go by the wall clock, which when it is put back a day would shut
    everybody out for a day.
    """

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._begun = time.monotonic()
        self._counts: Counter[str] = Counter()

    def count(self, address: str) -> int:
        """One request more; how many the address has asked in this window."""
        passed = (time.monotonic() - self._begun) // self._seconds
        if passed:
            self._begun += passed * self._seconds
            self._counts.clear()
        self._counts[address] += 1
        return self._counts[address]

    @property
    def rest(self) -> int:
        """Seconds until the next window, at least 1."""
        return max(1, math.ceil(self._begun + self._seconds - time.monotonic()))
