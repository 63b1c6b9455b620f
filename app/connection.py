"""One connection: uvicorn's own, but one that is not waited for without end, and that answers what it cannot read.

uvicorn gives a client any time to send a request, takes headers of any size, and answers garbage with plain text.
Here the head of a request has a deadline and a limit, its body has a deadline, and what goes wrong is a problem of
our one shape.
"""

from asyncio import TimerHandle
from functools import cache
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.handles import handles
from app.problem import MEDIA_TYPE, Problem, problem_response
from app.security import ALWAYS, DATA_POLICY
from app.settings import Settings
from app.stopping import announce_stop

FULL = Problem(503, "busy", "The server has too many connections. Try again in 5 s.", headers={"Retry-After": "5"})
UNREADABLE = Problem(400, "bad_request", "This is no HTTP request. Send one of HTTP/1.1.")

LINGERING = 1.0  # seconds


@cache
def limits() -> Settings:
    """The settings of this process. uvicorn builds connections itself, so that they cannot be handed any."""
    return Settings()


class Connection(HttpToolsProtocol):
    """A client that is slower than `header_seconds` or `body_seconds`, or whose head is longer than `max_head` bytes,
    is told so (408, 431) and leaves.
    """

    _deadline: TimerHandle | None = None
    _awaited = "head"  # what of a request comes next
    _head = 0
    _hosts = 0
    _has_left = False
    _refusal = UNREADABLE

    def data_received(self, data: bytes) -> None:
        if self._has_left:
            return
        super().data_received(data)
        if self._deadline is None:  # only now, for most requests come in one piece
            self._wait()

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        if handles().let_in(transport.get_extra_info("socket").fileno()):
            self._wait()
        else:
            transport.write(in_bytes(FULL))
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def shutdown(self) -> None:
        announce_stop(self.app_state)
        super().shutdown()

    def on_message_begin(self) -> None:
        self._head = self._hosts = 0
        super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        self._grow(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        self._grow(len(name) + len(value) + 4)  # the colon, the blank, the end of the line
        self._hosts += name.lower() == b"host"
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        if self._hosts > 1:  # what looks at one of them may be fooled by the other (RFC 9112, 3.2)
            raise ValueError("more than one host")
        self._stop_waiting()
        self._awaited = "body"
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._stop_waiting()
        self._awaited = "head"
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's words, which ours replace
        """What the parser could not read, or `_grow` refused."""
        self._refuse(self._refusal)

    def _grow(self, size: int) -> None:
        """Count a part of the head. The parser passes on what is raised, and gives up."""
        self._head += size
        if self._head > limits().max_head:
            self._refusal = Problem(
                431, "head_too_large", f"Address and headers are over {limits().max_head:,} bytes. Send less of them."
            )
            raise ValueError(self._refusal.detail)

    def _wait(self) -> None:
        """Set a deadline to what is awaited; to the next head only where no answer is awaited instead."""
        if self._awaited == "body":
            self._expect("body", limits().body_seconds)
        elif self.cycle is None or self.cycle.response_complete:
            self._expect("head", limits().header_seconds)

    def _expect(self, what: str, seconds: float) -> None:
        self._deadline = self.loop.call_later(seconds, self._give_up, what, seconds)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _give_up(self, what: str, seconds: float) -> None:
        self._deadline = None
        self._refuse(
            Problem(408, "too_slow", f"The {what} of the request did not come within {seconds:g} s. Send it again.")
        )

    def _refuse(self, problem: Problem) -> None:
        """Answer, unless an answer is under way or nothing was asked, and leave."""
        if self._has_left or self.transport.is_closing():
            return
        if self._is_answering() or not (self._head or problem.status == 400):
            self.transport.close()
            return
        self.transport.write(in_bytes(problem))
        self._leave()

    def _leave(self) -> None:
        """Say no more, and let what is on its way arrive: to close at once would reset the connection, and with it may
        go the answer.
        """
        self._has_left = True
        if self.cycle is not None:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.flow.resume_reading()
        self.transport.write_eof()
        self.loop.call_later(LINGERING, self.transport.close)

    def _is_answering(self) -> bool:
        return self.cycle is not None and self.cycle.response_started and not self.cycle.response_complete


def in_bytes(problem: Problem) -> bytes:
    """A whole HTTP answer, after which the connection ends."""
    answer = problem_response(problem)
    headers = (
        ALWAYS
        | dict(problem.headers or {})
        | {
            "Content-Type": MEDIA_TYPE,
            "Content-Length": str(len(answer.body)),
            "Content-Security-Policy": DATA_POLICY,
            "Cache-Control": "no-store",
            "Connection": "close",
        }
    )
    lines = [f"HTTP/1.1 {problem.status} {problem.title}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + bytes(answer.body)
