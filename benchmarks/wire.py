"""A client thin enough to keep a server busy from another core: HTTP/1.1 on asyncio's streams, answers thrown away."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Literal

LONGEST_HEAD = 1 << 17  # bytes
PATIENCE = 60.0  # seconds

Manner = Literal["whole", "part", "left"]
Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


@dataclass(frozen=True)
class Sent:
    """A request as it is sent, and what becomes of its answer: it is read as a `whole`; or its head and `part` of its
    body, of a stream the first event; or the client has `left` when it comes. The latter two end the connection.
    """

    content: bytes
    manner: Manner = "whole"


def send_all(port: int, requests: Iterator[Sent], connections: int, answered: Callable[[], object]) -> Counter[str]:
    """Send requests over some connections at once to a server of this machine; `answered` is called after each.

    Returns how often each status came; "left" where nobody waited for it, "closed" where the server ended the
    connection instead. Connections come from several addresses of this machine.
    """
    statuses: Counter[str] = Counter()

    async def keep_sending(number: int) -> None:
        client = Client(port, Random(number))
        for sent in requests:
            statuses[await asyncio.wait_for(client.send(sent), PATIENCE)] += 1
            answered()
        client.leave()

    asyncio.run(_together([keep_sending(number) for number in range(connections)]))
    return statuses


class Client:
    """One connection after the other, each kept for as long as both sides want."""

    def __init__(self, port: int, random: Random) -> None:
        self._port = port
        self._random = random
        self._connection: Connection | None = None

    async def send(self, sent: Sent) -> str:
        """Send a request and deal with its answer; its status."""
        reader, writer = self._connection = self._connection or await self._connect()
        try:
            writer.write(sent.content)
            await writer.drain()
            status = "left" if sent.manner == "left" else await self._read(reader, sent.manner)
        except (asyncio.IncompleteReadError, ConnectionError):
            status = "closed"
        if sent.manner != "whole" or status == "closed":
            self.leave()
        return status

    def leave(self) -> None:
        """Close the connection, whatever is still to come."""
        if self._connection:
            self._connection[1].transport.abort()
        self._connection = None

    async def _connect(self) -> Connection:
        address = f"127.0.0.{self._random.randrange(2, 255)}"
        return await asyncio.open_connection("127.0.0.1", self._port, limit=LONGEST_HEAD, local_addr=(address, 0))

    async def _read(self, reader: asyncio.StreamReader, manner: Manner) -> str:
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if manner == "part":
            await reader.read(64)
        elif b"\r\ntransfer-encoding: chunked" in head:
            while size := int(await reader.readuntil(b"\r\n"), 16):
                await reader.readexactly(size + 2)
            await reader.readexactly(2)
        elif b"\r\ncontent-length: " in head:
            await reader.readexactly(int(head.split(b"\r\ncontent-length: ", 1)[1].split(b"\r", 1)[0]))
        if b"\r\nconnection: close" in head:
            self.leave()
        return head.split(b" ", 2)[1].decode()


async def _together(works: list[Awaitable[None]]) -> None:
    await asyncio.gather(*works)
