"""So many requests from one address in so much time; those beyond are told when to come back. Off by default: a class
behind one address must work.

Pages and API count; scripts, pictures and the questions of a supervisor do not. An address is that of the connection,
or what a proxy that uvicorn trusts (`FORWARDED_ALLOW_IPS`) says.
"""

import time

from limits import RateLimitItem
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
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
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and self._rate and not scope["path"].startswith(FREE):
            address = scope["client"][0] if scope["client"] else ""
            if not self._limiter.hit(self._rate, address):
                problem = self._too_many(self._rate, address)
                return await respond(Request(scope), problem)(scope, receive, send)
        return await self.app(scope, receive, send)

    def _too_many(self, rate: RateLimitItem, address: str) -> Problem:
        wait = max(1, round(self._limiter.get_window_stats(rate, address).reset_time - time.time()))
        detail = f"More than {rate.amount} requests in {rate.multiples} {rate.GRANULARITY.name}. Try again in {wait} s."
        return Problem(429, "too_many", detail, headers={"Retry-After": str(wait)})
