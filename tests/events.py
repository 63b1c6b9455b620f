"""Server-sent events, read as a browser reads them."""

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Event:
    """Its name, and its data as JSON."""

    name: str
    data: dict[str, Any]


def parse_events(stream: str) -> list[Event]:
    """The events of a stream that has ended. Every event is a name and one line of data, and a blank line."""
    *blocks, rest = stream.split("\n\n")
    assert rest == "", "the stream broke off"
    return [parse_event(block) for block in blocks]


def parse_event(block: str) -> Event:
    name, data = block.split("\n")
    return Event(name.removeprefix("event: "), json.loads(data.removeprefix("data: ")))
