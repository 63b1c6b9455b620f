"""Requests of all kinds in one row: what a server gets from a class, from programs, and from those who mean no good."""

import json
from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Any
from urllib.parse import urlencode

from benchmarks.operations import Operation
from benchmarks.wire import Manner, Sent

API = "/api/v1"
WORDS = (
    "the a her his this old small tired other queen king girl boy man woman house door window garden river said saw"
    " was had went came stood never always then there with from under before because when who she he they it"
)
PAGES = ("/", "/units", "/probe", "/lesson", "/glossary", "/large", "/docs")
STATIC = ("/static/js/main.js", "/static/js/plot.js", "/static/css/ablate.css", "/static/css/tokens.css")
# How many of each kind in a round of about 1,800 requests. Those first named take ten times as long as others, or more.
HEAVY = ("ablate", "memory-test", "probe", "gradients", "export", "order", "twins", "similar")
RARE, OFTEN, TYPED, FILES, LOOKED_AT, ASKED_WRONGLY, LEFT, CUT_SHORT = 1, 8, 160, 220, 3, 20, 60, 20

Make = Callable[[Random], Sent]


class Mix:
    """Requests to the operations of a server about its models. Texts are new each time, of 4 to 12 words."""

    def __init__(self, found: Sequence[Operation], models: Sequence[str], port: int) -> None:
        self._operations = {(each.method, each.path): each for each in found}
        self._models = models
        self._host = f"127.0.0.1:{port}"
        self._round = [*self._asked(), *self._looked_at(), *self._asked_wrongly(), *self._left()]

    def requests(self, count: int, seed: int = 1) -> Iterator[Sent]:
        """So many requests, the same for the same seed: rounds of all kinds, each in an order of its own."""
        random = Random(seed)
        while count > 0:
            for make in random.sample(self._round, min(count, len(self._round))):
                yield make(random)
            count -= len(self._round)

    def every_operation(self) -> Iterator[Sent]:
        """Every operation of every model, once."""
        random = Random(1)
        for model in self._models:
            for operation in self._operations.values():
                yield self._ask(random, operation, model=model)

    def _asked(self) -> Iterator[Make]:
        for operation in self._operations.values():
            times = RARE if any(name in operation.path for name in HEAVY) else OFTEN
            yield from [lambda random, operation=operation: self._ask(random, operation)] * times
        for path in (f"{API}/figures", f"{API}/trace"):
            typed = self._operations["POST", path]
            yield from [lambda random, typed=typed: self._ask(random, typed)] * TYPED

    def _looked_at(self) -> Iterator[Make]:
        for path, times in [*((page, LOOKED_AT) for page in PAGES), *((file, FILES) for file in STATIC)]:
            yield from [lambda random, path=path: self._get(path, v=random.random())] * times

    def _asked_wrongly(self) -> Iterator[Make]:
        trace = f"{API}/trace"
        wrong: list[Make] = [
            lambda random: self._get(f"/nowhere/{random.random()}"),
            lambda random: self._get(f"{API}/{random.random()}"),
            lambda random: self._get(trace, text=sentence(random), model=f"m{random.random()}"),
            lambda random: self._get(trace, text=sentence(random), layer=random.randrange(9, 999)),
            lambda _: self._get(trace, text=" "),
            lambda random: self._get("/", text=sentence(random), model=f"m{random.random()}"),
            lambda random: self._post(trace, {"text": "x" * random.randrange(3000, 9000)}),
            lambda random: self._post(trace, {"text": sentence(random), f"f{random.random()}": 1}),
            lambda random: self._send("POST", trace, b'{"text": "\\ud800", ' + sentence(random).encode()),
            lambda random: self._send("POST", trace, sentence(random).encode(), kind="text/plain"),
            lambda _: self._send("POST", trace, b" " * 70_000),
            lambda random: self._send("DELETE", f"{trace}?{random.random()}"),
            lambda random: Sent(f"{sentence(random)}\r\n\r\n".encode()),
        ]
        for make in wrong:
            yield from [make] * ASKED_WRONGLY

    def _left(self) -> Iterator[Make]:
        stream, figures = (self._operations["POST", f"{API}/{name}"] for name in ("generate", "figures"))
        yield from [lambda random: self._ask(random, figures, "left")] * LEFT
        yield from [lambda random: self._ask(random, stream, "part")] * CUT_SHORT

    def _ask(self, random: Random, operation: Operation, manner: Manner = "whole", model: str = "") -> Sent:
        """The operation's example with texts of its own, about any of the models or the one that is named."""
        given = dict(operation.given)
        for name in {"text", "a", "b"} & given.keys():
            given[name] = sentence(random)
        if "texts" in given:
            given["texts"] = [sentence(random) for _ in given["texts"]]
        if "model" in operation.fields and "model" not in given:
            given["model"] = model or random.choice(self._models)
        if operation.method == "GET":
            return self._get(operation.path, **given)
        return self._post(operation.path, given, manner)

    def _get(self, path: str, **query: Any) -> Sent:
        return self._send("GET", f"{path}?{urlencode(query)}" if query else path)

    def _post(self, path: str, body: dict[str, Any], manner: Manner = "whole") -> Sent:
        return self._send("POST", path, json.dumps(body).encode(), manner)

    def _send(
        self, method: str, path: str, body: bytes = b"", manner: Manner = "whole", kind: str = "application/json"
    ) -> Sent:
        head = [f"{method} {path} HTTP/1.1", f"Host: {self._host}", "Accept: text/html, */*", f"Content-Type: {kind}"]
        return Sent("\r\n".join([*head, f"Content-Length: {len(body)}", "", ""]).encode() + body, manner)


def sentence(random: Random) -> str:
    """Words in any order: nobody has typed them before."""
    return " ".join(random.choices(WORDS.split(), k=random.randrange(4, 13))).capitalize() + "."
