"""The operations of the API as its own document shows them, each with a request that it gives as an example."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.request import urlopen


@dataclass(frozen=True)
class Operation:
    """`given`: the example of its query or body; `fields`: all that may be in it."""

    method: str
    path: str
    given: dict[str, Any]
    fields: frozenset[str]

    @property
    def streams(self) -> bool:
        """Whether its answer comes in events, while it is made."""
        return self.path.endswith("/generate")


def operations(address: str) -> list[Operation]:
    """All operations of a server, those for supervisors among them."""
    with urlopen(f"{address}/openapi.json") as answer:
        return list(_operations(json.load(answer)))


def _operations(document: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            if "requestBody" in told:
                schema = told["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[-1]
                body = document["components"]["schemas"][schema]
                yield Operation(method.upper(), path, body["examples"][0], frozenset(body["properties"]))
            else:
                query = told.get("parameters", [])
                needed = {each["name"]: each["schema"]["examples"][0] for each in query if each["required"]}
                yield Operation(method.upper(), path, needed, frozenset(each["name"] for each in query))
