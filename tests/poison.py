"""Requests that are nearly right: what the OpenAPI document allows, with one place of it spoiled."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, quote_from_bytes

from hypothesis import strategies as st
from schemathesis import BaseSchema, Case

MARK = "MARK"  # what no error may repeat
SPOT = "SPOT"  # a place that is to be spoiled

# What is put there: parts of a JSON text, as bytes, for much of it cannot be said by a JSON writer.
POISON = {
    "a high surrogate": rb'"a\ud800"',
    "a low surrogate": rb'"\udfffa"',
    "a swapped pair": rb'"\udc00\ud800"',
    "a surrogate in bytes": b'"\xed\xa0\x80"',
    "NaN": b"NaN",
    "Infinity": b"-Infinity",
    "1e999": b"1e999",
    "-1e999": b"-1e999",
    "the largest float": b"1.7976931348623157e308",
    "the smallest float": b"-5e-324",
    "minus zero": b"-0.0",
    "400 digits": b"1" + b"0" * 400,
    "60,000 digits": b"-" + b"9" * 60_000,
    "20 digits": b"18446744073709551616",
    "31 bits": b"2147483648",
    "minus one": b"-1",
    "a fraction": b"0.5",
    "true": b"true",
    "null": b"null",
    "nothing": b"",
    "an empty string": b'""',
    "an empty list": b"[]",
    "an empty object": b"{}",
    "an object": b'{"MARK": "MARK"}',
    "NUL": rb'"\u0000"',
    "a raw NUL": b'"\0"',
    "broken UTF-8": b'"\xff\xfe"',
    "overlong UTF-8": b'"\xc0\xaf"',
    "a name": b'"MARK"',
    "a long name": b'"' + b"MARK" * 10_000 + b'"',
    "lines": rb'"MARK\r\nX-Evil: 1\u2028"',
    "markup": b'"<b>MARK</b>{{7*7}}%s=1+1"',
    "a long list": b"[0" + b",0" * 20_000 + b"]",
    "nested 900 deep": b"[" * 900 + b"]" * 900,
    "nested 30,000 deep": b"[" * 30_000 + b"]" * 30_000,
    "objects in objects": b'{"a":' * 5_000 + b"1" + b"}" * 5_000,
    "a repeated key": b'{"a": 1, "a": 2}',
}
HOLD = {"layer": 0, "units": [0], "signal": "forget", "steps": [1, 2], "value": 0.5}

LONGEST = 15_000  # bytes of a part of an address: clients refuse to send more than 65,536, three a byte

Json = Any
Draw = Callable[[st.SearchStrategy[Any]], Any]
Cases = st.SearchStrategy[Case]


def spoiled(tree: Json) -> Iterator[Json]:
    """A JSON value with SPOT in each of its places in turn, keys among them."""
    yield SPOT
    match tree:
        case dict():
            for key, value in tree.items():
                others = {name: tree[name] for name in tree if name != key}
                yield others | {SPOT: value}
                yield from (others | {key: changed} for changed in spoiled(value))
        case list():
            for place, value in enumerate(tree):
                yield from ([*tree[:place], changed, *tree[place + 1 :]] for changed in spoiled(value))


def written(tree: Json, poison: bytes, escaped: bool = True) -> bytes:
    """A spoiled value as JSON, as far as the poison lets it be."""
    text = json.dumps(tree, ensure_ascii=escaped)
    return text.encode("utf-8", "surrogatepass").replace(b'"%s"' % SPOT.encode(), poison)


@dataclass(frozen=True)
class Asked:
    """One request: a path with its query, and the body of a POST."""

    path: str
    body: bytes | None = None

    def __repr__(self) -> str:
        """Short: a body may have 60,000 bytes."""
        return f"{self.path[:300]!r} {self.body and self.body[:600]!r}"


@st.composite
def bodies(draw: Draw, valid: Cases) -> Asked:
    """A POST that the document allows, its body spoiled in one place."""
    case = draw(valid)
    poison = POISON[draw(st.sampled_from(sorted(POISON)))]
    tree = draw(st.sampled_from(list(spoiled(case.body))))
    return Asked(case.path, written(tree, poison, draw(st.booleans())))


@st.composite
def queries(draw: Draw, valid: Cases) -> Asked:
    """A GET that the document allows, of whose query one name or value is spoiled, or a list in JSON."""
    case = draw(valid)
    query = {quote(name): quote(str(value)) for name, value in case.query.items()}
    poison = POISON[draw(st.sampled_from(sorted(name for name in POISON if len(POISON[name]) < LONGEST)))]
    raw = quote_from_bytes(poison.strip(b'"'))
    name = draw(st.sampled_from([*query, MARK]))
    match draw(st.sampled_from(["value", "name", "twice", "JSON"])):
        case "value":
            query[name] = raw
        case "name":
            query[raw] = query.pop(name, "1")
        case "twice":
            query[name] = f"{raw}&{name}={raw}"
        case "JSON":
            query["holds"] = quote_from_bytes(written(draw(st.sampled_from(list(spoiled([HOLD])))), poison))
    return Asked(f"{case.path}?{'&'.join(f'{name}={value}' for name, value in query.items())}")


def requests(document: BaseSchema) -> st.SearchStrategy[Asked]:
    """A spoiled request of any operation of an OpenAPI document: those to come are among them."""
    found = [each.ok() for each in document.get_all_operations()]
    return st.one_of(
        (bodies if each.method.upper() == "POST" else queries)(each.as_strategy())
        for each in found
        if each.body or each.query
    )
