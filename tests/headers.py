"""The headers that every response carries, whatever its status and whoever answers."""

from collections.abc import Mapping

ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
# What would tell of the server, keep something in the browser, or let another site in.
NEVER = ("server", "x-powered-by", "set-cookie", "access-control-allow-origin", "strict-transport-security")


def check_headers(headers: Mapping[str, str], policy: str | None = DATA_POLICY) -> None:
    """Assert the set. A page has a policy of its own (None), which is no weaker: nothing but what it names."""
    assert ALWAYS.items() <= dict(headers).items()
    found = headers["content-security-policy"]
    assert found == policy or (policy is None and found.startswith("default-src 'none'; "))
    assert "'unsafe-inline'" not in found
    assert "'unsafe-eval'" not in found
    assert "frame-ancestors 'none'" in found
    assert headers["cache-control"]
    assert not [name for name in NEVER if name in headers]
