"""Headers on every response, and one error shape around everything: the outermost layers of the server."""

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.assets import plotly
from app.errors import internal_problem, outer_problem, respond
from app.problem import MEDIA_TYPE

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # a permalink carries the typed text
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
TRUSTED_TYPES = "; require-trusted-types-for 'script'; trusted-types default"


def page_policy(frame_ancestors: str) -> str:
    """Content-Security-Policy of a page that draws with Plotly: nothing inline, nothing from elsewhere."""
    hashes = " ".join(plotly().style_hashes)
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        f"style-src-attr 'unsafe-hashes' {hashes}; "
        "img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'self'; "
        f"frame-ancestors {frame_ancestors}; object-src 'none'"
    )


class SecurityHeaders:
    """Adds the headers to every response, errors included; a route may set its own policy or caching first."""

    def __init__(self, app: ASGIApp, frame_ancestors: str) -> None:
        self.app = app
        self._of_pages = _as_sent(page_policy(frame_ancestors) + TRUSTED_TYPES)
        self._of_data = _as_sent(DATA_POLICY)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                given = dict(message["headers"])
                is_page = given.get(b"content-type", b"").startswith(b"text/html")
                added = self._of_pages if is_page else self._of_data
                message["headers"] = [*message["headers"], *(each for each in added if each[0] not in given)]
                if scope["scheme"] == "https":
                    MutableHeaders(scope=message).setdefault("Strict-Transport-Security", "max-age=31536000")
            await send(message)

        return await self.app(scope, receive, send_with_headers)


def _as_sent(policy: str) -> list[tuple[bytes, bytes]]:
    """All headers but that of HTTPS, encoded once."""
    headers = ALWAYS | {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return [(name.lower().encode("ascii"), value.encode("ascii")) for name, value in headers.items()]


class OneErrorShape:
    """What no error handler saw becomes a problem too: exceptions, and plain answers of libraries further in."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return await self.app(scope, receive, send)
        started = False
        replaced = False

        async def send_in_shape(message: Message) -> None:
            nonlocal started, replaced
            if message["type"] == "http.response.start":
                started = True
                replaced = _is_plain_error(message)
                if replaced:
                    await respond(Request(scope), outer_problem(message["status"]))(scope, receive, send)
            if not replaced:
                await send(message)

        try:
            await self.app(scope, receive, send_in_shape)
        except ClientDisconnect:
            return None  # nobody is left to be answered
        except Exception as error:
            problem = internal_problem(error)
            if started:
                raise  # half an answer went out: the connection has to be cut
            await respond(Request(scope), problem)(scope, receive, send)
        return None


def _is_plain_error(message: Message) -> bool:
    """Whether an answer is an error in another shape than ours."""
    kind = Headers(raw=message["headers"]).get("content-type", "")
    return bool(message["status"] >= 400) and not kind.startswith((MEDIA_TYPE, "text/html"))
