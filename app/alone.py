"""uvicorn's server in a process of its own, but one that ends when it is told to, whatever still holds it.

uvicorn waits for its connections three seconds, for threads without end: one that was begun while the event loop closed
is never told to stop. Of several processes the supervisor kills those that hang: app/supervisor.py.
"""

import os
import signal
import threading
from types import FrameType

import uvicorn

# Seconds after which a process that was told to stop ends as it is: uvicorn's deadline for answers, and what follows.
LAST = 4.2
# Exit codes: it could not stop in good order; it was stopped by a second Ctrl+C, as shells have it.
HELD, INTERRUPTED = 1, 130


class Server(uvicorn.Server):
    """Serves until told to stop; a second Ctrl+C ends it at once."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal that tells it to stop has come."""
        if self.should_exit and sig == signal.SIGINT:
            os._exit(INTERRUPTED)
        super().handle_exit(sig, frame)
        last = threading.Timer(LAST, os._exit, (HELD,))
        last.daemon = True
        last.start()
