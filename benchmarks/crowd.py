"""Many clients at once, from one thread that does as little as can be: answers are counted, not read."""

import asyncio
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

TICK = 0.005  # seconds between which clients arrive together
STANDING = 300  # connections: those who wait, and those who are being refused


@dataclass(frozen=True)
class Answered:
    """One request: when it was sent (of the monotonic clock), the status that came and after how many seconds."""

    sent: float
    status: int
    seconds: float


class Connection(asyncio.Protocol):
    """A connection that stays open, for one request at a time."""

    def __init__(self) -> None:
        self._done: asyncio.Future[int] | None = None
        self._head = b""
        self._missing = -1

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    async def ask(self, request: bytes) -> Answered:
        """Send a request and wait until its whole answer is there. Status 0: the connection was closed instead."""
        sent = time.monotonic()
        self._done = asyncio.get_running_loop().create_future()
        self._head, self._missing = b"", -1
        self._transport.write(request)
        status = await self._done
        return Answered(sent, status, time.monotonic() - sent)

    @property
    def is_closed(self) -> bool:
        return self._transport.is_closing()

    def close(self) -> None:
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        if self._missing < 0:
            self._head += data
            head, blank, body = self._head.partition(b"\r\n\r\n")
            if not blank:
                return
            self._missing = int(head.lower().split(b"\r\ncontent-length: ", 1)[1].split(b"\r\n", 1)[0]) - len(body)
        else:
            self._missing -= len(data)
        if self._missing == 0:
            self._answer(int(self._head[9:12]))

    def connection_lost(self, _: Exception | None) -> None:
        self._answer(0)

    def _answer(self, status: int) -> None:
        if self._done and not self._done.done():
            self._done.set_result(status)


class Crowd:
    """Clients of one server of this machine, who send the same requests in turn. Its connections are used again."""

    def __init__(self, port: int, requests: Iterator[bytes]) -> None:
        self._port = port
        self._requests = requests
        self._idle: list[Connection] = []
        self.answers: list[Answered] = []

    async def ask(self) -> Answered:
        """The next request, over a connection that is idle or new."""
        self._idle = [each for each in self._idle if not each.is_closed]  # the server leaves those that rest for long
        connection = self._idle.pop() if self._idle else await self._connect()
        answer = await connection.ask(next(self._requests))
        if not connection.is_closed:
            self._idle.append(connection)
        self.answers.append(answer)
        return answer

    async def stay(self, clients: int, seconds: float, patience: float, rest: float = 0) -> None:
        """So many clients ask one request after the other, each with a rest of some seconds after an answer, so that
        they begin one after the other; a refused one comes back after `patience` seconds.
        """
        end = time.monotonic() + seconds

        async def client(number: int) -> None:
            await asyncio.sleep(rest * number / clients)
            while time.monotonic() < end:
                answer = await self.ask()
                await asyncio.sleep(rest if answer.status == 200 else patience)

        await asyncio.gather(*map(client, range(clients)))

    async def arrive(self, rate: float, seconds: float) -> None:
        """So many new clients a second, however long the server takes; each asks once and goes.

        They come over connections that stand, as those of a proxy do.
        """
        self._idle += [await self._connect() for _ in range(STANDING)]
        await asyncio.sleep(1)  # until the server has taken them all
        begun, asking = time.monotonic(), list[asyncio.Task[Answered]]()
        while (passed := time.monotonic() - begun) < seconds:
            asking += [asyncio.create_task(self.ask()) for _ in range(round(passed * rate) - len(asking))]
            await asyncio.sleep(TICK)
        await asyncio.gather(*asking)

    async def until(self, done: Callable[[], bool], longest: float) -> None:
        """One client asks one request after the other, until it is done or so many seconds are over."""
        end = time.monotonic() + longest
        while not done() and time.monotonic() < end:
            await self.ask()

    async def look_in(self, pause: float) -> None:
        """One client asks again `pause` seconds after each answer, until it is cancelled."""
        while True:
            await self.ask()
            await asyncio.sleep(pause)

    def leave(self) -> None:
        """Close all connections."""
        for connection in self._idle:
            connection.close()

    async def _connect(self) -> Connection:
        loop = asyncio.get_running_loop()
        _, connection = await loop.create_connection(Connection, "127.0.0.1", self._port)
        return connection
